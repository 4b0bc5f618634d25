using System.Text;
using System.Text.Json.Nodes;
using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Protection;
using DataSharing.Storage;
using DataSharing.Testing;
using DataSharing.Tests.Agreements.Registry;
using Xunit;

namespace DataSharing.Tests.Agreements.Simulation;

/// <summary>A draft against decisions that lie in the log, held against counting them by hand.</summary>
public sealed class DraftSimulationsTests : IAsyncLifetime
{
    private static readonly Caller Officer = TestPlatform.Caller("council", AgencyRoles.IgOfficer);
    private readonly RandomAgreements random = new(7);
    private readonly List<(string Subject, SharingQuestion Question)> made = [];
    private AgreementWorld? world;

    private AgreementWorld World => world ?? throw new InvalidOperationException();

    public async Task InitializeAsync() => world = await AgreementWorld.FoundAsync();

    public async Task DisposeAsync() => await World.DisposeAsync();

    [Fact]
    public async Task Simulate_DraftAgainstPastDecisions_CountsAsByHand()
    {
        var draft = await PrepareAsync();
        await DecideAsync("council", 250, people: 60, keep: true);
        await DecideAsync("police", 20, people: 5, keep: false);
        World.Platform.Clock.Advance(TimeSpan.FromDays(1));
        await World.Platform.RelayAsync();

        var started = await StartAsync("simulation-key-0001");
        var again = await StartAsync("simulation-key-0001");
        Assert.Equal(started.Id, again.Id);
        var result = await RunAsync(started.Id);

        var inForce = await World.NewCache().ForAsync(await World.HeadAsync(), default);
        var expected = ByHand(inForce, draft, result.At);
        Assert.Equal(SimulationState.Finished, result.State);
        Assert.Equal(
            (made.Count, made.Count, 0, 0, made.Select(m => m.Subject).Distinct().Count()),
            (result.Decisions, result.Simulated, result.NotKept, result.Disposed, result.People)
        );
        Assert.Equal(expected.Lines, result.Lines.Select(Text).Order(StringComparer.Ordinal));
        Assert.Equal((expected.Decisions, expected.People), (result.DecisionsChanged, result.PeopleChanged));
        Assert.All(Enum.GetValues<SimulatedChangeKind>(), kind => Assert.Contains(result.Lines, line => line.Change.Kind == kind));
    }

    [Fact]
    public async Task Simulate_KeyDestroyedAndInputsNotKept_AreCountedAndNotGuessed()
    {
        await PrepareAsync();
        await DecideAsync("council", 40, people: 8, keep: true);
        var gone = made[0].Subject;
        var lost = made.Count(m => m.Subject == gone);
        var bare = new AuditAct
        {
            Act = "disclosure.refused",
            Caller = Officer,
            Decision = new DecisionCitation("deny", null, null, null, [], ["no-agreement"], null),
            Subjects = [new AuditSubject(made[^1].Subject == gone ? Guid.NewGuid().ToString() : made[^1].Subject)],
            Details = new Dictionary<string, string> { [DecisionEntries.Digest] = "00" },
        };
        await World.Platform.Journal.RecordAsync("s0", bare, default);
        var key = DataKeyId.OfSubject(gone, Officer.Agency);
        await World.Platform.Records.CommitAsync(new RecordCommit(key.PartitionKey, [new RowWrite.Delete(key.RowKey, null)]), default);
        World.Platform.Clock.Advance(TimeSpan.FromDays(1));
        await World.Platform.RelayAsync();

        var result = await RunAsync((await StartAsync("simulation-key-0002")).Id);
        Assert.Equal((41, 40 - lost, 1, lost), (result.Decisions, result.Simulated, result.NotKept, result.Disposed));
    }

    [Fact]
    public async Task Simulate_WhatIsInForceChangesMeanwhile_IsOvertaken()
    {
        await PrepareAsync();
        var started = await StartAsync("simulation-key-0003");
        await World.ChangeHeadAsync(head =>
            head with
            {
                Agencies = [.. head.Agencies.Select(a => a with { Suspended = a.Id.Value == "trust" })],
            }
        );
        Assert.Equal(SimulationState.Overtaken, (await RunAsync(started.Id)).State);
    }

