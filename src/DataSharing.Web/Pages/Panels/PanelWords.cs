using DataSharing.Panels;
using DataSharing.Web.Pages.Parts;

namespace DataSharing.Web.Pages.Panels;

/// <summary>Roles, sections, verdicts and states of panels as people say them.</summary>
public static class PanelWords
{
    public static string Role(PanelRole role) =>
        role switch
        {
            PanelRole.Chair => "Chair",
            PanelRole.CoChair => "Co-chair",
            PanelRole.Core => "Core member",
            PanelRole.ByItem => "Member by item",
            PanelRole.MinuteTaker => "Minute taker",
            PanelRole.LegalAdviser => "Legal adviser",
            _ => "Data protection lead",
        };

    public static string Section(AgendaSection section) =>
        section switch
        {
            AgendaSection.Opening => "Attendance, conflicts of interest and confidentiality",
            AgendaSection.OverdueActions => "Overdue actions",
            AgendaSection.NewNominations => "New nominations",
            AgendaSection.HighRiskReviews => "High-risk reviews",
            AgendaSection.PeopleOfConcern => "People of concern",
            AgendaSection.PeerGroups => "Peer groups",
            AgendaSection.LocationsAndBusinesses => "Locations and businesses",
            AgendaSection.Tactics => "Tactics",
            AgendaSection.MissingAndCrossBorder => "Missing children and cross-border",
            _ => "Themes, barriers and changes in the law",
        };

    /// <summary>What was decided, with the colour of its tag.</summary>
    public static (string Text, string Colour) Verdict(ItemVerdict verdict) =>
        verdict switch
        {
            ItemVerdict.Authorise => ("Authorised", "green"),
            ItemVerdict.Refuse => ("Refused", "red"),
            ItemVerdict.Return => ("Returned for more work", "yellow"),
            ItemVerdict.Agreed => ("Agreed", "green"),
            ItemVerdict.NotAgreed => ("Not agreed", "red"),
            ItemVerdict.Deferred => ("Deferred", "yellow"),
            _ => ("Noted", "grey"),
        };

    public static (string Text, string Colour) Status(ActionStatus status) =>
        status switch
        {
            ActionStatus.Open => ("Open", "blue"),
            ActionStatus.InProgress => ("In progress", "turquoise"),
            ActionStatus.Done => ("Done", "green"),
            ActionStatus.NotDone => ("Not done", "orange"),
            _ => ("Cancelled", "grey"),
        };

    public static string Escalation(EscalationLevel level) =>
        level switch
        {
            EscalationLevel.None => "Not escalated",
            EscalationLevel.AgencyLead => "The agency’s panel lead",
            EscalationLevel.Chairs => "The chairs",
            EscalationLevel.StrategicGroup => "The strategic exploitation group",
            _ => "The statutory safeguarding partners",
        };

    public static (string Text, string Colour) Attendance(AttendanceState? state) =>
        state switch
        {
            AttendanceState.Present => ("Present", "green"),
            AttendanceState.Apologies => ("Apologies", "yellow"),
            AttendanceState.Absent => ("Absent", "grey"),
            _ => ("Not recorded", "grey"),
        };

    public static IReadOnlyList<Choice> Roles { get; } = [.. Enum.GetValues<PanelRole>().Select(r => new Choice(r.ToString(), Role(r)))];

    public static IReadOnlyList<Choice> Sections { get; } =
    [.. Enum.GetValues<AgendaSection>().Select(s => new Choice(s.ToString(), Section(s)))];

    public static IReadOnlyList<Choice> AttendanceStates { get; } =
    [.. Enum.GetValues<AttendanceState>().Select(s => new Choice(s.ToString(), Attendance(s).Text))];

    public static IReadOnlyList<Choice> Statuses { get; } =
    [.. Enum.GetValues<ActionStatus>().Select(s => new Choice(s.ToString(), Status(s).Text))];

    /// <summary>The levels from this one up: what was escalated is not taken back.</summary>
    public static IReadOnlyList<Choice> LevelsFrom(EscalationLevel level) =>
        [.. Enum.GetValues<EscalationLevel>().Where(l => l >= level).Select(l => new Choice(l.ToString(), Escalation(l)))];
}
