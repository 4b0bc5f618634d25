using DataSharing.Agreements;
using DataSharing.Identity;
using Xunit;

namespace DataSharing.Tests.Agreements.Registry;

public sealed class AgreementLifeTests : IAsyncLifetime
{
    private AgreementWorld? world;

    private AgreementWorld World => world ?? throw new InvalidOperationException();

    public async Task InitializeAsync() => world = await AgreementWorld.FoundAsync();

    public async Task DisposeAsync() => await World.DisposeAsync();

    [Fact]
    public async Task Activate_SignedByEveryParty_DecisionsRestOnIt()
    {
        Assert.Equal([RefusalReason.NoAgreement], (await World.AskAsync("risk")).Reasons);
        var signed = await World.SignedAsync(AgreementWorld.Text());
        Assert.Equal([RefusalReason.NoAgreement], (await World.AskAsync("risk")).Reasons);

        var done = AgreementWorld.Done(await World.ActivateAsync(AgreementWorld.Piers, signed));

        var decision = await World.AskAsync("risk");
        Assert.Equal(SharingEffect.Permit, decision.Effect);
        Assert.Equal(done.Record.ContentHash, decision.Agreement?.ContentHash);
        Assert.Equal(done.Record.Activation?.ArtefactHash, decision.Agreement?.ArtefactHash);
        Assert.Equal(AgreementStatus.InForce, done.Record.Status);
        Assert.Equal(4, done.Record.Signatures.Count);
        Assert.All(done.Record.Signatures, s => Assert.Equal(("agency.admin", done.Record.ContentHash), (s.Role, s.ContentHash)));
    }