    [Fact]
    public async Task Read_AnotherAgencys_IsAsIfNotThere()
    {
        await PrepareAsync();
        var started = await StartAsync("simulation-key-0004");
        var (found, _) = await Simulations().ReadAsync(TestPlatform.Caller("police", AgencyRoles.IgOfficer), started.Id, default);
        Assert.Null(found);
        var stranger = TestPlatform.Caller("housing-trust", AgencyRoles.IgOfficer);
        var retry = new RetryKey("simulation-key-0005", Encoding.UTF8.GetBytes("{}"));
        Assert.IsType<StartSimulationOutcome.NotFound>(
            await Simulations().StartAsync(stranger, AgreementId.Parse("agreement-0"), 2, 30, retry, default)
        );
    }

    private DraftSimulations Simulations() =>
        new(
            World.Platform.Records,
            World.Registry,
            World.Heads,
            World.NewCache(),
            World.Platform.Queries,
            World.Platform.Journal,
            World.Platform.CreationIds,
            World.Platform.Idempotency,
            World.Platform.Clock
        );

    private async Task<SimulationRecord> StartAsync(string key)
    {
        var retry = new RetryKey(key, Encoding.UTF8.GetBytes("{\"days\":30}"));
        var outcome = await Simulations().StartAsync(Officer, AgreementId.Parse("agreement-0"), 2, 30, retry, default);
        return Assert.IsType<StartSimulationOutcome.Started>(outcome).Simulation;
    }

    // Each event twice, and each time by a process that remembers nothing.
    private async Task<SimulationRecord> RunAsync(string id)
    {
        while (true)
        {
            var (found, _) = await Simulations().ReadAsync(Officer, id, default);
            var record = found ?? throw new InvalidOperationException();
            if (record.State != SimulationState.Running)
            {
                return record;
            }

            Assert.Equal(0, record.Disposed);
            for (var delivery = 0; delivery < 2; delivery++)
            {
                var steps = new SimulationSteps(
                    World.Platform.Records,
                    World.Heads,
                    World.NewCache(),
                    World.Platform.Queries,
                    World.Platform.Keys,
                    World.Platform.Journal,
                    World.Platform.Clock
                );
                await steps.HandleAsync(DraftSimulations.Due(record, record.StartedAt), default);
            }
        }
    }

    private (IReadOnlyList<string> Lines, int Decisions, int People) ByHand(
        AgreementsInForce inForce,
        AgreementDocument draft,
        DateTimeOffset at
    )
    {
        var after = inForce.With(AgreementCompiler.Compile(draft));
        var found = new List<(string Subject, int Decision, string Line)>();
        foreach (var (index, (subject, question)) in made.Index())
        {
            var was = AgreementEvaluator.Evaluate(inForce, question, at);
            var now = AgreementEvaluator.Evaluate(after, question, at);
            foreach (var category in question.Categories)
            {
                var (one, other) = (Says(was, category), Says(now, category));
                if (one != other)
                {
                    var kind =
                        one.Length == 0 ? "RefuseToPermit"
                        : other.Length == 0 ? "PermitToRefuse"
                        : "OtherTerms";
                    found.Add(
                        (
                            subject,
                            index,
                            $"{kind} {question.From} {question.To} {question.Purpose} {question.SubjectKind} {category} {question.Mode}"
                        )
                    );
                }
            }
        }

        string[] lines =
        [
            .. found
                .GroupBy(f => f.Line)
                .Select(g => $"{g.Key}: {g.Select(f => f.Decision).Distinct().Count()} about {g.Select(f => f.Subject).Distinct().Count()}")
                .Order(StringComparer.Ordinal),
        ];
        return (lines, found.Select(f => f.Decision).Distinct().Count(), found.Select(f => f.Subject).Distinct().Count());
    }

