using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Exchange;
using DataSharing.Identity;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>One agency asks another; the other answers with a disclosure or refuses on a ground.</summary>
public static class RequestEndpoints
{
    private const AgencyRoles Roles = AgencyRoles.System | AgencyRoles.Practitioner;

    public static IEndpointRouteBuilder MapRequests(this IEndpointRouteBuilder api)
    {
        var requests = api.MapGroup("/requests").WithTags("Requests").RequireAgencyRole(Roles);
        requests
            .MapPost("", AskAsync)
            .WithName("makeRequest")
            .WithSummary("Ask another agency for categories of data about one subject.")
            .WithProblems(ProblemTypes.SharingRefused, ProblemTypes.ReleaseNeedsAPerson, ProblemTypes.NotFound)
            .WithETag()
            .WithAuditReceipt();
        requests
            .MapGet("", ListAsync)
            .WithName("listRequests")
            .WithSummary("What the agency asked or was asked, newest first.")
            .WithProblems(ProblemTypes.InvalidQuery, ProblemTypes.InvalidCursor)
            .WithAuditReceipt();
        requests
            .MapGet("/{id:guid}", ReadAsync)
            .WithName("getRequest")
            .WithSummary("Read a request, with its reason and particulars.")
            .WithProblems(ProblemTypes.NotFound, ProblemTypes.SharingRefused)
            .WithETag()
            .WithAuditReceipt();
        requests
            .MapPost("/{id:guid}/answer", AnswerAsync)
            .WithName("answerRequest")
            .WithSummary("Answer with a disclosure; decided again now.")
            .WithProblems(ProblemTypes.NotFound, ProblemTypes.SharingRefused, ProblemTypes.ReleaseNeedsAPerson, ProblemTypes.Conflict)
            .WithETag()
            .WithAuditReceipt();
        requests
            .MapPost("/{id:guid}/refusal", RefuseAsync)
            .WithName("refuseRequest")
            .WithSummary("Refuse on a recorded ground.")
            .WithProblems(ProblemTypes.NotFound, ProblemTypes.Conflict)
            .WithETag()
            .WithAuditReceipt();
        return api;
    }

    private static async Task<Results<Created<RequestResponse>, ProblemHttpResult>> AskAsync(
        JsonBody<RequestBody> body,
        IdempotencyKey key,
        RequestService service,
        HttpContext context
    )
    {
        var sent = body.Value;
        if (!ContentInput.TryRead(sent.Particulars, "/particulars", mayBeEmpty: true, out var particulars, out var refused))
        {
            return refused;
        }

        if (!PlainText.IsText(sent.Reason, AccessReason.MaximumLength))
        {
            return Problems.InvalidField("/reason", "1 to 500 characters, no control characters.");
        }

        var wanted = sent.Categories.Distinct().ToArray();
        if (wanted.Length is 0 or > ContentInput.MaximumCategories)
        {
            return Problems.InvalidField("/categories", $"1 to {ContentInput.MaximumCategories} categories.");
        }

        var within = sent.RespondWithin ?? TimeSpan.FromDays(5);
        if (within < TimeSpan.FromMinutes(1) || within > TimeSpan.FromDays(90))
        {
            return Problems.InvalidField("/respondWithin", "Between PT1M and P90D.");
        }

        var draft = new RequestDraft(sent.To, sent.SubjectId.ToString("D"), sent.Purpose, sent.Reason, wanted, particulars, within);
        switch (
            await service.AskAsync(context.GetCaller(), context.GetPartnershipHead(), draft, body.RetryUnder(key), context.RequestAborted)
        )
        {
            case AskOutcome.Asked asked:
                context.Response.SetETag(asked.Version);
                context.Response.SetAuditReceipt(asked.Receipt);
                return TypedResults.Created($"/api/requests/{asked.Id}", RequestResponse.Of(asked.Id, asked.Record));
            case AskOutcome.Refused no:
                context.Response.SetAuditReceipt(no.Receipt);
                return Problems.SharingRefused(RecordedDecision.Of(no.Decision));
            case AskOutcome.NeedsAPerson held:
                context.Response.SetAuditReceipt(held.Receipt);
                return Problems.ReleaseNeedsAPerson();
            case AskOutcome.SubjectNotFound missing:
                context.Response.SetAuditReceipt(missing.Receipt);
                return Problems.NotFound();
            case AskOutcome.NotAHolder:
                return Problems.InvalidField("/to", "Another agency of the partnership.");
            case AskOutcome.KeyReused:
                return Problems.IdempotencyKeyReused();
            default:
                throw new InvalidOperationException("An outcome that this endpoint does not know.");
        }
    }

