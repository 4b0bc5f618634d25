using DataSharing.Agreements;
using DataSharing.Identity;
using Xunit;

namespace DataSharing.Tests.Agreements.Registry;

public sealed class AgreementEndingTests : IAsyncLifetime
{
    private AgreementWorld? world;

    private AgreementWorld World => world ?? throw new InvalidOperationException();

    public async Task InitializeAsync() => world = await AgreementWorld.FoundAsync();

    public async Task DisposeAsync() => await World.DisposeAsync();

    [Fact]
    public async Task Terminate_AtOnce_RefusesTheNextDecision()
    {
        var done = await World.InForceAsync(AgreementWorld.Text());
        Assert.Equal(SharingEffect.Permit, (await World.AskAsync("risk")).Effect);
        Assert.IsType<AgreementOutcome.Forbidden>(await TerminateAsync(AgreementWorld.Admin("council"), done, null));
        var over = AgreementWorld.Done(await TerminateAsync(AgreementWorld.Olwen, done, null));
        Assert.Equal(AgreementStatus.Terminated, over.Record.Status);
        Assert.Equal([RefusalReason.NoAgreement], (await World.AskAsync("risk")).Reasons);
        Assert.Empty((await World.HeadAsync()).Head.Agreements);
        Conflict(AgreementConflict.NotInForce, await TerminateAsync(AgreementWorld.Olwen, over, null));
        var entry = Assert.Single(await World.EntriesAsync(), e => e.Act == "agreement.terminated");
        Assert.Contains("effective-at", entry.Details.Keys);
    }

    [Fact]
    public async Task Terminate_AtALaterMoment_IsJudgedByTheClockOfTheRequest()
    {
        var done = await World.InForceAsync(AgreementWorld.Text());
        var at = World.Platform.Clock.GetUtcNow().AddDays(30);
        var set = AgreementWorld.Done(await TerminateAsync(AgreementWorld.Olwen, done, at));
        Assert.Equal(AgreementStatus.InForce, set.Record.Status);
        Assert.Equal(SharingEffect.Permit, (await World.AskAsync("risk")).Effect);
        Conflict(AgreementConflict.EndsSooner, await TerminateAsync(AgreementWorld.Olwen, set, at.AddDays(1)));

        World.Platform.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromTicks(1));
        Assert.Equal(SharingEffect.Permit, (await World.AskAsync("risk")).Effect);
        World.Platform.Clock.Advance(TimeSpan.FromTicks(1));

        // No sweep has run.
        Assert.Equal([RefusalReason.AgreementExpired], (await World.AskAsync("risk")).Reasons);
        var health = await World.Health.ExamineAsync(AgreementWorld.Piers, done.Record.Id, 1, default);
        Assert.Equal(AgreementStanding.Terminated, health?.Standing);
        _ = await World.NewSweep().RunAsync(default);
        var swept = await World.Registry.FindAsync(AgreementWorld.Piers, done.Record.Id, 1, default);
        Assert.Equal(AgreementStatus.Terminated, swept?.Record.Status);
        Assert.Equal([RefusalReason.AgreementExpired], (await World.AskAsync("risk")).Reasons);
    }

    [Fact]
    public async Task Withdraw_PermitsNothingFromOrToTheParty_AndTheOthersGoOn()
    {
        var done = await World.InForceAsync(AgreementWorld.Text());
        var police = AgencyId.Parse("police");
        Assert.IsType<AgreementOutcome.Forbidden>(await WithdrawAsync(AgreementWorld.Admin("trust"), done, police, null));
        Assert.IsType<AgreementOutcome.NotFound>(await WithdrawAsync(AgreementWorld.Admin("housing-trust"), done, police, null));
        Conflict(AgreementConflict.NotAParty, await WithdrawAsync(AgreementWorld.Olwen, done, AgencyId.Parse("housing-trust"), null));
        var left = AgreementWorld.Done(await WithdrawAsync(AgreementWorld.Admin("police"), done, police, null));
        Assert.Equal([RefusalReason.PartyWithdrawn], (await World.AskAsync("risk")).Reasons);
        Conflict(AgreementConflict.NotAParty, await WithdrawAsync(AgreementWorld.Olwen, left, police, null));
        Assert.Equal(police, Assert.Single(left.Record.Withdrawals).Agency);

        // A version that the party signs brings it back.
        _ = await World.InForceAsync(AgreementWorld.Text(version: 2));
        Assert.Equal(SharingEffect.Permit, (await World.AskAsync("risk")).Effect);
    }

    [Fact]
    public async Task Withdraw_AtALaterMoment_IsJudgedByTheClock_AndCanBeBroughtForward()
    {
        var done = await World.InForceAsync(AgreementWorld.Text());
        var (police, now) = (AgencyId.Parse("police"), World.Platform.Clock.GetUtcNow());
        var set = AgreementWorld.Done(await WithdrawAsync(AgreementWorld.Olwen, done, police, now.AddDays(30)));
        Assert.Equal(SharingEffect.Permit, (await World.AskAsync("risk")).Effect);
        Conflict(AgreementConflict.EndsSooner, await WithdrawAsync(AgreementWorld.Olwen, set, police, now.AddDays(40)));
        set = AgreementWorld.Done(await WithdrawAsync(AgreementWorld.Olwen, set, police, now.AddDays(5)));
        World.Platform.Clock.Advance(TimeSpan.FromDays(5));
        Assert.Equal([RefusalReason.PartyWithdrawn], (await World.AskAsync("risk")).Reasons);
    }

    [Fact]
    public async Task Withdraw_WhatItForbids_StaysForbiddenUnderOtherAgreements()
    {
        var forbids = AgreementWorld.Text("forbids");
        var prohibition = AgreementTexts.Prohibition("no-risk");
        prohibition["to"] = AgreementTexts.List("police");
        prohibition["categories"] = AgreementTexts.List("risk");
        forbids["prohibitions"] = new System.Text.Json.Nodes.JsonArray(prohibition);
        var done = await World.InForceAsync(forbids);
        _ = await World.InForceAsync(AgreementWorld.Text("permits"));
        var before = (await World.AskAsync("risk", "identity")).Categories.Select(c => c.Reason).ToArray();
        Assert.Contains(RefusalReason.Prohibited, before);
        _ = AgreementWorld.Done(await WithdrawAsync(AgreementWorld.Admin("police"), done, AgencyId.Parse("police"), null));
        var after = (await World.AskAsync("risk", "identity")).Categories.Select(c => c.Reason);
        Assert.Equal(before, after);
    }

    private async Task<AgreementOutcome> TerminateAsync(Caller caller, AgreementOutcome.Done at, DateTimeOffset? when) =>
        await World.Endings.TerminateAsync(caller, at.Record.Id, at.Record.Version, "Seeded-Reason", when, at.Version, default);

    private async Task<AgreementOutcome> WithdrawAsync(Caller caller, AgreementOutcome.Done at, AgencyId party, DateTimeOffset? when) =>
        await World.Endings.WithdrawAsync(caller, at.Record.Id, at.Record.Version, party, "Seeded-Reason", when, at.Version, default);

    private static void Conflict(AgreementConflict reason, AgreementOutcome outcome) =>
        Assert.Equal(new AgreementOutcome.Conflict(reason), outcome);
}
