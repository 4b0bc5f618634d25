using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;
using Xunit;

namespace DataSharing.Tests.Agreements.Registry;

/// <summary>Every decision can be made again from what was kept of it, whatever became of the agreements since.</summary>
public sealed class DecisionReplayTests : IAsyncLifetime
{
    private const int Decisions = 10_000;
    private const int Edits = 50;

    private readonly RandomAgreements random = new(20261123);
    private readonly Dictionary<string, int> versions = new(StringComparer.Ordinal);
    private AgreementWorld? world;

    private AgreementWorld World => world ?? throw new InvalidOperationException();

    public async Task InitializeAsync() => world = await AgreementWorld.FoundAsync();

    public async Task DisposeAsync() => await World.DisposeAsync();

    [Fact]
    public async Task Replay_TenThousandDecisions_FiftyEditsAndRemovals_AllIdentical()
    {
        for (var i = 0; i < 5; i++)
        {
            await EditAsync($"agreement-{i}");
        }

        var made = new List<Kept>();
        await DecideAsync(made, Decisions / 2);
        for (var edit = 0; edit < Edits; edit++)
        {
            World.Platform.Clock.Advance(TimeSpan.FromHours(7));
            await ChangeAsync(edit);
            await DecideAsync(made, Decisions / 2 / Edits);
        }

        Assert.Equal(Decisions, made.Count);
        Assert.All(Enum.GetValues<SharingEffect>(), effect => Assert.Contains(made, kept => kept.Effect == effect));
        Assert.True(made.Select(kept => kept.InForce).Distinct().Count() > Edits / 2);

        // Another process: nothing remembered.
        var replay = new DecisionReplay(World.Platform.Blobs, World.NewCache());
        var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var kept in made)
        {
            var outcome = await replay.ReplayAsync(kept.Input, kept.Answer, default);
            var name = outcome is ReplayOutcome.Differs differs
                ? string.Join(' ', differs.Differences.Select(d => d.Part))
                : $"{outcome.GetType().Name} {(outcome as ReplayOutcome.Impossible)?.Reason}";
            seen[name] = seen.GetValueOrDefault(name) + 1;
        }

