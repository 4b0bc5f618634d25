using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Panels;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>What meetings gave people to do.</summary>
public static class PanelActionEndpoints
{
    public static IEndpointRouteBuilder MapPanelActions(this IEndpointRouteBuilder api)
    {
        var actions = api.MapGroup("/meetings/{id:guid}/actions")
            .WithTags("Panel actions")
            .RequireAgencyRole(AgencyRoles.PanelMember)
            .WithProblems(ProblemTypes.NotFound, ProblemTypes.PanelRule);
        actions
            .MapPost("", AddAsync)
            .WithName("addPanelAction")
            .WithSummary("Give somebody something to do.")
            .WithETag()
            .WithAuditReceipt();
        actions
            .MapPut("/{action:guid}", ChangeAsync)
            .WithName("changePanelAction")
            .WithSummary("Say what became of it, or take it up further: the owner's agency, and whoever keeps the meeting.")
            .WithETag()
            .WithAuditReceipt();
        api.MapGet("/panel-actions", ListAsync)
            .WithTags("Panel actions")
            .WithName("listPanelActions")
            .WithSummary(
                "Actions of the caller's agency that the caller may see; with mine=true their own, with state=open or overdue those alone."
            )
            .RequireAgencyRole(AgencyRoles.PanelMember)
            .WithProblems(ProblemTypes.InvalidQuery, ProblemTypes.InvalidCursor)
            .WithAuditReceipt();
        return api;
    }

    private static async Task<Results<Created<PanelActionResponse>, ProblemHttpResult>> AddAsync(
        Guid id,
        JsonBody<ActionBody> body,
        IdempotencyKey key,
        AccessPurpose purpose,
        AccessReason reason,
        ActionService service,
        PanelAnswers answers,
        HttpContext context
    )
    {
        var sent = body.Value;
        if (PanelInput.Fault(sent) is { } refused)
        {
            return refused;
        }

        var draft = new ActionDraft(sent.Words, sent.OwnerAgency, sent.Owner, sent.Due, sent.Item?.ToString("D"), sent.Urgent);
        var outcome = await service.AddAsync(
            context.GetCaller(),
            context.GetPartnershipHead(),
            id.ToString("D"),
            draft,
            new StatedAccess(purpose.Code, reason.Text),
            body.RetryUnder(key),
            context.RequestAborted
        );
        var (made, problem) = await answers.SortAsync(context, outcome);
        return made is null ? problem : TypedResults.Created($"/api/meetings/{id:D}", PanelActionResponse.From(made));
    }

    private static async Task<Results<Ok<PanelActionResponse>, ProblemHttpResult>> ChangeAsync(
        Guid id,
        Guid action,
        JsonBody<ActionChangeBody> body,
        IfMatch ifMatch,
        AccessPurpose purpose,
        AccessReason reason,
        ActionService service,
        PanelAnswers answers,
        HttpContext context
    )
    {
        var sent = body.Value;
        if (PanelInput.Fault(sent) is { } refused)
        {
            return refused;
        }

        var outcome = await service.ChangeAsync(
            context.GetCaller(),
            context.GetPartnershipHead(),
            id.ToString("D"),
            action.ToString("D"),
            ifMatch.Version,
            new ActionChange(sent.Status, sent.Escalation, sent.On, sent.Note),
            new StatedAccess(purpose.Code, reason.Text),
            context.RequestAborted
        );
        var (changed, problem) = await answers.SortAsync(context, outcome);
        return changed is null ? problem : TypedResults.Ok(PanelActionResponse.From(changed));
    }

    private static async Task<Results<Ok<ListResponse<PanelActionResponse>>, ProblemHttpResult>> ListAsync(
        bool? mine,
        string? state,
        string? cursor,
        AccessPurpose purpose,
        AccessReason reason,
        ActionLists lists,
        CursorProtector cursors,
        HttpContext context
    )
    {
        if (state is not (null or "open" or "overdue"))
        {
            return Problems.InvalidQuery("state", "Either open or overdue.");
        }

        var caller = context.GetCaller();
        var scope = new CursorScope(caller.Actor, purpose.Code, $"panel-actions?mine={mine}&state={state}");
        string? after = null;
        if (cursor is not null && (after = await cursors.OpenAsync(cursor, scope, context.RequestAborted)) is null)
        {
            return Problems.InvalidCursor();
        }

        var (page, receipt) = await lists.ListAsync(
            caller,
            context.GetPartnershipHead(),
            new ActionFilter(mine ?? false, state is not null, state is "overdue"),
            new StatedAccess(purpose.Code, reason.Text),
            after,
            context.RequestAborted
        );
        context.Response.SetAuditReceipt(receipt);
        var next = page.Next is null ? null : await cursors.ProtectAsync(page.Next, scope, context.RequestAborted);
        return TypedResults.Ok(new ListResponse<PanelActionResponse>([.. page.Lines.Select(PanelActionResponse.From)], next));
    }
}
