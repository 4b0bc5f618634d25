using System.Text.Json.Nodes;
using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;
using Xunit;

namespace DataSharing.Tests.Agreements.Registry;

/// <summary>The legal check in an agreement's life: what it refuses is neither kept nor enforced, and what it cannot settle is answered for by name.</summary>
public sealed class LegalReviewTests : IAsyncLifetime
{
    private const string Code = "law-commencement-unknown";
    private const string Duty = "ca2004-s16la";

    private AgreementWorld? world;

    private AgreementWorld World => world ?? throw new InvalidOperationException();

    public async Task InitializeAsync() => world = await AgreementWorld.FoundAsync();

    public async Task DisposeAsync() => await World.DisposeAsync();

    [Fact]
    public async Task Draft_LegalCheckRefuses_IsNotKept()
    {
        var json = AgreementWorld.Text();
        _ = json.Remove("dpia");
        var unlawful = Assert.IsType<AgreementOutcome.Unlawful>(await World.DraftAsync(AgreementWorld.Olwen, json, "same-key-1"));
        Assert.Equal(["dpia-missing /dpia"], unlawful.Findings.Select(f => $"{f.Code} {f.Pointer}"));
        Assert.Null(await World.Registry.FindAsync(AgreementWorld.Olwen, AgreementId.Parse("exploitation"), 1, default));
        Assert.IsType<AgreementOutcome.Done>(await World.DraftAsync(AgreementWorld.Olwen, AgreementWorld.Text(), "same-key-1"));
    }

    [Fact]
    public async Task Activate_OutOfDateSinceItWasDrafted_IsRefused()
    {
        var json = AgreementWorld.Text();
        json["dpia"] = JsonNode.Parse("{\"reference\":\"Here\",\"date\":\"2026-01-01\",\"reviewDate\":\"2026-12-01\"}");
        var signed = await World.SignedAsync(json);
        World.Platform.Clock.Advance(TimeSpan.FromDays(30));
        var unlawful = Assert.IsType<AgreementOutcome.Unlawful>(await World.ActivateAsync(AgreementWorld.Piers, signed));
        Assert.Equal(["dpia-overdue"], unlawful.Findings.Select(f => f.Code));
        Assert.Empty((await World.HeadAsync()).Head.Agreements);
    }

    [Fact]
    public async Task Activate_PartyIsNoPublicAuthorityInTheDirectory_IsRefused()
    {
        var signed = await World.SignedAsync(AgreementWorld.Text());
        await World.ChangeHeadAsync(h =>
            h with
            {
                Agencies = [.. h.Agencies.Select(a => a.Id.Value == "council" ? a with { Kind = "voluntary-sector" } : a)],
            }
        );
        var unlawful = Assert.IsType<AgreementOutcome.Unlawful>(await World.ActivateAsync(AgreementWorld.Piers, signed));
        Assert.Contains("party-authority-contradicted", unlawful.Findings.Select(f => f.Code));
        Assert.Contains("public-task-without-authority", unlawful.Findings.Select(f => f.Code));
    }

    [Fact]
    public async Task Activate_LawWhoseCommencementIsUnknown_WaitsForANamedSignOff()
    {
        var signed = await World.SignedAsync(RestingOnTheDuty());
        var waiting = Assert.IsType<AgreementOutcome.Unlawful>(await World.ActivateAsync(AgreementWorld.Piers, signed));
        Assert.Equal([$"{Code} {Duty}"], waiting.Findings.Select(f => $"{f.Code} {f.Source.Id}"));

        var given = AgreementWorld.Done(await SignOffAsync(AgreementWorld.Admin("council"), signed.Record));
        var signOff = Assert.Single(given.Record.SignOffs);
        Assert.Equal(("council", AgreementWorld.Admin("council").Actor), (signOff.Agency.Value, signOff.Actor));
        Assert.Equal((signed.Record.ContentHash, Law.Packs.Law.Hash), (signOff.ContentHash, signOff.LawPack));
        _ = AgreementWorld.Done(await World.ActivateAsync(AgreementWorld.Piers, given));

        var entry = Assert.Single(await World.EntriesAsync(), e => e.Act == "agreement.signed-off");
        Assert.Equal((Code, Duty), (entry.Details["finding"], entry.Details["law"]));
        foreach (var leaf in await World.Platform.LogAsync())
        {
            Assert.DoesNotContain("Seeded-Reason", System.Text.Encoding.UTF8.GetString(leaf.Span), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task SignOff_Refusals_EachForItsReason()
    {
        var draft = await World.DraftedAsync(RestingOnTheDuty());
        Assert.IsType<AgreementOutcome.Forbidden>(await SignOffAsync(AgreementWorld.Piers, draft.Record));
        Assert.IsType<AgreementOutcome.NotFound>(await SignOffAsync(AgreementWorld.Admin("housing-trust"), draft.Record));
        var admin = AgreementWorld.Admin("council");
        var other = draft.Record with { ContentHash = new string('0', 64) };
        Assert.Equal(new AgreementOutcome.Conflict(AgreementConflict.OtherContent), await SignOffAsync(admin, other));
        Assert.Equal(
            new AgreementOutcome.Conflict(AgreementConflict.NothingToSignOff),
            await SignOffAsync(admin, draft.Record, "law-unverified")
        );
        _ = AgreementWorld.Done(await SignOffAsync(admin, draft.Record));
        Assert.Equal(new AgreementOutcome.Conflict(AgreementConflict.NothingToSignOff), await SignOffAsync(admin, draft.Record));

        var inForce = await World.InForceAsync(AgreementWorld.Text("other"));
        Assert.Equal(new AgreementOutcome.Conflict(AgreementConflict.NotInReview), await SignOffAsync(admin, inForce.Record));
    }

    [Fact]
    public async Task Decide_AgreementInForceFromBeforeTheCheck_StandsAsItWas()
    {
        // Put into force as an earlier release did: no legal facts, no sign-offs in the record.
        var document = AgreementTexts.Read(AgreementTexts.Whole("exploitation", [AgreementTexts.Permission()]));
        var artefact = AgreementCompiler.Compile(document);
        var row = new RowWrite.Insert("agreement-document:exploitation:1", 1, document.Canonical);
        _ = Assert.IsType<CommitOutcome.Committed>(
            await World.Platform.Records.CommitAsync(new RecordCommit(PartnershipHeadRow.PartitionKey, [row]), default)
        );
        var entry = new AgreementInForce("exploitation", 1, document.ContentHash, artefact.ArtefactHash, false);
        await World.ChangeHeadAsync(head => head with { Agreements = [entry] });
        Assert.Equal(SharingEffect.Permit, (await World.AskAsync("risk")).Effect);
    }

    private async Task<AgreementOutcome> SignOffAsync(Caller caller, AgreementRecord record, string code = Code) =>
        await World.SignOffs.GiveAsync(
            caller,
            record.Id,
            record.Version,
            new SignOffAsked(record.ContentHash, code, Duty, "Seeded-Reason"),
            default
        );

    private static JsonObject RestingOnTheDuty()
    {
        var json = AgreementWorld.Text();
        json["permissions"]?[0]?["lawfulBasis"]?["gateways"]?.AsArray().Add(Duty);
        return json;
    }
}
