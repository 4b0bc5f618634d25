using DataSharing.Audit;
using DataSharing.Consent;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>What people said when they were asked whether information about them may be shared.</summary>
public static class ConsentEndpoints
{
    public static IEndpointRouteBuilder MapConsents(this IEndpointRouteBuilder api)
    {
        var consents = api.MapGroup("/subjects/{id:guid}/consents").WithTags("Consent");
        consents
            .MapPost("", RecordAsync)
            .WithName("recordConsent")
            .WithSummary(
                "Record what was said, or that nobody was asked and why. Nothing is ever changed: what is said later is another record."
            )
            .RequireAgencyRole(SubjectEndpoints.Writers)
            .WithProblems(ProblemTypes.NotFound)
            .WithMaximumBody(32 * 1024)
            .WithAuditReceipt();
        consents
            .MapGet("", ListAsync)
            .WithName("listConsents")
            .WithSummary("The agency's own records of consent, and what others permit it to see, newest first.")
            .RequireAgencyRole(SubjectEndpoints.Readers)
            .WithProblems(ProblemTypes.NotFound)
            .WithAuditReceipt();
        return api;
    }

    private static async Task<Results<Created<ConsentResponse>, ProblemHttpResult>> RecordAsync(
        Guid id,
        JsonBody<ConsentBody> body,
        IdempotencyKey key,
        AccessPurpose purpose,
        AccessReason reason,
        SubjectConsents consents,
        HttpContext context
    )
    {
        var sent = body.Value;
        var (caller, head) = (context.GetCaller(), context.GetPartnershipHead());
        if (sent.Fault(head.Head) is { } refused)
        {
            return refused;
        }

        var draft = new ConsentDraft(
            sent.Answer,
            sent.Speaker,
            [.. (sent.Purposes ?? []).Distinct()],
            [.. (sent.Recipients ?? []).Distinct()],
            sent.Words?.Trim(),
            sent.ExplainedHow?.Trim()
        );
        var access = new StatedAccess(purpose.Code, reason.Text);
        var outcome = await consents.RecordAsync(
            caller,
            head,
            id.ToString("D"),
            draft,
            access,
            body.RetryUnder(key),
            context.RequestAborted
        );
        switch (outcome)
        {
            case SubjectConsentOutcome.Recorded made:
                context.Response.SetAuditReceipt(made.Receipt);
                return TypedResults.Created($"/api/subjects/{id:D}/consents", ConsentResponse.From(made.Entry));
            case SubjectConsentOutcome.NotFound missing:
                context.Response.SetAuditReceipt(missing.Receipt);
                return Problems.NotFound();
            case SubjectConsentOutcome.NotAPerson:
                return Problems.InvalidField("", "Only a person consents.");
            case SubjectConsentOutcome.KeyReused:
                return Problems.IdempotencyKeyReused();
            default:
                throw new InvalidOperationException("An outcome that this endpoint does not know.");
        }
    }

    private static async Task<Results<Ok<ListResponse<ConsentResponse>>, ProblemHttpResult>> ListAsync(
        Guid id,
        AccessPurpose purpose,
        AccessReason reason,
        SubjectConsents consents,
        HttpContext context
    )
    {
        var (caller, head) = (context.GetCaller(), context.GetPartnershipHead());
        var access = new StatedAccess(purpose.Code, reason.Text);
        switch (await consents.ListAsync(caller, head, id.ToString("D"), access, context.RequestAborted))
        {
            case SubjectConsentOutcome.Listed listed:
                context.Response.SetAuditReceipt(listed.Receipt);
                return TypedResults.Ok(new ListResponse<ConsentResponse>([.. listed.Entries.Select(ConsentResponse.From)], null));
            case SubjectConsentOutcome.NotFound missing:
                context.Response.SetAuditReceipt(missing.Receipt);
                return Problems.NotFound();
            default:
                throw new InvalidOperationException("An outcome that this endpoint does not know.");
        }
    }
}

/// <param name="Answer"><c>given</c>, <c>refused</c>, <c>withdrawn</c> or <c>not-sought</c>.</param>
/// <param name="Speaker">Who said it; left out where nobody was asked.</param>
/// <param name="Purposes">Consent given names its purposes; a refusal or withdrawal that names none speaks of all.</param>
/// <param name="Recipients">Likewise.</param>
/// <param name="Words">What was said; required where it was not sought: why. At most 2,000 characters.</param>
/// <param name="ExplainedHow">Required with consent given: how it was explained. At most 500 characters.</param>
public sealed record ConsentBody(
    ConsentAnswer Answer,
    ConsentSpeaker? Speaker = null,
    IReadOnlyList<PurposeCode>? Purposes = null,
    IReadOnlyList<AgencyId>? Recipients = null,
    string? Words = null,
    string? ExplainedHow = null
)
{
    internal ProblemHttpResult? Fault(Partnership.PartnershipHead head)
    {
        var sought = Answer != ConsentAnswer.NotSought;
        return sought != Speaker is not null ? Problems.InvalidField("/speaker", "Who said it, unless nobody was asked.")
            : Words is not null && !PlainText.IsText(Words, 2000)
                ? Problems.InvalidField("/words", "1 to 2,000 characters, no control characters.")
            : Words is null && !sought ? Problems.InvalidField("/words", "Why nobody was asked.")
            : ExplainedHow is not null && !PlainText.IsText(ExplainedHow, 500)
                ? Problems.InvalidField("/explainedHow", "1 to 500 characters, no control characters.")
            : ExplainedHow is null && Answer == ConsentAnswer.Given
                ? Problems.InvalidField("/explainedHow", "Consent is informed: say how it was explained.")
            : Purposes is { Count: > 20 } || (Answer == ConsentAnswer.Given && Purposes is null or { Count: 0 })
                ? Problems.InvalidField("/purposes", "At most 20; consent given names at least one.")
            : Recipients is { Count: > 50 } || (Answer == ConsentAnswer.Given && Recipients is null or { Count: 0 })
                ? Problems.InvalidField("/recipients", "At most 50; consent given names at least one.")
            : (Recipients ?? []).Any(r => head.Agencies.All(a => a.Id != r))
                ? Problems.InvalidField("/recipients", "Agencies of the partnership.")
            : null;
    }

    public override string ToString() => "ConsentBody(redacted)";
}