    [Fact]
    public async Task EveryStep_WritesItsEntry_WithoutTheSuspensionsReason()
    {
        var done = await World.InForceAsync(AgreementWorld.Text());
        var suspended = AgreementWorld.Done(
            await World.Suspensions.SuspendAsync(AgreementWorld.Olwen, done.Record.Id, 1, "Seeded-Reason", done.Version, default)
        );
        _ = AgreementWorld.Done(await World.Suspensions.ResumeAsync(AgreementWorld.Olwen, done.Record.Id, 1, suspended.Version, default));
        var entries = await World.EntriesAsync();
        Assert.Equal(
            [
                "agreement.activated",
                "agreement.drafted",
                "agreement.resumed",
                .. Enumerable.Repeat("agreement.signed", 4),
                "agreement.submitted",
                "agreement.suspended",
            ],
            entries.Select(e => e.Act).Order(StringComparer.Ordinal)
        );
        Assert.All(entries, e => Assert.Equal(["agreement:exploitation:1"], e.Records));
        foreach (var leaf in await World.Platform.LogAsync())
        {
            Assert.DoesNotContain("Seeded-Reason", System.Text.Encoding.UTF8.GetString(leaf.Span), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Draft_NotAnAgreement_TellsEveryFinding()
    {
        var json = AgreementWorld.Text();
        json["title"] = "";
        json["surprise"] = 1;
        var rejected = Assert.IsType<AgreementOutcome.Rejected>(await World.DraftAsync(AgreementWorld.Olwen, json));
        Assert.Equal(["empty-text", "unknown-member"], rejected.Findings.Select(f => f.Code));
    }

    [Fact]
    public async Task Draft_ByWhomever_OnlyAdministratorsOfAPartyOrThePartnership()
    {
        Assert.IsType<AgreementOutcome.Forbidden>(await World.DraftAsync(AgreementWorld.Admin("housing-trust"), AgreementWorld.Text()));
        var practitioner = AgreementWorld.Admin("council") with { AgencyRoles = AgencyRoles.Practitioner };
        Assert.IsType<AgreementOutcome.Forbidden>(await World.DraftAsync(practitioner, AgreementWorld.Text()));
        Assert.IsType<AgreementOutcome.Done>(await World.DraftAsync(AgreementWorld.Admin("council"), AgreementWorld.Text()));
    }

    [Fact]
    public async Task Draft_SentAgain_FindsTheFirst_AndOtherBytesAreRefused()
    {
        var first = AgreementWorld.Done(await World.DraftAsync(AgreementWorld.Olwen, AgreementWorld.Text(), "retry-key-1"));
        var again = AgreementWorld.Done(await World.DraftAsync(AgreementWorld.Olwen, AgreementWorld.Text(), "retry-key-1"));
        Assert.Equal(first.Version, again.Version);
        Assert.IsType<AgreementOutcome.KeyReused>(
            await World.DraftAsync(AgreementWorld.Olwen, AgreementWorld.Text(version: 2), "retry-key-1")
        );
        Conflict(AgreementConflict.VersionExists, await World.DraftAsync(AgreementWorld.Olwen, AgreementWorld.Text(), "retry-key-2"));
    }

    [Fact]
    public async Task Draft_OfANameThatBelongsToOthers_IsRefusedWhateverItsVersion()
    {
        await World.InForceAsync(AgreementWorld.Text());
        var stranger = AgreementWorld.Admin("housing-trust");
        Conflict(AgreementConflict.VersionExists, await World.DraftAsync(stranger, WithHousing(1)));
        Conflict(AgreementConflict.VersionExists, await World.DraftAsync(stranger, WithHousing(2)));
        Assert.IsType<AgreementOutcome.Done>(await World.DraftAsync(stranger, WithHousing(2, "another-name")));
        // Whoever may see a version goes on with it.
        Assert.IsType<AgreementOutcome.Done>(await World.DraftAsync(AgreementWorld.Admin("council"), WithHousing(2)));
    }

    [Fact]
    public async Task Activate_WithoutAFormerParty_NamesItInTheEntry()
    {
        await World.InForceAsync(AgreementWorld.Text());
        await World.InForceAsync(WithHousing(2));
        await World.Platform.RelayAsync();
        var entries = (await World.Platform.LogAsync()).Select(leaf => DataSharing.Audit.AuditEntry.Parse(leaf.Span));
        // Both were activated at one moment of the test's clock, so the log may have them in either order.
        var parties = entries
            .Where(entry => entry.Act == "agreement.activated")
            .Select(entry => entry.Counterparts.Select(party => party.Value));
        Assert.Contains("trust", Assert.Single(parties, named => named.Contains("housing-trust")));
    }

    /// <summary>The same with the housing trust in the trust's place.</summary>
    private static System.Text.Json.Nodes.JsonObject WithHousing(int version, string? name = null)
    {
        var text = AgreementWorld.Text(version: version).ToJsonString().Replace("\"trust\"", "\"housing-trust\"", StringComparison.Ordinal);
        var json = System.Text.Json.Nodes.JsonNode.Parse(text)?.AsObject() ?? [];
        json["id"] = name ?? (string?)json["id"];
        return json;
    }

    [Fact]
    public async Task Draft_ManyAtOnce_OneWins()
    {
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => World.DraftAsync(AgreementWorld.Olwen, AgreementWorld.Text(), $"racing-{i:D4}"))
        );
        Assert.Single(outcomes.OfType<AgreementOutcome.Done>());
        Assert.Equal(7, outcomes.OfType<AgreementOutcome.Conflict>().Count());
    }

    [Fact]
    public async Task Read_NeitherPartyNorAdministrator_SeesNothing()
    {
        var id = (await World.DraftedAsync(AgreementWorld.Text())).Record.Id;
        var stranger = AgreementWorld.Admin("housing-trust");
        Assert.Null(await World.Registry.FindAsync(stranger, id, 1, default));
        Assert.Null(await World.Registry.FindDocumentAsync(stranger, id, 1, default));
        Assert.Empty(await World.Registry.ListAsync(stranger, default));
        Assert.IsType<AgreementOutcome.NotFound>(await World.Signing.SignAsync(stranger, id, 1, "x", SignatoryRole.Director, default));
        Assert.IsType<AgreementOutcome.NotFound>(await World.Signing.SignAsync(stranger, id, 9, "x", SignatoryRole.Director, default));

        var party = AgreementWorld.Admin("trust");
        var document = await World.Registry.FindDocumentAsync(party, id, 1, default) ?? throw new InvalidOperationException();
        Assert.Equal(document.ContentHash, CanonicalJson.Hash(document.Canonical.Span));
        Assert.Single(await World.Registry.ListAsync(party, default));
        Assert.Single(await World.Registry.ListAsync(AgreementWorld.Piers, default));
    }

    [Fact]
    public async Task Sign_Refusals_EachForItsReason()
    {
        var draft = await World.InReviewAsync(AgreementWorld.Text());
        var practitioner = AgreementWorld.Admin("council") with { AgencyRoles = AgencyRoles.IgOfficer };
        Assert.IsType<AgreementOutcome.Forbidden>(
            await World.Signing.SignAsync(practitioner, draft.Record.Id, 1, draft.Record.ContentHash, SignatoryRole.Director, default)
        );
        Assert.IsType<AgreementOutcome.Forbidden>(
            await World.Signing.SignAsync(
                AgreementWorld.Piers,
                draft.Record.Id,
                1,
                draft.Record.ContentHash,
                SignatoryRole.Director,
                default
            )
        );
        Conflict(AgreementConflict.OtherContent, await World.SignAsync("council", draft.Record, new string('0', 64)));
        _ = AgreementWorld.Done(await World.SignAsync("council", draft.Record));
        Conflict(AgreementConflict.AlreadySigned, await World.SignAsync("council", draft.Record));
        var inForce = await World.InForceAsync(AgreementWorld.Text("other"));
        Conflict(AgreementConflict.NotInReview, await World.SignAsync("council", inForce.Record));
    }

    [Fact]
    public async Task Sign_EveryPartyAtOnce_AllSignaturesAreKept()
    {
        var draft = await World.InReviewAsync(AgreementWorld.Text());
        await Task.WhenAll(AgreementTexts.Agencies.Select(agency => World.SignAsync(agency, draft.Record)));
        var found = await World.Registry.FindAsync(AgreementWorld.Piers, draft.Record.Id, 1, default);
        Assert.Equal(AgreementTexts.Agencies.Order(), found?.Record.Signatures.Select(s => s.Agency.Value).Order());
    }

    [Fact]
    public async Task Activate_Refusals_EachForItsReason()
    {
        var draft = await World.DraftedAsync(AgreementWorld.Text());
        Conflict(AgreementConflict.NotInReview, await World.ActivateAsync(AgreementWorld.Piers, draft));
        draft = await World.SubmittedAsync(draft);
        Conflict(AgreementConflict.SignatureMissing, await World.ActivateAsync(AgreementWorld.Piers, draft));
        var signed = await World.SignedAsync(AgreementWorld.Text("other"));
        Conflict(AgreementConflict.SecondPersonNeeded, await World.ActivateAsync(AgreementWorld.Olwen, signed));
        Assert.IsType<AgreementOutcome.Forbidden>(await World.ActivateAsync(AgreementWorld.Admin("council"), signed));
        Assert.IsType<AgreementOutcome.PreconditionFailed>(
            await World.ActivateAsync(AgreementWorld.Piers, signed with { Version = draft.Version })
        );

        await World.ChangeHeadAsync(h => h with { Agencies = [.. h.Agencies.Select(a => a with { Suspended = a.Id.Value == "trust" })] });
        Conflict(AgreementConflict.PartyNotActive, await World.ActivateAsync(AgreementWorld.Piers, signed));
        await World.ChangeHeadAsync(h => h with { Agencies = [.. h.Agencies.Select(a => a with { Suspended = false })] });

        World.Platform.Clock.Advance(TimeSpan.FromDays(400));
        Conflict(AgreementConflict.Ended, await World.ActivateAsync(AgreementWorld.Piers, signed));
    }

    [Fact]
    public async Task Activate_LaterVersion_SupersedesTheFormer_AndKeepsASuspension()
    {
        var first = await World.InForceAsync(AgreementWorld.Text());
        _ = AgreementWorld.Done(
            await World.Suspensions.SuspendAsync(AgreementWorld.Olwen, first.Record.Id, 1, "Breach", first.Version, default)
        );
        var third = await World.InForceAsync(AgreementWorld.Text(version: 3));

        Assert.NotNull(third.Record.SuspendedAt);
        Assert.Equal([RefusalReason.AgreementSuspended], (await World.AskAsync("risk")).Reasons);
        _ = AgreementWorld.Done(await World.Suspensions.ResumeAsync(AgreementWorld.Olwen, first.Record.Id, 3, third.Version, default));
        Assert.Equal(3, (await World.AskAsync("risk")).Agreement?.Version);
        var former = await World.Registry.FindAsync(AgreementWorld.Piers, first.Record.Id, 1, default);
        Assert.Equal(AgreementStatus.Superseded, former?.Record.Status);
        Assert.Single((await World.HeadAsync()).Head.Agreements);

        var second = await World.SignedAsync(AgreementWorld.Text(version: 2));
        Conflict(AgreementConflict.LaterVersionInForce, await World.ActivateAsync(AgreementWorld.Piers, second));
    }

    [Fact]
    public async Task Activate_ManyAgreementsAtOnce_HeadNamesEachOnce()
    {
        var signed = new List<AgreementOutcome.Done>();
        for (var i = 0; i < 5; i++)
        {
            signed.Add(await World.SignedAsync(AgreementWorld.Text($"agreement-{i}")));
        }

        var outcomes = await Task.WhenAll(signed.Select(s => World.ActivateAsync(AgreementWorld.Piers, s)));
        Assert.All(outcomes, o => Assert.IsType<AgreementOutcome.Done>(o));
        Assert.Equal(5, (await World.HeadAsync()).Head.Agreements.Select(a => a.AgreementId).Distinct().Count());
    }

    [Fact]
    public async Task Suspend_ThenResume_ChangesTheNextDecision()
    {
        var done = await World.InForceAsync(AgreementWorld.Text());
        Assert.IsType<AgreementOutcome.Forbidden>(
            await World.Suspensions.SuspendAsync(AgreementWorld.Admin("council"), done.Record.Id, 1, "Breach", done.Version, default)
        );
        Conflict(
            AgreementConflict.NotSuspended,
            await World.Suspensions.ResumeAsync(AgreementWorld.Olwen, done.Record.Id, 1, done.Version, default)
        );
        var suspended = AgreementWorld.Done(
            await World.Suspensions.SuspendAsync(AgreementWorld.Olwen, done.Record.Id, 1, "Breach", done.Version, default)
        );
        Assert.Equal([RefusalReason.AgreementSuspended], (await World.AskAsync("risk")).Reasons);
        Assert.IsType<AgreementOutcome.PreconditionFailed>(
            await World.Suspensions.ResumeAsync(AgreementWorld.Olwen, done.Record.Id, 1, done.Version, default)
        );
        Conflict(
            AgreementConflict.AlreadySuspended,
            await World.Suspensions.SuspendAsync(AgreementWorld.Olwen, done.Record.Id, 1, "Again", suspended.Version, default)
        );
        _ = AgreementWorld.Done(await World.Suspensions.ResumeAsync(AgreementWorld.Olwen, done.Record.Id, 1, suspended.Version, default));
        Assert.Equal(SharingEffect.Permit, (await World.AskAsync("risk")).Effect);

        var draft = await World.DraftedAsync(AgreementWorld.Text("other"));
        Conflict(
            AgreementConflict.NotInForce,
            await World.Suspensions.SuspendAsync(AgreementWorld.Olwen, draft.Record.Id, 1, "Breach", draft.Version, default)
        );
    }

    private static void Conflict(AgreementConflict reason, AgreementOutcome outcome) =>
        Assert.Equal(new AgreementOutcome.Conflict(reason), outcome);
}
