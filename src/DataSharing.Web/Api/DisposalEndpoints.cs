using DataSharing.Disposal;
using DataSharing.Identity;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>The erasure of what an agency holds of a subject: proposed, decided on by another person, certified.</summary>
public static class DisposalEndpoints
{
    private const string Scope = "disposals";

    public static IEndpointRouteBuilder MapDisposals(this IEndpointRouteBuilder api)
    {
        var disposals = api.MapGroup("/disposals").WithTags("Disposal");
        disposals
            .MapPost("", ProposeAsync)
            .RequireAgencyRole(AgencyRoles.Practitioner | AgencyRoles.IgOfficer)
            .WithName("proposeDisposal")
            .WithSummary("Propose to erase what the agency holds of a subject. Nothing is erased until another person confirms.")
            .WithProblems(ProblemTypes.NotFound, ProblemTypes.DisposalHeld)
            .WithETag()
            .WithAuditReceipt();
        disposals
            .MapGet("", ListAsync)
            .RequireAgencyRole(AgencyRoles.IgOfficer)
            .WithName("listDisposals")
            .WithSummary("The agency's disposals, newest first; with a subject, the certificate of that one.")
            .WithProblems(ProblemTypes.InvalidQuery, ProblemTypes.InvalidCursor)
            .WithAuditReceipt();
        disposals
            .MapGet("/own", ListOwnAsync)
            .RequireAgencyRole(AgencyRoles.Practitioner | AgencyRoles.IgOfficer)
            .WithName("listOwnDisposals")
            .WithSummary("What the caller proposed, newest first, and what became of it. A page may hold fewer although more follow.")
            .WithProblems(ProblemTypes.InvalidCursor)
            .WithAuditReceipt();
        disposals
            .MapGet("/{id:guid}", ReadAsync)
            .RequireAgencyRole(AgencyRoles.IgOfficer)
            .WithName("getDisposal")
            .WithSummary("A disposal; once it is confirmed, its certificate and where it lies in the log.")
            .WithProblems(ProblemTypes.NotFound)
            .WithETag()
            .WithAuditReceipt();
        disposals
            .MapPost("/{id:guid}/decision", DecideAsync)
            .RequireAgencyRole(AgencyRoles.IgOfficer)
            .WithName("decideDisposal")
            .WithSummary("Confirm, which erases at once and for good, or decline. Whoever proposed it cannot confirm it.")
            .WithProblems(ProblemTypes.NotFound, ProblemTypes.NeedsAnotherOfficer, ProblemTypes.DisposalHeld, ProblemTypes.Conflict)
            .WithETag()
            .WithAuditReceipt();
        return api;
    }

    private static async Task<Results<Created<DisposalResponse>, ProblemHttpResult>> ProposeAsync(
        JsonBody<DisposalBody> body,
        IdempotencyKey key,
        DisposalService service,
        HttpContext context
    )
    {
        var (caller, sent) = (context.GetCaller(), body.Value);
        if (caller.PersonId is null)
        {
            return Problems.ForbiddenRole();
        }

        if (DisposalGround.Find(sent.Ground) is not { } ground)
        {
            return Problems.InvalidField("/ground", "A ground of docs/what-remains-after-erasure.md.");
        }

        if (!DisposalInput.IsReason(sent.Reason))
        {
            return Problems.InvalidField("/reason", DisposalInput.ReasonRule);
        }

        var subject = sent.SubjectId.ToString("D");
        var outcome = await service.ProposeAsync(caller, subject, ground, sent.Reason, body.RetryUnder(key), context.RequestAborted);
        return outcome is DisposalOutcome.Done done
            ? TypedResults.Created($"/api/disposals/{done.Disposal.Id}", Answer(done, context))
            : Refusal(outcome, context);
    }

    private static async Task<Results<Ok<ListResponse<DisposalResponse>>, ProblemHttpResult>> ListAsync(
        Guid? subject,
        string? cursor,
        DisposalViews views,
        CursorProtector cursors,
        HttpContext context
    )
    {
        var officer = context.GetCaller();
        var scope = new CursorScope(officer.Actor, null, Scope);
        var after = cursor is null ? null : await cursors.OpenAsync(cursor, scope, context.RequestAborted);
        if (cursor is not null && after is null)
        {
            return Problems.InvalidCursor();
        }

        var page = await views.ListAsync(officer, subject?.ToString("D"), after, context.RequestAborted);
        context.Response.SetAuditReceipt(page.Receipt);
        var next = page.Next is null ? null : await cursors.ProtectAsync(page.Next, scope, context.RequestAborted);
        return TypedResults.Ok(new ListResponse<DisposalResponse>([.. page.Lines.Select(DisposalResponse.From)], next));
    }

