using System.Globalization;
using DataSharing.Disposal;
using DataSharing.Entities;
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
        api.MapGet("/legal-holds", ListAllAsync)
            .WithTags("Disposal")
            .RequireAgencyRole(AgencyRoles.IgOfficer)
            .WithName("listStandingLegalHolds")
            .WithSummary("The agency's holds that stand, whatever they are on; what is to be reviewed first stands first.")
            .WithProblems(ProblemTypes.InvalidCursor)
            .WithAuditReceipt();
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

    private static async Task<Results<Ok<ListResponse<LegalHoldLineResponse>>, ProblemHttpResult>> ListAllAsync(
        string? cursor,
        LegalHolds holds,
        CursorProtector cursors,
        HttpContext context
    )
    {
        var officer = context.GetCaller();
        var scope = new CursorScope(officer.Actor, null, "legal-holds");
        var opened = cursor is null ? "0" : await cursors.OpenAsync(cursor, scope, context.RequestAborted);
        if (!int.TryParse(opened, NumberStyles.None, CultureInfo.InvariantCulture, out var skip))
        {
            return Problems.InvalidCursor();
        }

        var page = await holds.ListAllAsync(officer, skip, context.RequestAborted);
        context.Response.SetAuditReceipt(page.Receipt);
        var seen = skip + page.Lines.Count;
        var next =
            page.Lines.Count == 0 || seen >= page.Total
                ? null
                : await cursors.ProtectAsync(seen.ToString(CultureInfo.InvariantCulture), scope, context.RequestAborted);
        return TypedResults.Ok(new ListResponse<LegalHoldLineResponse>([.. page.Lines.Select(LegalHoldLineResponse.From)], next));
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
        TimeProvider time,
        HttpContext context
    )
    {
        var (sent, caller) = (body.Value, context.GetCaller());
        var ground = LegalHoldGround.Find(sent.Ground);
        var fault =
            !DisposalInput.IsReason(sent.Reason) ? ("/reason", DisposalInput.ReasonRule)
            : sent.Ground is not null && ground is null ? ("/ground", "One of the grounds of a legal hold.")
            : sent.AskedBy is { } by && !DisposalInput.IsAskedBy(by) ? ("/askedBy", "One line of at most 200 characters.")
            : sent.ReviewOn < LondonCalendar.DateOf(time.GetUtcNow()) ? ("/reviewOn", "Today or later.")
            : ((string Pointer, string Rule)?)null;
        if (fault is var (pointer, rule))
        {
            return Problems.InvalidField(pointer, rule);
        }

        var asked = new LegalHoldRequest(sent.Reason, ground, sent.AskedBy, sent.ReviewOn);
        var outcome = await holds.SetAsync(caller, id.ToString("D"), asked, body.RetryUnder(key), context.RequestAborted);
        return outcome is LegalHoldOutcome.Done done
            ? TypedResults.Created($"/api/subjects/{id:D}/legal-holds", Answer(done, context))
            : Refusal(outcome, context);
    }

    private static async Task<Results<Ok<LegalHoldResponse>, ProblemHttpResult>> LiftAsync(
        Guid id,
        Guid hold,
        JsonBody<LegalHoldLiftingBody> body,
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
