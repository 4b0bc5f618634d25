using DataSharing.Agreements;
using DataSharing.Exchange;
using DataSharing.Identity;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>The decision shown before anything is sent.</summary>
public static class PreviewEndpoints
{
    public static IEndpointRouteBuilder MapPreview(this IEndpointRouteBuilder api)
    {
        api.MapPost("/decisions/preview", PreviewAsync)
            .WithTags("Disclosures")
            .WithName("previewDecision")
            .WithSummary("The decision that a disclosure would rest on now. Nothing is sent, and the recipient does not learn of it.")
            .RequireAgencyRole(AgencyRoles.System | AgencyRoles.Practitioner)
            .WithProblems(ProblemTypes.NotFound)
            .WithMaximumBody(16 * 1024)
            .WithAuditReceipt();
        return api;
    }

    private static async Task<Results<Ok<PreviewResponse>, ProblemHttpResult>> PreviewAsync(
        JsonBody<PreviewBody> body,
        DisclosurePreview previews,
        HttpContext context
    )
    {
        var sent = body.Value;
        if (!PlainText.IsText(sent.Reason, AccessReason.MaximumLength))
        {
            return Problems.InvalidField("/reason", "1 to 500 characters, no control characters.");
        }

        if (sent.Categories.Count is 0 or > ContentInput.MaximumCategories)
        {
            return Problems.InvalidField("/categories", $"1 to {ContentInput.MaximumCategories} categories.");
        }

        AgreementId? agreement = null;
        if (sent.Agreement is not null && !AgreementId.TryParse(sent.Agreement, out agreement))
        {
            return Problems.InvalidField("/agreement", "The id of an agreement.");
        }

        var draft = new PreviewDraft(sent.To, sent.SubjectId.ToString("D"), sent.Purpose, sent.Reason, sent.Categories, agreement)
        {
            Emergency = sent.Emergency,
        };
        switch (await previews.PreviewAsync(context.GetCaller(), context.GetPartnershipHead(), draft, context.RequestAborted))
        {
            case PreviewOutcome.Decided decided:
                context.Response.SetAuditReceipt(decided.Receipt);
                var decision = DecisionResponse.From(RecordedDecision.Of(decided.Decision));
                return TypedResults.Ok(new PreviewResponse(decision, decided.NeedsAPerson));
            case PreviewOutcome.SubjectNotFound missing:
                context.Response.SetAuditReceipt(missing.Receipt);
                return Problems.NotFound();
            case PreviewOutcome.NotARecipient:
                return Problems.InvalidField("/to", "Another agency of the partnership.");
            default:
                throw new InvalidOperationException("An outcome that this endpoint does not know.");
        }
    }
}

/// <param name="To">The agency it would go to.</param>
/// <param name="SubjectId">Whom it would be about.</param>
/// <param name="Purpose">A purpose code.</param>
/// <param name="Reason">Why it is thought of; 1 to 500 characters.</param>
/// <param name="Categories">1 to 64; no content.</param>
/// <param name="Agreement">To be decided under this one; left out, the platform chooses.</param>
/// <param name="Emergency">true: as an emergency would be decided.</param>
public sealed record PreviewBody(
    AgencyId To,
    Guid SubjectId,
    PurposeCode Purpose,
    string Reason,
    IReadOnlyList<DataCategory> Categories,
    string? Agreement = null,
    bool Emergency = false
)
{
    public override string ToString() => "PreviewBody(redacted)";
}

/// <param name="Decision">What a disclosure would rest on now; it is decided again when it is sent.</param>
/// <param name="NeedsAPerson">A person would have to send it, and the caller is a system.</param>
public sealed record PreviewResponse(DecisionResponse Decision, bool NeedsAPerson);