    private static string Says(SharingDecision decision, DataCategory category)
    {
        var answer = decision.Categories.Single(c => c.Category == category);
        if (!answer.IsPermitted)
        {
            return "";
        }

        var grounds = decision.Grounds.Where(g => answer.Rules.Contains(g.Rule)).ToArray();
        if (grounds.Length == 0)
        {
            return "emergency";
        }

        var duties = Duties.All([.. grounds.Select(g => g.Duties)], decision.At);
        return string.Join(
            '|',
            [
                string.Join(';', grounds.Select(g => g.LawfulBasis.Citation).Distinct().Order(StringComparer.Ordinal)),
                $"{grounds.Max(g => g.Consent)} {grounds.Max(g => g.Release)} {duties.NotifySubject}",
                $"{duties.RetainFor?.After(decision.At):O} {duties.AcknowledgeWithin?.After(decision.At):O}",
                string.Join(',', duties.Onward.Agencies),
            ]
        );
    }

    private static string Text(SimulatedLine line)
    {
        var change = line.Change;
        var mode = change.Mode == "content" ? SharingMode.Content : SharingMode.Existence;
        return $"{change.Kind} {change.From} {change.To} {change.Purpose} {change.SubjectKind} {change.Category} {mode}: {line.Decisions} about {line.People}";
    }

    /// <summary>Two agreements in force, and a second version of the first as a draft.</summary>
    private async Task<AgreementDocument> PrepareAsync()
    {
        await KeepAsync(Wide("agreement-0", 1), inForce: true);
        await KeepAsync(random.Agreement("agreement-1"), inForce: true);
        var next = Wide("agreement-0", 2);
        var rules = next["permissions"] as JsonArray ?? [];
        (rules[0] as JsonObject ?? [])["categories"] = AgreementTexts.List("identity", "housing");
        (rules[0] as JsonObject ?? [])["release"] = "manual";
        return await KeepAsync(next, inForce: false);
    }

    private static JsonObject Wide(string id, int version)
    {
        var rule = AgreementTexts.Permission();
        rule["from"] = AgreementTexts.List(AgreementTexts.Agencies);
        rule["to"] = AgreementTexts.List(AgreementTexts.Agencies);
        var whole = AgreementTexts.Whole(id, [rule]);
        whole["version"] = version;
        return whole;
    }

    private async Task<AgreementDocument> KeepAsync(JsonObject json, bool inForce)
    {
        var document = AgreementTexts.Read(json);
        var agreement = document.Agreement;
        var record = new AgreementRecord(
            agreement.Id,
            agreement.Version,
            agreement.Title,
            [.. agreement.Parties.Select(p => p.Agency)],
            document.ContentHash,
            inForce ? AgreementStatus.InForce : AgreementStatus.Draft,
            "somebody",
            World.Platform.Clock.GetUtcNow(),
            [],
            null,
            null
        );
        RowWrite[] writes = [AgreementRecord.Format.Insert(record.Reference, record), AgreementDocumentRow.Insert(document)];
        _ = Assert.IsType<CommitOutcome.Committed>(
            await World.Platform.Records.CommitAsync(new RecordCommit(PartnershipHeadRow.PartitionKey, writes), default)
        );
        if (inForce)
        {
            var entry = new AgreementInForce(
                agreement.Id.Value,
                agreement.Version,
                document.ContentHash,
                AgreementCompiler.Compile(document).ArtefactHash,
                false
            );
            await World.ChangeHeadAsync(head => head with { Agreements = [.. head.Agreements, entry] });
        }

        return document;
    }

    private async Task DecideAsync(string agency, int count, int people, bool keep)
    {
        var head = await World.HeadAsync();
        string[] subjects = [.. Enumerable.Range(0, people).Select(_ => Guid.NewGuid().ToString())];
        for (var i = 0; i < count; i++)
        {
            var question = random.Question();
            var decision = await World.Decisions.DecideAsync(head, question, default);
            var subject = subjects[(i * i) % people];
            var act = new AuditAct
            {
                Act = decision.Effect == SharingEffect.Deny ? "disclosure.refused" : "disclosure.made",
                Caller = TestPlatform.Caller(agency),
            };
            await World.Platform.Journal.RecordAsync("s0", act.With(decision, subject), default);
            if (keep)
            {
                made.Add((subject, question));
            }
        }
    }
}
