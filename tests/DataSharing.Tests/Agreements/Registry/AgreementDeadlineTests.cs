using DataSharing.Agreements;
using DataSharing.Messaging;
using Xunit;

namespace DataSharing.Tests.Agreements.Registry;

/// <summary>Reviews and ends: told of ahead, each once, and refused after, sweep or no sweep.</summary>
public sealed class AgreementDeadlineTests : IAsyncLifetime
{
    private AgreementWorld? world;

    private AgreementWorld World => world ?? throw new InvalidOperationException();

    public async Task InitializeAsync() => world = await AgreementWorld.FoundAsync();

    public async Task DisposeAsync() => await World.DisposeAsync();

    [Fact]
    public async Task Review_PassedWithoutALaterVersion_IsRefused_AndNoSweepIsNeeded()
    {
        var done = await World.InForceAsync(Reviewed(daysAhead: 100));
        World.Platform.Clock.Advance(TimeSpan.FromDays(100));
        Assert.Equal(SharingEffect.Permit, (await World.AskAsync("risk")).Effect);
        World.Platform.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal([RefusalReason.AgreementReviewOverdue], (await World.AskAsync("risk")).Reasons);
        var health = await HealthAsync(done);
        Assert.Equal(AgreementStanding.ReviewOverdue, health.Standing);
        Assert.Equal("review-overdue", health.Warnings[0].Code);
    }

    [Fact]
    public async Task Sweep_BeforeAReview_TellsEachThresholdOnce()
    {
        var done = await World.InForceAsync(Reviewed(daysAhead: 100));
        for (var day = 0; day < 105; day++)
        {
            // Two instances at once; one of them finds it done.
            await Task.WhenAll(World.NewSweep().RunAsync(default).AsTask(), World.NewSweep().RunAsync(default).AsTask());
            World.Platform.Clock.Advance(TimeSpan.FromDays(1));
        }

        var told = new Told();
        await World.Platform.RelayAsync(told);
        var entries = (await World.EntriesAsync()).Where(e => e.Act.StartsWith("agreement.review-", StringComparison.Ordinal)).ToArray();
        Assert.Equal(
            ["agreement.review-due 90", "agreement.review-due 30", "agreement.review-due 7", "agreement.review-overdue 0"],
            entries.OrderBy(e => e.Time).Select(e => $"{e.Act} {e.Details["days"]}")
        );
        Assert.All(entries, e => Assert.Equal("platform", e.Actor));
        Assert.Equal(4, told.Ids.Count(id => id.StartsWith("agreement.review-", StringComparison.Ordinal)));
        Assert.Equal(AgreementStatus.InForce, (await FindAsync(done)).Status);
    }

    [Fact]
    public async Task Sweep_BroughtIntoForceLate_TellsTheNearestThresholdOnly()
    {
        _ = await World.InForceAsync(Reviewed(daysAhead: 20));
        Assert.Equal(1, await World.NewSweep().RunAsync(default));
        Assert.Equal(0, await World.NewSweep().RunAsync(default));
        var entry = Assert.Single(await World.EntriesAsync(), e => e.Act == "agreement.review-due");
        Assert.Equal("30", entry.Details["days"]);
    }

    [Fact]
    public async Task Sweep_AfterItsEnd_MarksItExpired_AndLaterForgetsIt()
    {
        var json = Reviewed(daysAhead: 400);
        json["effective"]?.AsObject()["to"] = World.Platform.Clock.GetUtcNow().AddDays(10).ToString("yyyy-MM-ddTHH:mm:ssZ");
        var done = await World.InForceAsync(json);
        World.Platform.Clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal([RefusalReason.AgreementExpired], (await World.AskAsync("risk")).Reasons);
        Assert.Equal(AgreementStanding.Expired, (await HealthAsync(done)).Standing);
        Assert.Equal(1, await World.NewSweep().RunAsync(default));
        Assert.Equal(AgreementStatus.Expired, (await FindAsync(done)).Status);
        Assert.Equal([RefusalReason.AgreementExpired], (await World.AskAsync("risk")).Reasons);
        Assert.Equal(0, await World.NewSweep().RunAsync(default));
        World.Platform.Clock.Advance(AgreementSweep.Named);
        Assert.Equal(1, await World.NewSweep().RunAsync(default));
        Assert.Equal([RefusalReason.NoAgreement], (await World.AskAsync("risk")).Reasons);
    }

    [Fact]
    public async Task Due_ListsWhatStopsWithin90Days_FirstDueFirst_ForThoseWhoMaySee()
    {
        _ = await World.InForceAsync(Reviewed(daysAhead: 100, "far"));
        _ = await World.InForceAsync(Reviewed(daysAhead: 60, "near"));
        _ = await World.InForceAsync(Reviewed(daysAhead: 10, "nearest"));
        var due = await World.Health.DueAsync(AgreementWorld.Admin("council"), default);
        Assert.Equal(["nearest 11", "near 61"], due.Select(d => $"{d.Record.Id} {d.DaysLeft}"));
        Assert.Empty(await World.Health.DueAsync(AgreementWorld.Admin("housing-trust"), default));
        World.Platform.Clock.Advance(TimeSpan.FromDays(12));
        Assert.Equal(-1, (await World.Health.DueAsync(AgreementWorld.Olwen, default))[0].DaysLeft);
    }

    [Fact]
    public async Task Health_BeforeForce_SaysWhoHasNotSigned()
    {
        var review = await World.InReviewAsync(AgreementWorld.Text());
        var signed = AgreementWorld.Done(await World.SignAsync("council", review.Record));
        var health = await HealthAsync(signed);
        Assert.Equal(AgreementStanding.InReview, health.Standing);
        Assert.DoesNotContain(DataSharing.Identity.AgencyId.Parse("council"), health.Unsigned);
        Assert.Equal(3, health.Unsigned.Count);
        Assert.Empty(health.Deadlines);
        Assert.Null(await World.Health.ExamineAsync(AgreementWorld.Admin("housing-trust"), review.Record.Id, 1, default));

        await World.ChangeHeadAsync(h => h with { Agencies = [.. h.Agencies.Select(a => a with { Suspended = a.Id.Value == "trust" })] });
        Assert.Contains("party-not-active", (await HealthAsync(signed)).Warnings.Select(w => w.Code));
    }

    private sealed class Told : IEventConsumer
    {
        public HashSet<string> Ids { get; } = new(StringComparer.Ordinal);

        public ValueTask HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
        {
            _ = Ids.Add(envelope.Id);
            return ValueTask.CompletedTask;
        }
    }

    private System.Text.Json.Nodes.JsonObject Reviewed(int daysAhead, string id = "exploitation")
    {
        var json = AgreementWorld.Text(id);
        json["effective"]?.AsObject().Remove("to");
        json["reviewDate"] = World.Platform.Clock.GetUtcNow().AddDays(daysAhead).ToString("yyyy-MM-dd");
        return json;
    }

    private async Task<AgreementHealth> HealthAsync(AgreementOutcome.Done at) =>
        await World.Health.ExamineAsync(AgreementWorld.Piers, at.Record.Id, at.Record.Version, default)
        ?? throw new InvalidOperationException();

    private async Task<AgreementRecord> FindAsync(AgreementOutcome.Done at) =>
        (await World.Registry.FindAsync(AgreementWorld.Piers, at.Record.Id, at.Record.Version, default))?.Record
        ?? throw new InvalidOperationException();
}
