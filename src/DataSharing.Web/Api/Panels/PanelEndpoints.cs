using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Panels;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>Panels, their members and their meetings. Who is no member of a panel is told that there is none.</summary>
public static class PanelEndpoints
{
    public static IEndpointRouteBuilder MapPanels(this IEndpointRouteBuilder api)
    {
        var panels = api.MapGroup("/panels").WithTags("Panels").RequireAgencyRole(AgencyRoles.PanelMember);
        panels.MapGet("", ListAsync).WithName("listPanels").WithSummary("The panels that the caller sits on.").WithAuditReceipt();
        panels
            .MapPost("", CreateAsync)
            .WithName("createPanel")
            .WithSummary("Set up a panel that the caller chairs; needs the partnership's role panel.chair.")
            .WithProblems(ProblemTypes.NotFound)
            .WithETag()
            .WithAuditReceipt();
        panels
            .MapGet("/{id:guid}", FindAsync)
            .WithName("getPanel")
            .WithSummary("A panel and its members.")
            .WithProblems(ProblemTypes.NotFound)
            .WithETag()
            .WithAuditReceipt();
        panels
            .MapPut("/{id:guid}", ChangeAsync)
            .WithName("changePanel")
            .WithSummary("Change name, remit and members: chairs alone.")
            .WithProblems(ProblemTypes.NotFound)
            .WithETag()
            .WithAuditReceipt();
        panels
            .MapGet("/{id:guid}/meetings", MeetingsAsync)
            .WithName("listMeetings")
            .WithSummary("The panel's meetings, latest first.")
            .WithProblems(ProblemTypes.NotFound, ProblemTypes.InvalidCursor)
            .WithAuditReceipt();
        panels
            .MapPost("/{id:guid}/meetings", ArrangeAsync)
            .WithName("arrangeMeeting")
            .WithSummary("Arrange a meeting: chairs and minute takers.")
            .WithProblems(ProblemTypes.NotFound)
            .WithETag()
            .WithAuditReceipt();
        return api;
    }

    private static async Task<Ok<PanelListResponse>> ListAsync(PanelRegister register, HttpContext context)
    {
        var (panels, receipt) = await register.ListAsync(context.GetCaller(), context.RequestAborted);
        context.Response.SetAuditReceipt(receipt);
        return TypedResults.Ok(new PanelListResponse([.. panels.Select(PanelResponse.From)]));
    }

    private static async Task<Results<Created<PanelResponse>, ProblemHttpResult>> CreateAsync(
        JsonBody<PanelBody> body,
        IdempotencyKey key,
        PanelRegister register,
        PanelAnswers answers,
        HttpContext context
    )
    {
        if (!PanelInput.TryRead(body.Value, out var draft, out var refused))
        {
            return refused;
        }

        var (caller, head) = (context.GetCaller(), context.GetPartnershipHead());
        var outcome = await register.CreateAsync(caller, head, draft, body.RetryUnder(key), context.RequestAborted);
        var (made, problem) = await answers.SortAsync(context, outcome);
        return made is null ? problem : TypedResults.Created($"/api/panels/{made.Id}", PanelResponse.From(made));
    }

    private static async Task<Results<Ok<PanelResponse>, ProblemHttpResult>> FindAsync(
        Guid id,
        PanelRegister register,
        PanelAnswers answers,
        HttpContext context
    )
    {
        var outcome = await register.FindAsync(context.GetCaller(), id.ToString("D"), context.RequestAborted);
        var (found, problem) = await answers.SortAsync(context, outcome);
        return found is null ? problem : TypedResults.Ok(PanelResponse.From(found));
    }

    private static async Task<Results<Ok<PanelResponse>, ProblemHttpResult>> ChangeAsync(
        Guid id,
        JsonBody<PanelBody> body,
        IfMatch ifMatch,
        PanelRegister register,
        PanelAnswers answers,
        HttpContext context
    )
    {
        if (!PanelInput.TryRead(body.Value, out var draft, out var refused))
        {
            return refused;
        }

        var (caller, head) = (context.GetCaller(), context.GetPartnershipHead());
        var outcome = await register.ChangeAsync(caller, head, id.ToString("D"), ifMatch.Version, draft, context.RequestAborted);
        var (changed, problem) = await answers.SortAsync(context, outcome);
        return changed is null ? problem : TypedResults.Ok(PanelResponse.From(changed));
    }

    private static async Task<Results<Ok<ListResponse<MeetingLineResponse>>, ProblemHttpResult>> MeetingsAsync(
        Guid id,
        string? cursor,
        MeetingRegister register,
        PanelAnswers answers,
        CursorProtector cursors,
        HttpContext context
    )
    {
        var caller = context.GetCaller();
        var scope = new CursorScope(caller.Actor, null, $"panels/{id:D}/meetings");
        string? after = null;
        if (cursor is not null && (after = await cursors.OpenAsync(cursor, scope, context.RequestAborted)) is null)
        {
            return Problems.InvalidCursor();
        }

        var outcome = await register.ListAsync(caller, id.ToString("D"), after, context.RequestAborted);
        var (page, problem) = await answers.SortAsync(context, outcome);
        if (page is null)
        {
            return problem;
        }

        var next = page.Next is null ? null : await cursors.ProtectAsync(page.Next, scope, context.RequestAborted);
        return TypedResults.Ok(new ListResponse<MeetingLineResponse>([.. page.Lines.Select(MeetingLineResponse.From)], next));
    }

    private static async Task<Results<Created<MeetingLineResponse>, ProblemHttpResult>> ArrangeAsync(
        Guid id,
        JsonBody<MeetingBody> body,
        IdempotencyKey key,
        AccessPurpose purpose,
        AccessReason reason,
        MeetingRegister register,
        PanelAnswers answers,
        HttpContext context
    )
    {
        if (!PanelInput.TryRead(body.Value, out var draft, out var refused))
        {
            return refused;
        }

        var access = new StatedAccess(purpose.Code, reason.Text);
        var outcome = await register.ArrangeAsync(
            context.GetCaller(),
            id.ToString("D"),
            draft,
            access,
            body.RetryUnder(key),
            context.RequestAborted
        );
        var (made, problem) = await answers.SortAsync(context, outcome);
        return made is null ? problem : TypedResults.Created($"/api/meetings/{made.Id}", MeetingLineResponse.From(made));
    }
}
