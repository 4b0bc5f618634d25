using DataSharing.Identity;
using DataSharing.Panels;

namespace DataSharing.Web.Api;

/// <param name="Role">The reader's place on the panel.</param>
/// <param name="MayChair">Decides, approves minutes, changes the panel.</param>
/// <param name="MayKeep">Keeps agenda, attendance, actions and minutes.</param>
public sealed record SeatResponse(PanelRole Role, bool MayChair, bool MayKeep)
{
    internal static SeatResponse From(PanelSeat seat) => new(seat.Member.Role, seat.MayChair, seat.MayKeep);
}

public sealed record MemberResponse(AgencyId Agency, string Person, PanelRole Role);

public sealed record PanelResponse(
    string Id,
    string Version,
    string Name,
    string Kind,
    string? Remit,
    AgencyId Host,
    DateTimeOffset CreatedAt,
    IReadOnlyList<MemberResponse> Members,
    SeatResponse Seat
)
{
    internal static PanelResponse From(PanelView view) =>
        new(
            view.Id,
            view.Version.Value,
            view.Name,
            view.Record.Kind,
            view.Remit,
            view.Record.Host,
            view.Record.CreatedAt,
            [.. view.Record.Members.Select(m => new MemberResponse(m.Agency, m.Actor, m.Role))],
            SeatResponse.From(view.Seat)
        );

    public override string ToString() => $"PanelResponse({Id})";
}

public sealed record PanelListResponse(IReadOnlyList<PanelResponse> Items);

/// <param name="Id">Its id.</param>
/// <param name="Panel">Its panel.</param>
/// <param name="StartsAt">When.</param>
/// <param name="EndsAt">Until when; null where open.</param>
/// <param name="Closed">Its minutes are approved.</param>
public sealed record MeetingLineResponse(string Id, string Panel, DateTimeOffset StartsAt, DateTimeOffset? EndsAt, bool Closed)
{
    internal static MeetingLineResponse From(MeetingLine line) => new(line.Id, line.PanelId, line.StartsAt, line.EndsAt, line.Closed);
}

public sealed record AttendanceResponse(AgencyId Agency, string Person, AttendanceState State);

/// <summary>A meeting as its reader may see it: what they may not is absent, and nothing counts it.</summary>
public sealed record MeetingResponse(
    string Id,
    string Panel,
    string PanelName,
    DateTimeOffset StartsAt,
    DateTimeOffset? EndsAt,
    string? Place,
    bool Closed,
    SeatResponse Seat,
    IReadOnlyList<MemberResponse> Members,
    IReadOnlyList<AttendanceResponse> Attendance,
    IReadOnlyList<AgendaItemResponse> Items,
    IReadOnlyList<PanelActionResponse> Actions,
    MinutesResponse? Minutes
)
{
    internal static MeetingResponse From(MeetingView view) =>
        new(
            view.Id,
            view.PanelId,
            view.PanelName,
            view.Record.StartsAt,
            view.Record.EndsAt,
            view.Place,
            view.Record.Closed,
            SeatResponse.From(view.Seat),
            [.. view.Members.Select(m => new MemberResponse(m.Agency, m.Actor, m.Role))],
            [.. view.Record.Attendance.Select(a => new AttendanceResponse(a.Agency, a.Actor, a.State))],
            [.. view.Items.Select(AgendaItemResponse.From)],
            [.. view.Actions.Select(PanelActionResponse.From)],
            view.Minutes is null ? null : MinutesResponse.From(view.Minutes)
        );

    public override string ToString() => $"MeetingResponse({Id})";
}

/// <param name="Version">For If-Match.</param>
/// <param name="Draft">Counts drafts.</param>
/// <param name="DraftedBy">The author.</param>
/// <param name="DraftedAt">When.</param>
/// <param name="ApprovedBy">Another chair; null for a draft.</param>
/// <param name="ApprovedAt">When.</param>
/// <param name="General">The text.</param>
/// <param name="Annex">The restricted annex; null where there is none or it is not for this reader.</param>
/// <param name="Items">What was said about each item that the reader sees.</param>
/// <param name="Approved">What was frozen, as far as the reader may see it; null for a draft.</param>
public sealed record MinutesResponse(
    string Version,
    int Draft,
    string DraftedBy,
    DateTimeOffset DraftedAt,
    string? ApprovedBy,
    DateTimeOffset? ApprovedAt,
    string General,
    string? Annex,
    IReadOnlyList<SaidResponse> Items,
    ApprovedMeetingResponse? Approved
)
{
    internal static MinutesResponse From(MinutesView view) =>
        new(
            view.Version.Value,
            view.Record.Draft,
            view.Record.DraftedBy,
            view.Record.DraftedAt,
            view.Record.ApprovedBy,
            view.Record.ApprovedAt,
            view.General,
            view.Annex,
            [.. view.Items.Select(said => new SaidResponse(said.Key, said.Value))],
            view.Frozen is null
                ? null
                : new ApprovedMeetingResponse(
                    [.. view.Frozen.Attendance.Select(a => new AttendanceResponse(a.Agency, a.Actor, a.State))],
                    [.. view.Frozen.Items.Select(AgendaItemResponse.From)],
                    [.. view.Frozen.Actions.Select(PanelActionResponse.From)]
                )
        );

    public override string ToString() => "MinutesResponse(redacted)";
}

public sealed record SaidResponse(string Item, string Words)
{
    public override string ToString() => "SaidResponse(redacted)";
}

public sealed record ApprovedMeetingResponse(
    IReadOnlyList<AttendanceResponse> Attendance,
    IReadOnlyList<AgendaItemResponse> Items,
    IReadOnlyList<PanelActionResponse> Actions
)
{
    public override string ToString() => "ApprovedMeetingResponse(redacted)";
}
