using DataSharing.Exchange;
using DataSharing.Identity;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>The sender's IG officers review what was shared in an emergency.</summary>
public static class EmergencyEndpoints
{
    public static IEndpointRouteBuilder MapEmergencies(this IEndpointRouteBuilder api)
    {
        var reviews = api.MapGroup("/emergency-reviews").WithTags("Emergencies").RequireAgencyRole(AgencyRoles.IgOfficer);
        reviews
            .MapGet("", ListAsync)
            .WithName("listEmergencyReviews")
            .WithSummary("The agency's emergency shares: open, the first due first; or done, newest first.")
            .WithProblems(ProblemTypes.InvalidQuery, ProblemTypes.InvalidCursor)
            .WithAuditReceipt();
        reviews
            .MapGet("/{id:guid}", ReadAsync)
            .WithName("getEmergencyReview")
            .WithSummary("One emergency share: why, for whom, until when, and what reviewers said.")
            .WithProblems(ProblemTypes.NotFound)
            .WithAuditReceipt();
        reviews
            .MapPost("/{id:guid}/outcomes", ReviewAsync)
            .WithName("reviewEmergency")
            .WithSummary("Say whether it was right. Outcomes are added and never changed; nobody reviews their own.")
            .WithProblems(ProblemTypes.NotFound, ProblemTypes.NeedsAnotherOfficer, ProblemTypes.Conflict)
            .WithAuditReceipt();
        return api;
    }

    private static async Task<Results<Ok<ListResponse<EmergencyLine>>, ProblemHttpResult>> ListAsync(
        string? state,
        string? cursor,
        EmergencyReviews reviews,
        CursorProtector cursors,
        TimeProvider time,
        HttpContext context
    )
    {
        var officer = context.GetCaller();
        if (state is not (null or "open" or "done"))
        {
            return Problems.InvalidQuery("state", "Either open or done.");
        }

        var scope = new CursorScope(officer.Actor, null, $"emergency-reviews?{state ?? "open"}");
        var after = cursor is null ? null : await cursors.OpenAsync(cursor, scope, context.RequestAborted);
        if (cursor is not null && after is null)
        {
            return Problems.InvalidCursor();
        }

        var page = await reviews.ListAsync(officer, state != "done", after, context.RequestAborted);
        context.Response.SetAuditReceipt(page.Receipt);
        var next = page.Next is null ? null : await cursors.ProtectAsync(page.Next, scope, context.RequestAborted);
        var now = time.GetUtcNow();
        return TypedResults.Ok(
            new ListResponse<EmergencyLine>([.. page.Lines.Select(l => EmergencyLine.From(l.Id, l.Record, officer, now))], next)
        );
    }

    private static async Task<Results<Ok<EmergencyResponse>, ProblemHttpResult>> ReadAsync(
        Guid id,
        EmergencyReviews reviews,
        TimeProvider time,
        HttpContext context
    )
    {
        var officer = context.GetCaller();
        switch (await reviews.ReadAsync(officer, id.ToString("D"), context.RequestAborted))
        {
            case ReadEmergencyOutcome.Found found:
                context.Response.SetAuditReceipt(found.Receipt);
                return TypedResults.Ok(EmergencyResponse.From(found, officer, time.GetUtcNow()));
            case ReadEmergencyOutcome.NotFound missing:
                context.Response.SetAuditReceipt(missing.Receipt);
                return Problems.NotFound();
            default:
                throw new InvalidOperationException("An outcome that this endpoint does not know.");
        }
    }

