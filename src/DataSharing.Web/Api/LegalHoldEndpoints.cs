using DataSharing.Disposal;
using DataSharing.Identity;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>Officers forbid the disposal of a subject for as long as something needs it.</summary>
public static class LegalHoldEndpoints
{
    public static IEndpointRouteBuilder MapLegalHolds(this IEndpointRouteBuilder api)
    {
        var holds = api.MapGroup("/subjects/{id:guid}/legal-holds").WithTags("Disposal").RequireAgencyRole(AgencyRoles.IgOfficer);
        holds
            .MapGet("", ListAsync)
            .WithName("listLegalHolds")
            .WithSummary("The agency's holds on a subject, lifted ones among them.")
            .WithProblems(ProblemTypes.NotFound)
            .WithAuditReceipt();
        holds
            .MapPost("", SetAsync)
            .WithName("setLegalHold")
            .WithSummary("Forbid the disposal of a subject until the hold is lifted.")
            .WithProblems(ProblemTypes.NotFound)
            .WithETag()
            .WithAuditReceipt();
        holds
            .MapPost("/{hold:guid}/lifting", LiftAsync)
            .WithName("liftLegalHold")
            .WithSummary("Lift a hold, with a reason.")
            .WithProblems(ProblemTypes.NotFound, ProblemTypes.Conflict)
            .WithETag()
            .WithAuditReceipt();
        return api;
    }

    private static async Task<Results<Ok<ListResponse<LegalHoldResponse>>, ProblemHttpResult>> ListAsync(
        Guid id,
        LegalHolds holds,
        HttpContext context
    )
    {
        switch (await holds.ListAsync(context.GetCaller(), id.ToString("D"), context.RequestAborted))
        {
            case LegalHoldOutcome.Listed listed:
                context.Response.SetAuditReceipt(listed.Receipt);
                return TypedResults.Ok(new ListResponse<LegalHoldResponse>([.. listed.Holds.Select(LegalHoldResponse.From)], null));
            case LegalHoldOutcome.NotFound missing:
                context.Response.SetAuditReceipt(missing.Receipt);
                return Problems.NotFound();
            default:
                throw new InvalidOperationException("An outcome that this endpoint does not know.");
        }
    }

    private static async Task<Results<Created<LegalHoldResponse>, ProblemHttpResult>> SetAsync(
        Guid id,
        JsonBody<LegalHoldBody> body,
        IdempotencyKey key,
        LegalHolds holds,
        HttpContext context
    )
    {
        if (!DisposalInput.IsReason(body.Value.Reason))
        {
            return Problems.InvalidField("/reason", DisposalInput.ReasonRule);
        }

        var outcome = await holds.SetAsync(
            context.GetCaller(),
            id.ToString("D"),
            body.Value.Reason,
            body.RetryUnder(key),
            context.RequestAborted
        );
        return outcome is LegalHoldOutcome.Done done
            ? TypedResults.Created($"/api/subjects/{id:D}/legal-holds", Answer(done, context))
            : Refusal(outcome, context);
    }

    private static async Task<Results<Ok<LegalHoldResponse>, ProblemHttpResult>> LiftAsync(
        Guid id,
        Guid hold,
        JsonBody<LegalHoldBody> body,
        IfMatch ifMatch,
        LegalHolds holds,
        HttpContext context
    )
    {
        if (!DisposalInput.IsReason(body.Value.Reason))
        {
            return Problems.InvalidField("/reason", DisposalInput.ReasonRule);
        }

        var outcome = await holds.LiftAsync(
            context.GetCaller(),
            id.ToString("D"),
            hold.ToString("D"),
            ifMatch.Version,
            body.Value.Reason,
            context.RequestAborted
        );
        return outcome is LegalHoldOutcome.Done done ? TypedResults.Ok(Answer(done, context)) : Refusal(outcome, context);
    }

    private static LegalHoldResponse Answer(LegalHoldOutcome.Done done, HttpContext context)
    {
        context.Response.SetETag(done.Hold.Version);
        context.Response.SetAuditReceipt(done.Receipt);
        return LegalHoldResponse.From(done.Hold);
    }

    private static ProblemHttpResult Refusal(LegalHoldOutcome outcome, HttpContext context)
    {
        switch (outcome)
        {
            case LegalHoldOutcome.NotFound missing:
                context.Response.SetAuditReceipt(missing.Receipt);
                return Problems.NotFound();
            case LegalHoldOutcome.Changed changed:
                return Problems.PreconditionFailed(context, changed.Current);
            case LegalHoldOutcome.AlreadyLifted:
                return Problems.Conflict("It was lifted before.");
            case LegalHoldOutcome.KeyReused:
                return Problems.IdempotencyKeyReused();
            default:
                throw new InvalidOperationException("An outcome that this endpoint does not know.");
        }
    }
}
