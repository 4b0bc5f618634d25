using DataSharing.Audit;
using DataSharing.Disruption;
using DataSharing.Identity;
using DataSharing.Panels;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>A meeting's agenda: its items, conflicts of interest and decisions.</summary>
public static class AgendaEndpoints
{
    public static IEndpointRouteBuilder MapAgenda(this IEndpointRouteBuilder api)
    {
        var agenda = api.MapGroup("/meetings/{id:guid}")
            .WithTags("Agenda")
            .RequireAgencyRole(AgencyRoles.PanelMember)
            .WithProblems(ProblemTypes.NotFound, ProblemTypes.PanelRule);
        agenda
            .MapPost("/preparation", PrepareAsync)
            .WithName("prepareAgenda")
            .WithSummary(
                "Add what is due: tactics for decision, hearing, review or expiry, and overdue actions. Again adds only what is new."
            )
            .WithETag()
            .WithAuditReceipt();
        agenda
            .MapPost("/items", AddAsync)
            .WithName("addAgendaItem")
            .WithSummary("Put an item on the agenda.")
            .WithETag()
            .WithAuditReceipt();
        agenda
            .MapPut("/items/{item:guid}", ChangeAsync)
            .WithName("changeAgendaItem")
            .WithSummary("Change an item, but not what it is about.")
            .WithETag()
            .WithAuditReceipt();
        agenda
            .MapPost("/items/{item:guid}/conflicts", ConflictAsync)
            .WithName("declareConflict")
            .WithSummary("An agency has a conflict of interest: its members no longer see the item. Nobody takes it back.")
            .WithETag()
            .WithAuditReceipt();
        agenda
            .MapPost("/items/{item:guid}/decision", DecideAsync)
            .WithName("decideAgendaItem")
            .WithSummary("The chair decides; who disagrees is minuted. A decision on a tactic moves the tactic.")
            .WithProblems(ProblemTypes.DeploymentRefused)
            .WithETag()
            .WithAuditReceipt();
        return api;
    }

    private static async Task<Results<Ok<PreparedAgendaResponse>, ProblemHttpResult>> PrepareAsync(
        Guid id,
        IdempotencyKey key,
        AccessPurpose purpose,
        AccessReason reason,
        AgendaPreparation preparation,
        PanelAnswers answers,
        HttpContext context
    )
    {
        var outcome = await preparation.PrepareAsync(
            context.GetCaller(),
            context.GetPartnershipHead(),
            id.ToString("D"),
            new StatedAccess(purpose.Code, reason.Text),
            new RetryKey(key.Value, ReadOnlyMemory<byte>.Empty),
            context.RequestAborted
        );
        var (prepared, problem) = await answers.SortAsync(context, outcome);
        return prepared is null ? problem : TypedResults.Ok(new PreparedAgendaResponse(prepared.Added));
    }

    private static async Task<Results<Created<AgendaItemResponse>, ProblemHttpResult>> AddAsync(
        Guid id,
        JsonBody<AgendaItemBody> body,
        IdempotencyKey key,
        AccessPurpose purpose,
        AccessReason reason,
        AgendaService agenda,
        PanelAnswers answers,
        HttpContext context
    )
    {
        if (!PanelInput.TryRead(body.Value, out var draft, out var refused))
        {
            return refused;
        }

        var outcome = await agenda.AddAsync(
            context.GetCaller(),
            context.GetPartnershipHead(),
            id.ToString("D"),
            draft,
            new StatedAccess(purpose.Code, reason.Text),
            body.RetryUnder(key),
            context.RequestAborted
        );
        var (item, problem) = await answers.SortAsync(context, outcome);
        return item is null ? problem : TypedResults.Created($"/api/meetings/{id:D}", AgendaItemResponse.From(item));
    }

    private static async Task<Results<Ok<AgendaItemResponse>, ProblemHttpResult>> ChangeAsync(
        Guid id,
        Guid item,
        JsonBody<AgendaItemBody> body,
        IfMatch ifMatch,
        AccessPurpose purpose,
        AccessReason reason,
        ItemService items,
        PanelAnswers answers,
        HttpContext context
    )
    {
        if (!PanelInput.TryRead(body.Value, out var draft, out var refused))
        {
            return refused;
        }

        var outcome = await items.ChangeAsync(
            context.GetCaller(),
            context.GetPartnershipHead(),
            new ItemTarget(id.ToString("D"), item.ToString("D"), ifMatch.Version),
            draft,
            new StatedAccess(purpose.Code, reason.Text),
            context.RequestAborted
        );
        var (changed, problem) = await answers.SortAsync(context, outcome);
        return changed is null ? problem : TypedResults.Ok(AgendaItemResponse.From(changed));
    }

    private static async Task<Results<Ok<ConflictResponse>, ProblemHttpResult>> ConflictAsync(
        Guid id,
        Guid item,
        JsonBody<ConflictBody> body,
        IfMatch ifMatch,
        AccessPurpose purpose,
        AccessReason reason,
        ItemService items,
        PanelAnswers answers,
        HttpContext context
    )
    {
        var outcome = await items.DeclareConflictAsync(
            context.GetCaller(),
            context.GetPartnershipHead(),
            new ItemTarget(id.ToString("D"), item.ToString("D"), ifMatch.Version),
            body.Value.Agency,
            new StatedAccess(purpose.Code, reason.Text),
            context.RequestAborted
        );
        var (line, problem) = await answers.SortAsync(context, outcome);
        return line is null ? problem : TypedResults.Ok(ConflictResponse.From(line));
    }

    private static async Task<Results<Ok<AgendaItemResponse>, ProblemHttpResult>> DecideAsync(
        Guid id,
        Guid item,
        JsonBody<ItemDecisionBody> body,
        IfMatch ifMatch,
        IdempotencyKey key,
        AccessPurpose purpose,
        AccessReason reason,
        PanelDecisions decisions,
        PanelAnswers answers,
        HttpContext context
    )
    {
        if (!PanelInput.TryRead(body.Value, out var draft, out var refused))
        {
            return refused;
        }

        var decided = await decisions.DecideAsync(
            context.GetCaller(),
            context.GetPartnershipHead(),
            new ItemTarget(id.ToString("D"), item.ToString("D"), ifMatch.Version),
            draft,
            new StatedAccess(purpose.Code, reason.Text),
            body.RetryUnder(key),
            context.RequestAborted
        );
        switch (decided)
        {
            case DecideItemOutcome.Answered { Outcome: var outcome }:
                var (view, problem) = await answers.SortAsync(context, outcome);
                return view is null ? problem : TypedResults.Ok(AgendaItemResponse.From(view));
            case DecideItemOutcome.Deployment { Outcome: DeploymentOutcome.NotFound none }:
                context.Response.SetAuditReceipt(none.Receipt);
                return Problems.NotFound();
            case DecideItemOutcome.Deployment { Outcome: DeploymentOutcome.Changed }:
                return Problems.PanelRule("deployment-changed", "The tactic changed since it was read: read the meeting again.");
            case DecideItemOutcome.Deployment { Outcome: DeploymentOutcome.Refused refusal }:
                context.Response.SetAuditReceipt(refusal.Receipt);
                // Their pointers are into another body.
                return Problems.DeploymentRefused([.. refusal.Reasons.Select(r => r with { Pointer = null })]);
            default:
                return Problems.IdempotencyKeyReused();
        }
    }
}