    private static async Task<Results<Ok<ListResponse<RequestResponse>>, ProblemHttpResult>> ListAsync(
        string? direction,
        string? cursor,
        AccessPurpose purpose,
        AccessReason reason,
        ExchangeLists lists,
        CursorProtector cursors,
        HttpContext context
    )
    {
        var caller = context.GetCaller();
        if (ExchangeDirections.Parse(direction) is not { } way)
        {
            return Problems.InvalidQuery("direction", "Either sent or received.");
        }

        var scope = new CursorScope(caller.Actor, purpose.Code, $"requests?direction={direction}");
        var after = cursor is null ? null : await cursors.OpenAsync(cursor, scope, context.RequestAborted);
        if (cursor is not null && after is null)
        {
            return Problems.InvalidCursor();
        }

        var access = new StatedAccess(purpose.Code, reason.Text);
        var page = await lists.RequestsAsync(caller, context.GetPartnershipHead(), way, access, after, context.RequestAborted);
        context.Response.SetAuditReceipt(page.Receipt);
        var next = page.Next is null ? null : await cursors.ProtectAsync(page.Next, scope, context.RequestAborted);
        return TypedResults.Ok(new ListResponse<RequestResponse>([.. page.Lines.Select(l => RequestResponse.Of(l.Id, l.Record))], next));
    }

    private static async Task<Results<Ok<RequestDetailResponse>, ProblemHttpResult>> ReadAsync(
        Guid id,
        AccessPurpose purpose,
        AccessReason reason,
        RequestService service,
        HttpContext context
    )
    {
        var access = new StatedAccess(purpose.Code, reason.Text);
        switch (
            await service.ReadAsync(context.GetCaller(), context.GetPartnershipHead(), id.ToString("D"), access, context.RequestAborted)
        )
        {
            case ReadRequestOutcome.Found found:
                context.Response.SetETag(found.Version);
                context.Response.SetAuditReceipt(found.Receipt);
                return TypedResults.Ok(RequestDetailResponse.From(found));
            case ReadRequestOutcome.Refused no:
                context.Response.SetAuditReceipt(no.Receipt);
                return Problems.SharingRefused(RecordedDecision.Of(no.Decision));
            case ReadRequestOutcome.Erased gone:
                context.Response.SetAuditReceipt(gone.Receipt);
                return Problems.NotFound();
            case ReadRequestOutcome.NotFound missing:
                context.Response.SetAuditReceipt(missing.Receipt);
                return Problems.NotFound();
            default:
                throw new InvalidOperationException("An outcome that this endpoint does not know.");
        }
    }

    private static async Task<Results<Ok<AnswerResponse>, ProblemHttpResult>> AnswerAsync(
        Guid id,
        JsonBody<AnswerBody> body,
        IdempotencyKey key,
        IfMatch match,
        RequestAnswers service,
        HttpContext context
    )
    {
        if (!ContentInput.TryRead(body.Value.Content, "/content", mayBeEmpty: false, out var content, out var refused))
        {
            return refused;
        }

        if (!PlainText.IsText(body.Value.Reason, AccessReason.MaximumLength))
        {
            return Problems.InvalidField("/reason", "1 to 500 characters, no control characters.");
        }

        var outcome = await service.AnswerAsync(
            context.GetCaller(),
            context.GetPartnershipHead(),
            id.ToString("D"),
            match.Version,
            body.Value.Reason,
            content,
            body.RetryUnder(key),
            context.RequestAborted
        );
        return Ended(context, id, outcome);
    }

    private static async Task<Results<Ok<AnswerResponse>, ProblemHttpResult>> RefuseAsync(
        Guid id,
        JsonBody<RefusalBody> body,
        IdempotencyKey key,
        IfMatch match,
        RequestAnswers service,
        HttpContext context
    )
    {
        if (!PlainText.IsText(body.Value.Explanation, AccessReason.MaximumLength))
        {
            return Problems.InvalidField("/explanation", "1 to 500 characters, no control characters.");
        }

        var outcome = await service.RefuseAsync(
            context.GetCaller(),
            id.ToString("D"),
            match.Version,
            body.Value.Ground,
            body.Value.Explanation,
            body.RetryUnder(key),
            context.RequestAborted
        );
        return Ended(context, id, outcome);
    }

    private static Results<Ok<AnswerResponse>, ProblemHttpResult> Ended(HttpContext context, Guid id, EndRequestOutcome outcome)
    {
        switch (outcome)
        {
            case EndRequestOutcome.Ended ended:
                context.Response.SetETag(ended.Version);
                context.Response.SetAuditReceipt(ended.Receipt);
                return TypedResults.Ok(AnswerResponse.From(id.ToString("D"), ended));
            case EndRequestOutcome.NeedsAPerson held:
                context.Response.SetAuditReceipt(held.Receipt);
                return Problems.ReleaseNeedsAPerson();
            case EndRequestOutcome.NothingPermitted no:
                context.Response.SetAuditReceipt(no.Receipt);
                return Problems.SharingRefused(RecordedDecision.Of(no.Decision));
            case EndRequestOutcome.NotAskedFor other:
                return Problems.InvalidField($"/content/{other.Category}", "The request did not ask for this category.");
            case EndRequestOutcome.NotFound missing:
                context.Response.SetAuditReceipt(missing.Receipt);
                return Problems.NotFound();
            case EndRequestOutcome.Changed changed:
                return Problems.PreconditionFailed(context, changed.Current);
            case EndRequestOutcome.AlreadyEnded already:
                context.Response.SetETag(already.Current);
                return Problems.Conflict("The request was answered or refused before.");
            default:
                throw new InvalidOperationException("An outcome that this endpoint does not know.");
        }
    }
}
