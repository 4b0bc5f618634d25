using System.Text;
using System.Text.Json.Nodes;
using DataSharing.Agreements;
using Xunit;

namespace DataSharing.Tests.Agreements.Registry;

public sealed class AgreementDraftTests : IAsyncLifetime
{
    private AgreementWorld? world;

    private AgreementWorld World => world ?? throw new InvalidOperationException();

    public async Task InitializeAsync() => world = await AgreementWorld.FoundAsync();

    public async Task DisposeAsync() => await World.DisposeAsync();

    [Fact]
    public async Task Sign_BeforeItIsInReview_IsRefused()
    {
        var draft = await World.DraftedAsync(AgreementWorld.Text());
        Assert.Equal(new AgreementOutcome.Conflict(AgreementConflict.NotInReview), await World.SignAsync("council", draft.Record));
    }

    [Fact]
    public async Task Sign_NamesThePost_InTheRecordAndTheEntry()
    {
        var review = await World.InReviewAsync(AgreementWorld.Text());
        var done = AgreementWorld.Done(
            await World.Signing.SignAsync(
                AgreementWorld.Admin("trust"),
                review.Record.Id,
                1,
                review.Record.ContentHash,
                SignatoryRole.CaldicottGuardian,
                default
            )
        );
        Assert.Equal(SignatoryRole.CaldicottGuardian, Assert.Single(done.Record.Signatures).Signatory);
        var entry = Assert.Single(await World.EntriesAsync(), e => e.Act == "agreement.signed");
        Assert.Equal("caldicott-guardian", entry.Details["signatory"]);
    }

    [Fact]
    public async Task Return_SetsEverySignatureAside_AndItIsADraftAgain()
    {
        var signed = await World.SignedAsync(AgreementWorld.Text());
        Assert.IsType<AgreementOutcome.Forbidden>(
            await World.Drafts.ReturnAsync(
                AgreementWorld.Admin("council") with
                {
                    AgencyRoles = DataSharing.Identity.AgencyRoles.IgOfficer,
                },
                signed.Record.Id,
                1,
                "Why",
                signed.Version,
                default
            )
        );
        var draft = AgreementWorld.Done(
            await World.Drafts.ReturnAsync(AgreementWorld.Admin("trust"), signed.Record.Id, 1, "Seeded-Reason", signed.Version, default)
        );
        Assert.Equal(AgreementStatus.Draft, draft.Record.Status);
        Assert.Empty(draft.Record.Signatures);
        Assert.Null(draft.Record.Submission);
        Conflict(
            AgreementConflict.NotInReview,
            await World.Drafts.ReturnAsync(AgreementWorld.Olwen, draft.Record.Id, 1, "Again", draft.Version, default)
        );

        // The same bytes need every signature again.
        var review = await World.SubmittedAsync(draft);
        Conflict(AgreementConflict.SignatureMissing, await World.ActivateAsync(AgreementWorld.Piers, review));
        Conflict(
            AgreementConflict.NotADraft,
            await World.Drafts.SubmitAsync(AgreementWorld.Olwen, review.Record.Id, 1, review.Version, default)
        );
    }

    [Fact]
    public async Task Amend_ChangedByte_IsAnotherHash_AndItsAuthorDoesNotActivate()
    {
        var draft = await World.DraftedAsync(AgreementWorld.Text());
        var json = AgreementWorld.Text();
        json["title"] = "Exploitation, second thoughts";
        var amended = AgreementWorld.Done(await AmendAsync(AgreementWorld.Piers, draft, json));
        Assert.NotEqual(draft.Record.ContentHash, amended.Record.ContentHash);
        Assert.Equal("Exploitation, second thoughts", amended.Record.Title);
        var document = await World.Registry.FindDocumentAsync(AgreementWorld.Olwen, draft.Record.Id, 1, default);
        Assert.Equal(amended.Record.ContentHash, document?.ContentHash);

        var done = await World.SubmittedAsync(amended);
        Conflict(AgreementConflict.NotADraft, await AmendAsync(AgreementWorld.Piers, done, json));
        Conflict(AgreementConflict.OtherContent, await World.SignAsync("council", done.Record, draft.Record.ContentHash));
        foreach (var party in done.Record.Parties)
        {
            done = AgreementWorld.Done(await World.SignAsync(party.Value, done.Record));
        }

        Conflict(AgreementConflict.SecondPersonNeeded, await World.ActivateAsync(AgreementWorld.Piers, done));
        Conflict(AgreementConflict.SecondPersonNeeded, await World.ActivateAsync(AgreementWorld.Olwen, done));
    }

    [Fact]
    public async Task Amend_Refusals_EachForItsReason()
    {
        var draft = await World.DraftedAsync(AgreementWorld.Text());
        Conflict(AgreementConflict.OtherAgreement, await AmendAsync(AgreementWorld.Olwen, draft, AgreementWorld.Text("other")));
        Conflict(AgreementConflict.OtherAgreement, await AmendAsync(AgreementWorld.Olwen, draft, AgreementWorld.Text(version: 2)));
        var wrong = AgreementWorld.Text();
        wrong["title"] = "";
        Assert.IsType<AgreementOutcome.Rejected>(await AmendAsync(AgreementWorld.Olwen, draft, wrong));
        var unlawful = AgreementWorld.Text();
        unlawful["permissions"]?[0]?["lawfulBasis"]?.AsObject()["article6"] = "6(1)(f)";
        Assert.IsType<AgreementOutcome.Unlawful>(await AmendAsync(AgreementWorld.Olwen, draft, unlawful));
        Assert.IsType<AgreementOutcome.NotFound>(await AmendAsync(AgreementWorld.Admin("housing-trust"), draft, AgreementWorld.Text()));
        var once = AgreementWorld.Done(await AmendAsync(AgreementWorld.Olwen, draft, AgreementWorld.Text()));
        Assert.IsType<AgreementOutcome.PreconditionFailed>(await AmendAsync(AgreementWorld.Olwen, draft, AgreementWorld.Text()));
        Assert.Equal(draft.Record.ContentHash, once.Record.ContentHash);
    }

    private async Task<AgreementOutcome> AmendAsync(DataSharing.Identity.Caller caller, AgreementOutcome.Done at, JsonObject json) =>
        await World.Drafts.AmendAsync(
            caller,
            at.Record.Id,
            at.Record.Version,
            Encoding.UTF8.GetBytes(json.ToJsonString()),
            at.Version,
            default
        );

    private static void Conflict(AgreementConflict reason, AgreementOutcome outcome) =>
        Assert.Equal(new AgreementOutcome.Conflict(reason), outcome);
}