        Assert.Equal(["Identical "], seen.Keys);
        await FlippedAsync(replay, made);
    }

    [Fact]
    public async Task Replay_WhatItRestedOnIsNotWhatItWas_SaysSo()
    {
        await EditAsync("agreement-1");
        var made = new List<Kept>();
        await DecideAsync(made, 1);
        var kept = made[0];

        var name = InForceManifest.Name(kept.InForce);
        var blob = await World.Platform.Blobs.FindAsync(name, default) ?? throw new InvalidOperationException();
        var text = Encoding.UTF8.GetString(blob.Content.Span);
        await Impossible("in-force-unknown", text.Replace("\"suspended\":false", "\"suspended\":true", StringComparison.Ordinal));
        await Impossible("agreement-unreadable", text.Replace("\"version\":1", "\"version\":9", StringComparison.Ordinal));
        await Impossible("in-force-unknown", null);
        var replay = new DecisionReplay(World.Platform.Blobs, World.NewCache());
        Assert.Equal(new ReplayOutcome.Impossible("input-unreadable"), await replay.ReplayAsync("{}", kept.Answer, default));
        Assert.Equal(
            new ReplayOutcome.Impossible("evaluator-unknown"),
            await replay.ReplayAsync(
                kept.Input.Replace("\"evaluator\":\"2\"", "\"evaluator\":\"9\"", StringComparison.Ordinal),
                kept.Answer,
                default
            )
        );

        async Task Impossible(string reason, string? content)
        {
            _ = await World.Platform.Blobs.DeleteAsync(name, default);
            if (content is not null)
            {
                _ = await World.Platform.Blobs.CreateAsync(name, Encoding.UTF8.GetBytes(content), default);
            }

            var fresh = new DecisionReplay(World.Platform.Blobs, World.NewCache());
            Assert.Equal(new ReplayOutcome.Impossible(reason), await fresh.ReplayAsync(kept.Input, kept.Answer, default));
        }
    }

    [Fact]
    public async Task Replay_DecidedBeforeReviewDatesCounted_IsMadeByTheRulesOfThen()
    {
        await EditAsync("agreement-1", json => json["reviewDate"] = "2026-11-24");
        World.Platform.Clock.Advance(TimeSpan.FromDays(3));
        var question = new SharingQuestion(
            AgencyId.Parse("council"),
            AgencyId.Parse("police"),
            PurposeCode.Parse("safeguarding-children"),
            SubjectKind.Person,
            [DataCategory.Parse("risk")],
            SharingMode.Content
        );
        var head = await World.HeadAsync();
        var now = await World.Decisions.DecideAsync(head, question, default);
        var input = Keep(now).Input.Replace("\"evaluator\":\"2\"", "\"evaluator\":\"1\"", StringComparison.Ordinal);
        var replay = new DecisionReplay(World.Platform.Blobs, World.NewCache());
        var answer = Keep(now).Answer with { Digest = CanonicalJson.Hash(Encoding.UTF8.GetBytes(input)) };
        var differs = Assert.IsType<ReplayOutcome.Differs>(await replay.ReplayAsync(input, answer, default));
        Assert.Equal([RefusalReason.AgreementReviewOverdue], now.Reasons);
        Assert.Equal(SharingEffect.Permit, differs.Decision.Effect);
    }

    /// <summary>Whatever single thing of an input is another: it is found, by its digest if by nothing else.</summary>
    private async Task FlippedAsync(DecisionReplay replay, List<Kept> made)
    {
        var (byAnswer, tried) = (0, 0);
        for (var i = 0; i < 400; i++)
        {
            var kept = made[i * (made.Count / 400)];
            var input = JsonNode.Parse(kept.Input)?.AsObject() ?? [];
            switch (i % 6)
            {
                case 0:
                    input["purpose"] = input["purpose"]?.ToString() == "safeguarding-children" ? "disruption" : "safeguarding-children";
                    break;
                case 1:
                    input["to"] = input["to"]?.ToString() == "trust" ? "council" : "trust";
                    break;
                case 2:
                    input["age"] = new JsonArray(3, 4);
                    break;
                case 3:
                    input["at"] = "2019-01-01T00:00:00.0000000Z";
                    break;
                case 4:
                    input["mode"] = input["mode"]?.ToString() == "content" ? "existence" : "content";
                    break;
                default:
                    input["categories"] = new JsonArray("flipped");
                    break;
            }

            var text = input.ToJsonString();
            if (text == kept.Input)
            {
                continue;
            }

            tried++;
            var outcome = Assert.IsType<ReplayOutcome.Differs>(await replay.ReplayAsync(text, kept.Answer, default));
            Assert.Equal("input", outcome.Differences[0].Part);
            byAnswer += outcome.Differences.Count > 1 ? 1 : 0;
        }

        Assert.True(tried > 350 && byAnswer > 50, $"{tried} {byAnswer}");
    }

    private async Task DecideAsync(List<Kept> made, int count)
    {
        var head = await World.HeadAsync();
        for (var i = 0; i < count; i++)
        {
            made.Add(Keep(await World.Decisions.DecideAsync(head, random.Question(), default)));
        }
    }

    /// <summary>As an entry keeps it.</summary>
    private static Kept Keep(SharingDecision decision)
    {
        var act = new AuditAct { Act = "test", Caller = null }.With(decision, "somebody");
        var section = JsonSerializer.Deserialize(
            act.Subjects[0].Section ?? throw new InvalidOperationException(),
            DecisionsJson.Default.CategorySection
        );
        return new Kept(
            section?.Input ?? throw new InvalidOperationException(),
            new RecordedAnswer(
                act.Details[DecisionEntries.Digest],
                act.Decision ?? throw new InvalidOperationException(),
                section.Permitted,
                section.Withheld
            ),
            decision.Effect,
            decision.InForceDigest
        );
    }

    /// <summary>A new version, an end, a suspension, a party that leaves, an agency suspended: by turns, at random.</summary>
    private async Task ChangeAsync(int edit)
    {
        var id = $"agreement-{edit % 5}";
        switch (edit % 7)
        {
            case 0 or 1 or 2:
                await EditAsync(id);
                break;
            case 3:
                await World.ChangeHeadAsync(head => head with { Agreements = [.. head.Agreements.Where(a => a.AgreementId != id)] });
                break;
            case 4:
                await StandAsync(id, a => a with { Suspended = !a.Suspended });
                break;
            case 5:
                await StandAsync(
                    id,
                    a =>
                        a with
                        {
                            Withdrawals =
                            [
                                new PartyWithdrawal(AgencyId.Parse("police"), random.Chance(2) ? null : World.Platform.Clock.GetUtcNow()),
                            ],
                            EndsAt = random.Chance(2) ? World.Platform.Clock.GetUtcNow().AddHours(10) : null,
                        }
                );
                break;
            default:
                await World.ChangeHeadAsync(head =>
                    head with
                    {
                        Agencies = [.. head.Agencies.Select(a => a with { Suspended = a.Id.Value == "trust" && !a.Suspended })],
                    }
                );
                break;
        }
    }

    private Task StandAsync(string id, Func<AgreementInForce, AgreementInForce> change) =>
        World.ChangeHeadAsync(head => head with { Agreements = [.. head.Agreements.Select(a => a.AgreementId == id ? change(a) : a)] });

    private async Task EditAsync(string id, Action<JsonObject>? change = null)
    {
        var version = versions[id] = versions.GetValueOrDefault(id) + 1;
        var json = change is null ? random.Agreement(id) : AgreementTexts.Whole(id, [AgreementTexts.Permission()]);
        json["version"] = version;
        change?.Invoke(json);
        var document = AgreementTexts.Read(json);
        var key = string.Create(CultureInfo.InvariantCulture, $"agreement-document:{id}:{version}");
        var row = new RowWrite.Insert(key, 1, document.Canonical);
        _ = Assert.IsType<CommitOutcome.Committed>(
            await World.Platform.Records.CommitAsync(new RecordCommit(PartnershipHeadRow.PartitionKey, [row]), default)
        );
        var entry = new AgreementInForce(id, version, document.ContentHash, AgreementCompiler.Compile(document).ArtefactHash, false);
        await World.ChangeHeadAsync(head => head with { Agreements = [.. head.Agreements.Where(a => a.AgreementId != id), entry] });
    }

    private sealed record Kept(string Input, RecordedAnswer Answer, SharingEffect Effect, string InForce);
}