    private static async Task<Results<Ok<EmergencyOfDisclosure>, ProblemHttpResult>> ReviewAsync(
        Guid id,
        JsonBody<EmergencyReviewBody> body,
        IdempotencyKey key,
        EmergencyReviews reviews,
        HttpContext context
    )
    {
        var sent = body.Value;
        if (OutcomeOf(sent.Outcome) is not { } outcome)
        {
            return Problems.InvalidField("/outcome", "One of upheld, not-upheld and needs-action.");
        }

        if (!EmergencyInput.IsReasons(sent.Reasons))
        {
            return Problems.InvalidField("/reasons", "10 to 1,000 characters, no control characters.");
        }

        var officer = context.GetCaller();
        switch (await reviews.ReviewAsync(officer, id.ToString("D"), outcome, sent.Reasons, body.RetryUnder(key), context.RequestAborted))
        {
            case ReviewEmergencyOutcome.Reviewed done:
                context.Response.SetAuditReceipt(done.Receipt);
                return TypedResults.Ok(EmergencyOfDisclosure.From(done.Share));
            case ReviewEmergencyOutcome.NeedsAnother own:
                context.Response.SetAuditReceipt(own.Receipt);
                return Problems.NeedsAnotherOfficer();
            case ReviewEmergencyOutcome.NotFound missing:
                context.Response.SetAuditReceipt(missing.Receipt);
                return Problems.NotFound();
            case ReviewEmergencyOutcome.AlreadyDone:
                return Problems.Conflict("It was reviewed, and the outcome stands.");
            case ReviewEmergencyOutcome.KeyReused:
                return Problems.IdempotencyKeyReused();
            default:
                throw new InvalidOperationException("An outcome that this endpoint does not know.");
        }
    }

    private static EmergencyOutcome? OutcomeOf(string text) =>
        Enum.GetValues<EmergencyOutcome>()
            .Cast<EmergencyOutcome?>()
            .FirstOrDefault(o => o is { } known && EmergencyReviews.CodeOf(known) == text);
}

/// <param name="Outcome"><c>upheld</c>, <c>not-upheld</c> or <c>needs-action</c>.</param>
/// <param name="Reasons">Why, in the reviewer's words; 10 to 1,000 characters.</param>
public sealed record EmergencyReviewBody(string Outcome, string Reasons)
{
    public override string ToString() => $"EmergencyReviewBody({Outcome})";
}

/// <param name="Id">Of the disclosure.</param>
/// <param name="To">Who received it.</param>
/// <param name="SubjectId">Whom it is about.</param>
/// <param name="MadeAt">When it was shared.</param>
/// <param name="MadeBy">Who shared it, as entries name people.</param>
/// <param name="Emergency">How it stands.</param>
/// <param name="Overdue">The time for the review has passed.</param>
/// <param name="NeedsAnother">The caller made it and cannot review it.</param>
public sealed record EmergencyLine(
    string Id,
    AgencyId To,
    string SubjectId,
    DateTimeOffset MadeAt,
    string MadeBy,
    EmergencyOfDisclosure Emergency,
    bool Overdue,
    bool NeedsAnother
)
{
    public static EmergencyLine From(string id, DisclosureRecord record, Caller officer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(officer);
        var share = record.Emergency ?? throw new ArgumentException("Not an emergency.", nameof(record));
        return new EmergencyLine(
            id,
            record.To,
            record.SubjectId,
            record.MadeAt,
            record.MadeBy,
            EmergencyOfDisclosure.From(share),
            share.IsOverdueAt(now),
            string.Equals(record.MadeBy, officer.Actor, StringComparison.Ordinal)
        );
    }
}

/// <param name="Line">What it is.</param>
/// <param name="Justification">The sender's words; null where the subject's key was destroyed.</param>
/// <param name="Recipient">Who was to get it; null as above.</param>
/// <param name="Reviews">Oldest first.</param>
public sealed record EmergencyResponse(
    EmergencyLine Line,
    string? Justification,
    string? Recipient,
    IReadOnlyList<EmergencyReviewResponse> Reviews
)
{
    public static EmergencyResponse From(ReadEmergencyOutcome.Found found, Caller officer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(found);
        return new EmergencyResponse(
            EmergencyLine.From(found.Id, found.Record, officer, now),
            found.Plea?.Justification,
            found.Plea?.Recipient,
            [
                .. found.Share.Reviews.Zip(
                    found.Reasons,
                    (review, reasons) => new EmergencyReviewResponse(EmergencyReviews.CodeOf(review.Outcome), review.By, review.At, reasons)
                ),
            ]
        );
    }

    public override string ToString() => $"EmergencyResponse({Line.Id})";
}

/// <param name="Outcome">What the reviewer found.</param>
/// <param name="By">Who, as entries name people.</param>
/// <param name="At">When.</param>
/// <param name="Reasons">Their words; null where the subject's key was destroyed.</param>
public sealed record EmergencyReviewResponse(string Outcome, string By, DateTimeOffset At, string? Reasons)
{
    public override string ToString() => $"EmergencyReviewResponse({Outcome})";
}
