using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Panels;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>A meeting: who came, and its minutes. Items and actions have files of their own.</summary>
public static class MeetingEndpoints
{
    public static IEndpointRouteBuilder MapMeetings(this IEndpointRouteBuilder api)
    {
        var meetings = api.MapGroup("/meetings/{id:guid}")
            .WithTags("Meetings")
            .RequireAgencyRole(AgencyRoles.PanelMember)
            .WithProblems(ProblemTypes.NotFound);
        meetings
            .MapGet("", ReadAsync)
            .WithName("getMeeting")
            .WithSummary("Agenda, decisions, actions and minutes, as far as the reader may see them.")
            .WithETag()
            .WithAuditReceipt();
        meetings
            .MapPut("", ChangeAsync)
            .WithName("changeMeeting")
            .WithSummary("Change date and place.")
            .WithProblems(ProblemTypes.PanelRule)
            .WithETag()
            .WithAuditReceipt();
        meetings
            .MapPut("/attendance", AttendAsync)
            .WithName("recordAttendance")
            .WithSummary("Record who came, whole.")
            .WithProblems(ProblemTypes.PanelRule)
            .WithETag()
            .WithAuditReceipt();
        meetings
            .MapPut("/minutes", DraftAsync)
            .WithName("draftMinutes")
            .WithSummary("Write the draft of the minutes. If-Match: the draft that was read, or the meeting where there is none yet.")
            .WithProblems(ProblemTypes.PanelRule)
            .WithETag()
            .WithAuditReceipt();
        meetings
            .MapPost("/minutes/approval", ApproveAsync)
            .WithName("approveMinutes")
            .WithSummary("Approve the draft: a chair who did not write it. Meeting, items and decisions then stand.")
            .WithProblems(ProblemTypes.PanelRule)
            .WithETag()
            .WithAuditReceipt();
        return api;
    }

    private static async Task<Results<Ok<MeetingResponse>, ProblemHttpResult>> ReadAsync(
        Guid id,
        AccessPurpose purpose,
        AccessReason reason,
        MeetingReader reader,
        PanelAnswers answers,
        HttpContext context
    )
    {
        var access = new StatedAccess(purpose.Code, reason.Text);
        var (caller, head) = (context.GetCaller(), context.GetPartnershipHead());
        var outcome = await reader.ReadAsync(caller, head, id.ToString("D"), access, context.RequestAborted);
        var (meeting, problem) = await answers.SortAsync(context, outcome);
        return meeting is null ? problem : TypedResults.Ok(MeetingResponse.From(meeting));
    }

    private static async Task<Results<Ok<MeetingLineResponse>, ProblemHttpResult>> ChangeAsync(
        Guid id,
        JsonBody<MeetingBody> body,
        IfMatch ifMatch,
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
        var outcome = await register.ChangeAsync(
            context.GetCaller(),
            id.ToString("D"),
            ifMatch.Version,
            draft,
            access,
            context.RequestAborted
        );
        var (line, problem) = await answers.SortAsync(context, outcome);
        return line is null ? problem : TypedResults.Ok(MeetingLineResponse.From(line));
    }

    private static async Task<Results<Ok<MeetingLineResponse>, ProblemHttpResult>> AttendAsync(
        Guid id,
        JsonBody<AttendanceBody> body,
        IfMatch ifMatch,
        AccessPurpose purpose,
        AccessReason reason,
        MeetingRegister register,
        PanelAnswers answers,
        HttpContext context
    )
    {
        if (PanelInput.Fault(body.Value) is { } refused)
        {
            return refused;
        }

        var access = new StatedAccess(purpose.Code, reason.Text);
        AttendanceLine[] lines = [.. body.Value.Attendance.Select(a => new AttendanceLine(a.Agency, a.Person, a.State))];
        var outcome = await register.AttendAsync(
            context.GetCaller(),
            id.ToString("D"),
            ifMatch.Version,
            lines,
            access,
            context.RequestAborted
        );
        var (line, problem) = await answers.SortAsync(context, outcome);
        return line is null ? problem : TypedResults.Ok(MeetingLineResponse.From(line));
    }

    private static async Task<Results<Ok<MinutesResponse>, ProblemHttpResult>> DraftAsync(
        Guid id,
        JsonBody<MinutesBody> body,
        IfMatch ifMatch,
        AccessPurpose purpose,
        AccessReason reason,
        MinutesService minutes,
        PanelAnswers answers,
        HttpContext context
    )
    {
        if (PanelInput.Fault(body.Value) is { } refused)
        {
            return refused;
        }

        var access = new StatedAccess(purpose.Code, reason.Text);
        var outcome = await minutes.DraftAsync(
            context.GetCaller(),
            context.GetPartnershipHead(),
            id.ToString("D"),
            ifMatch.Version,
            new MinutesDraft(body.Value.General, body.Value.Annex)
            {
                Items = body.Value.Items?.ToDictionary(i => i.Item.ToString("D"), i => i.Words, StringComparer.Ordinal),
            },
            access,
            context.RequestAborted
        );
        var (view, problem) = await answers.SortAsync(context, outcome);
        return view is null ? problem : TypedResults.Ok(MinutesResponse.From(view));
    }

    private static async Task<Results<Ok<MinutesResponse>, ProblemHttpResult>> ApproveAsync(
        Guid id,
        IfMatch ifMatch,
        AccessPurpose purpose,
        AccessReason reason,
        MinutesService minutes,
        PanelAnswers answers,
        HttpContext context
    )
    {
        var access = new StatedAccess(purpose.Code, reason.Text);
        var outcome = await minutes.ApproveAsync(
            context.GetCaller(),
            context.GetPartnershipHead(),
            id.ToString("D"),
            ifMatch.Version,
            access,
            context.RequestAborted
        );
        var (view, problem) = await answers.SortAsync(context, outcome);
        return view is null ? problem : TypedResults.Ok(MinutesResponse.From(view));
    }
}
