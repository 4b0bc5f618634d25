using System.Text.Json.Nodes;
using DataSharing.Agreements;
using DataSharing.Tests.Agreements.Law;
using Xunit;

namespace DataSharing.Tests.Agreements.Registry;

/// <summary>A list of agreements with their health: the check behind it is made once for all that it depends on, and never told beyond that.</summary>
public sealed class AgreementListTests : IAsyncLifetime
{
    private readonly ReviewedTexts texts = new();
    private AgreementWorld? world;

    private AgreementWorld World => world ?? throw new InvalidOperationException();

    public async Task InitializeAsync() => world = await AgreementWorld.FoundAsync();

    public async Task DisposeAsync() => await World.DisposeAsync();

    [Fact]
    public async Task List_DayGoesBy_SaysWhatTheCheckOfThatDaySays()
    {
        var json = AgreementWorld.Text();
        json["dpia"] = JsonNode.Parse("{\"reference\":\"Here\",\"date\":\"2026-01-01\",\"reviewDate\":\"2026-12-01\"}");
        _ = await World.InForceAsync(json);
        var list = Check(Packs.Law);
        Assert.DoesNotContain("dpia-overdue", await CodesAsync(list));
        Assert.Equal(AgreementStanding.InForce, await StandingAsync(list));

        World.Platform.Clock.Advance(new DateTimeOffset(2026, 12, 1, 23, 59, 0, TimeSpan.Zero) - World.Platform.Clock.GetUtcNow());
        Assert.DoesNotContain("dpia-overdue", await CodesAsync(list));
        World.Platform.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Contains("dpia-overdue", await CodesAsync(list));

        // The standing goes by the moment, not by the day of the check.
        World.Platform.Clock.Advance(new DateTimeOffset(2027, 5, 1, 23, 59, 59, TimeSpan.Zero) - World.Platform.Clock.GetUtcNow());
        Assert.Equal(AgreementStanding.InForce, await StandingAsync(list));
        World.Platform.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(AgreementStanding.ReviewOverdue, await StandingAsync(list));
    }

    [Fact]
    public async Task List_AnotherLawPack_SaysWhatThatPackSays()
    {
        _ = await World.InForceAsync(AgreementWorld.Text());
        Assert.DoesNotContain("law-ended", await CodesAsync(Check(Packs.Law)));
        var repealed = Packs.LawWith(pack => Packs.Entry(pack, "ca2004-s11").AsObject()["inForceTo"] = "2026-11-02");
        Assert.Contains("law-ended", await CodesAsync(Check(repealed)));
        Assert.DoesNotContain("law-ended", await CodesAsync(Check(Packs.Law)));
    }

    [Fact]
    public async Task List_PartySuspendedInTheDirectory_SaysSo()
    {
        _ = await World.InForceAsync(AgreementWorld.Text());
        var list = Check(Packs.Law);
        Assert.DoesNotContain("party-not-active", await CodesAsync(list));
        await World.ChangeHeadAsync(head =>
            head with
            {
                Agencies = [.. head.Agencies.Select(a => a with { Suspended = a.Id.Value == "trust" })],
            }
        );
        Assert.Contains("party-not-active", await CodesAsync(list));
    }

    [Fact]
    public async Task List_IsWhatEachVersionSaysByItself_AndMadeOnce()
    {
        _ = await World.InForceAsync(AgreementWorld.Text());
        _ = await World.InForceAsync(AgreementWorld.Text(version: 2));
        _ = await World.DraftedAsync(AgreementWorld.Text("another"));
        var list = Check(Packs.Law);
        for (var look = 0; look < 2; look++)
        {
            var (standing, over) = await list.ListAsync(AgreementWorld.Olwen, default);
            Assert.Equal(["another:1", "exploitation:2"], standing.Select(s => $"{s.Record.Id}:{s.Record.Version}"));
            Assert.Equal([1], over.Select(record => record.Version));
            foreach (var fares in standing)
            {
                var alone = await list.ExamineAsync(AgreementWorld.Olwen, fares.Record.Id, fares.Record.Version, default);
                Assert.Equal(Text(alone), Text(fares));
            }
        }

        var before = texts.Weight;
        Assert.InRange(before, 2, int.MaxValue);
        _ = await list.ListAsync(AgreementWorld.Olwen, default);
        Assert.Equal(before, texts.Weight);
        Assert.Empty((await list.ListAsync(TestCaller(), default)).Standing);
    }

    [Fact]
    public async Task Keep_MoreThanItHolds_ForgetsAndIsRightAllTheSame()
    {
        _ = await World.DraftedAsync(AgreementWorld.Text());
        _ = await World.DraftedAsync(AgreementWorld.Text("another"));
        var small = new ReviewedTexts(capacity: 3);
        var list = Check(Packs.Law, small);
        for (var look = 0; look < 3; look++)
        {
            var (standing, _) = await list.ListAsync(AgreementWorld.Olwen, default);
            Assert.Equal(2, standing.Count);
            Assert.InRange(small.Weight, 0, 3);
        }
    }

    private static DataSharing.Identity.Caller TestCaller() => AgreementWorld.Admin("housing-trust");

    private AgreementHealthCheck Check(LawPack law, ReviewedTexts? kept = null) =>
        new(
            World.Registry,
            new LegalReview(World.Platform.Records, law, kept ?? texts, World.Platform.Clock),
            World.NewCache(),
            World.Heads,
            World.Platform.Clock
        );

    private static async Task<IReadOnlyList<string>> CodesAsync(AgreementHealthCheck list) =>
        [.. (await OnlyAsync(list)).Reviewed.Findings.Select(finding => finding.Code)];

    private static async Task<AgreementStanding> StandingAsync(AgreementHealthCheck list) => (await OnlyAsync(list)).Standing;

    private static async Task<AgreementHealth> OnlyAsync(AgreementHealthCheck list) =>
        Assert.Single((await list.ListAsync(AgreementWorld.Olwen, default)).Standing);

    private static string Text(AgreementHealth? fares) =>
        fares is null
            ? "none"
            : string.Join(
                '\n',
                fares
                    .Reviewed.Findings.Select(finding => $"{finding.Code} {finding.Pointer} {finding.Source.Id}")
                    .Concat(fares.Warnings.Select(warning => warning.Code))
                    .Concat(fares.Deadlines.Select(deadline => $"{deadline.Code} {deadline.At:O}"))
                    .Append($"{fares.Standing} {fares.EffectiveFrom:O} {fares.LawChanged} {fares.Unanswered.Count} {fares.Unsigned.Count}")
            );
}