    private static async Task<Results<Ok<ListResponse<OwnDisposalResponse>>, ProblemHttpResult>> ListOwnAsync(
        string? cursor,
        DisposalViews views,
        CursorProtector cursors,
        HttpContext context
    )
    {
        var caller = context.GetCaller();
        if (caller.PersonId is null)
        {
            return Problems.ForbiddenRole();
        }

        var scope = new CursorScope(caller.Actor, null, $"{Scope}/own");
        var after = cursor is null ? null : await cursors.OpenAsync(cursor, scope, context.RequestAborted);
        if (cursor is not null && after is null)
        {
            return Problems.InvalidCursor();
        }

        var page = await views.ListOwnAsync(caller, after, context.RequestAborted);
        context.Response.SetAuditReceipt(page.Receipt);
        var next = page.Next is null ? null : await cursors.ProtectAsync(page.Next, scope, context.RequestAborted);
        return TypedResults.Ok(new ListResponse<OwnDisposalResponse>([.. page.Lines.Select(OwnDisposalResponse.From)], next));
    }

    private static async Task<Results<Ok<DisposalResponse>, ProblemHttpResult>> ReadAsync(Guid id, DisposalViews views, HttpContext context)
    {
        var outcome = await views.ReadAsync(context.GetCaller(), id.ToString("D"), context.RequestAborted);
        return outcome is DisposalOutcome.Done done ? TypedResults.Ok(Answer(done, context)) : Refusal(outcome, context);
    }

    private static async Task<Results<Ok<DisposalResponse>, ProblemHttpResult>> DecideAsync(
        Guid id,
        JsonBody<DisposalDecisionBody> body,
        IdempotencyKey key,
        IfMatch ifMatch,
        DisposalConfirmation confirmation,
        HttpContext context
    )
    {
        var (officer, name, retry) = (context.GetCaller(), id.ToString("D"), body.RetryUnder(key));
        if (officer.PersonId is null)
        {
            return Problems.ForbiddenRole();
        }

        DisposalOutcome? outcome = body.Value.Decision switch
        {
            "confirmed" => await confirmation.ConfirmAsync(officer, name, ifMatch.Version, retry, context.RequestAborted),
            "declined" => await confirmation.DeclineAsync(officer, name, ifMatch.Version, retry, context.RequestAborted),
            _ => null,
        };
        return outcome switch
        {
            null => Problems.InvalidField("/decision", "Either confirmed or declined."),
            DisposalOutcome.Done done => TypedResults.Ok(Answer(done, context)),
            _ => Refusal(outcome, context),
        };
    }

    private static DisposalResponse Answer(DisposalOutcome.Done done, HttpContext context)
    {
        context.Response.SetETag(done.Disposal.Version);
        context.Response.SetAuditReceipt(done.Receipt);
        return DisposalResponse.From(done.Disposal);
    }

    private static ProblemHttpResult Refusal(DisposalOutcome outcome, HttpContext context)
    {
        switch (outcome)
        {
            case DisposalOutcome.NotFound missing:
                context.Response.SetAuditReceipt(missing.Receipt);
                return Problems.NotFound();
            case DisposalOutcome.Held held:
                context.Response.SetAuditReceipt(held.Receipt);
                return Problems.DisposalHeld(held.Codes);
            case DisposalOutcome.NeedsAnother own:
                context.Response.SetAuditReceipt(own.Receipt);
                return Problems.NeedsAnotherOfficer();
            case DisposalOutcome.AlreadyDecided:
                return Problems.Conflict("It was decided, and the decision stands.");
            case DisposalOutcome.Changed changed:
                return Problems.PreconditionFailed(context, changed.Current);
            case DisposalOutcome.KeyReused:
                return Problems.IdempotencyKeyReused();
            default:
                throw new InvalidOperationException("An outcome that this endpoint does not know.");
        }
    }
}
