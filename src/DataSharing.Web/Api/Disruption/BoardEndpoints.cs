using System.Globalization;
using DataSharing.Audit;
using DataSharing.Disruption;
using DataSharing.Identity;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>Boards and due lists. By POST, because a filter names a subject or a person.</summary>
public static class BoardEndpoints
{
    private const int LongestSpanDays = 366;

    public static IEndpointRouteBuilder MapBoards(this IEndpointRouteBuilder api)
    {
        var boards = api.MapGroup("").WithTags("Deployments").RequireAnyRole(DeploymentEndpoints.Roles, PartnershipRoles.PanelChair);
        boards
            .MapPost("/deployment-search", SearchAsync)
            .WithName("searchDeployments")
            .WithSummary("Deployments that the caller may see for the purpose stated, newest first.")
            .WithProblems(ProblemTypes.InvalidCursor)
            .WithMaximumBody(16 * 1024)
            .WithAuditReceipt();
        boards
            .MapPost("/deployments-due", DueAsync)
            .WithName("listDueDeployments")
            .WithSummary("What is due in a span of time, and everything overdue, soonest first.")
            .WithProblems(ProblemTypes.InvalidCursor)
            .WithMaximumBody(16 * 1024)
            .WithAuditReceipt();
        return api;
    }

    private static async Task<Results<Ok<ListResponse<BoardLineResponse>>, ProblemHttpResult>> SearchAsync(
        JsonBody<BoardBody> body,
        AccessPurpose purpose,
        AccessReason reason,
        DeploymentBoard board,
        TacticCatalogue catalogue,
        CursorProtector cursors,
        HttpContext context
    )
    {
        var sent = body.Value;
        if (sent.States is { } states && (states.Count > 21 || states.Any(s => !Enum.IsDefined(s))))
        {
            return Problems.InvalidField("/states", "At most 21 states.");
        }

        if (sent.Theme is { } theme && !catalogue.Themes.Contains(theme, StringComparer.Ordinal))
        {
            return Problems.InvalidField("/theme", "A theme of the catalogue.");
        }

        if (sent.Tactic is { } tactic && catalogue.Find(tactic) is null)
        {
            return Problems.InvalidField("/tactic", "The id of a tactic of the catalogue.");
        }

        if (DeploymentInput.Owner(sent.Owner) is { } fault)
        {
            return fault;
        }

        var filter = new BoardFilter
        {
            States = sent.States ?? [],
            Theme = sent.Theme,
            Tactic = sent.Tactic,
            Subject = sent.Subject?.ToString("D"),
            Owner = sent.Owner,
            Agency = sent.Agency,
            Mine = sent.Mine,
        };
        var (caller, head) = (context.GetCaller(), context.GetPartnershipHead());
        var scope = new CursorScope(caller.Actor, purpose.Code, $"deployment-search?{Query(sent)}");
        var after = sent.Cursor is null ? null : await cursors.OpenAsync(sent.Cursor, scope, context.RequestAborted);
        if (sent.Cursor is not null && after is null)
        {
            return Problems.InvalidCursor();
        }

        var page = await board.SearchAsync(
            caller,
            head,
            filter,
            new StatedAccess(purpose.Code, reason.Text),
            after,
            context.RequestAborted
        );
        context.Response.SetAuditReceipt(page.Receipt);
        var next = page.Next is null ? null : await cursors.ProtectAsync(page.Next, scope, context.RequestAborted);
        return TypedResults.Ok(new ListResponse<BoardLineResponse>([.. page.Lines.Select(BoardLineResponse.Of)], next));
    }

    private static async Task<Results<Ok<ListResponse<DueLineResponse>>, ProblemHttpResult>> DueAsync(
        JsonBody<DueBody> body,
        AccessPurpose purpose,
        AccessReason reason,
        DeploymentBoard board,
        CursorProtector cursors,
        HttpContext context
    )
    {
        var sent = body.Value;
        if (sent.From.Year is < 2000 or > 2200 || sent.To <= sent.From || sent.To - sent.From > TimeSpan.FromDays(LongestSpanDays))
        {
            return Problems.InvalidField("/to", "After from, at most 366 days later, from the year 2000 on.");
        }

        if (DeploymentInput.Owner(sent.Person, "/person") is { } fault)
        {
            return fault;
        }

        var (caller, head) = (context.GetCaller(), context.GetPartnershipHead());
        var query = string.Create(CultureInfo.InvariantCulture, $"deployments-due?{sent.From:O}&{sent.To:O}&{sent.Person}");
        var scope = new CursorScope(caller.Actor, purpose.Code, query);
        var after = sent.Cursor is null ? null : await cursors.OpenAsync(sent.Cursor, scope, context.RequestAborted);
        if (sent.Cursor is not null && after is null)
        {
            return Problems.InvalidCursor();
        }

        var access = new StatedAccess(purpose.Code, reason.Text);
        var page = await board.DueAsync(caller, head, sent.From, sent.To, sent.Person, access, after, context.RequestAborted);
        context.Response.SetAuditReceipt(page.Receipt);
        var next = page.Next is null ? null : await cursors.ProtectAsync(page.Next, scope, context.RequestAborted);
        return TypedResults.Ok(
            new ListResponse<DueLineResponse>(
                [.. page.Lines.Select(l => new DueLineResponse(BoardLineResponse.Of(l.Deployment), l.Code, l.At, l.Counted, l.IsOverdue))],
                next
            )
        );
    }

    private static string Query(BoardBody sent) =>
        string.Join(
            '&',
            string.Join(',', (sent.States ?? []).Select(DeploymentStates.Word)),
            sent.Theme,
            sent.Tactic,
            sent.Subject,
            sent.Owner,
            sent.Agency?.Value,
            sent.Mine
        );
}
