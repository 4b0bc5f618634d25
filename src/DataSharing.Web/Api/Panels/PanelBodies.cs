using DataSharing.Identity;
using DataSharing.Panels;

namespace DataSharing.Web.Api;

/// <param name="Agency">For whom they sit.</param>
/// <param name="Person">As entries name them: person:tenant:oid.</param>
/// <param name="Role">What they do.</param>
public sealed record MemberBody(AgencyId Agency, string Person, PanelRole Role);

/// <param name="Name">1 to 120 characters.</param>
/// <param name="Kind">A code such as mace; kept from then on.</param>
/// <param name="Members">1 to 60, each person once.</param>
/// <param name="Remit">What it is for; at most 2,000 characters.</param>
public sealed record PanelBody(string Name, string Kind, IReadOnlyList<MemberBody> Members, string? Remit = null)
{
    public override string ToString() => "PanelBody(redacted)";
}

/// <param name="StartsAt">When.</param>
/// <param name="EndsAt">After the start, within a day.</param>
/// <param name="Place">Where; at most 200 characters.</param>
public sealed record MeetingBody(DateTimeOffset StartsAt, DateTimeOffset? EndsAt = null, string? Place = null)
{
    public override string ToString() => "MeetingBody(redacted)";
}

/// <param name="Agency">For whom.</param>
/// <param name="Person">A member.</param>
/// <param name="State">Whether they came.</param>
public sealed record AttendanceLineBody(AgencyId Agency, string Person, AttendanceState State);

/// <param name="Attendance">Everybody, at most 60.</param>
public sealed record AttendanceBody(IReadOnlyList<AttendanceLineBody> Attendance);

/// <param name="Section">Where it stands.</param>
/// <param name="Title">1 to 200 characters; no names, the subjects say whom it is about.</param>
/// <param name="Note">At most 4,000 characters.</param>
/// <param name="Deployment">The tactic it is about; then it has no subjects of its own. Left alone by a change.</param>
/// <param name="Subjects">At most 10. Left alone by a change.</param>
/// <param name="Presenting">The agency that speaks to it.</param>
/// <param name="Invited">Members by item who come for it, at most 20.</param>
/// <param name="Restricted">For the restricted annex of the minutes.</param>
/// <param name="PlannedMinutes">How long is planned for it, 1 to 240.</param>
public sealed record AgendaItemBody(
    AgendaSection Section,
    string Title,
    string? Note = null,
    Guid? Deployment = null,
    IReadOnlyList<Guid>? Subjects = null,
    AgencyId? Presenting = null,
    IReadOnlyList<string>? Invited = null,
    bool Restricted = false,
    int? PlannedMinutes = null
)
{
    public override string ToString() => "AgendaItemBody(redacted)";
}

/// <param name="Agency">Whose members the item is hidden from, from now on.</param>
public sealed record ConflictBody(AgencyId Agency);

/// <param name="Agency">Who disagreed.</param>
/// <param name="Words">Why; 1 to 1,000 characters.</param>
/// <param name="Person">The member who disagreed; absent: the agency as such.</param>
public sealed record DissentBody(AgencyId Agency, string Words, string? Person = null)
{
    public override string ToString() => "DissentBody(redacted)";
}

/// <param name="Verdict">authorise, refuse or return of a tactic; agreed, not-agreed, deferred or noted of anything else.</param>
/// <param name="Rationale">Why; 1 to 4,000 characters.</param>
/// <param name="Dissent">Who disagreed, at most 20; minuted.</param>
/// <param name="DeploymentVersion">The version of the tactic that was read; needed to authorise, refuse or return it.</param>
public sealed record ItemDecisionBody(
    ItemVerdict Verdict,
    string Rationale,
    IReadOnlyList<DissentBody>? Dissent = null,
    string? DeploymentVersion = null
)
{
    public override string ToString() => "ItemDecisionBody(redacted)";
}

/// <param name="Words">What is to be done; 1 to 1,000 characters.</param>
/// <param name="OwnerAgency">Whose person does it.</param>
/// <param name="Owner">The person.</param>
/// <param name="Due">The last day.</param>
/// <param name="Item">The item it came from; absent: of the meeting as a whole.</param>
/// <param name="Urgent">Before others.</param>
public sealed record ActionBody(string Words, AgencyId OwnerAgency, string Owner, DateOnly Due, Guid? Item = null, bool Urgent = false)
{
    public override string ToString() => "ActionBody(redacted)";
}

/// <param name="Status">From then on.</param>
/// <param name="Escalation">From then on; never lower than it was. Absent: as it was.</param>
/// <param name="On">The day it happened; absent: today.</param>
/// <param name="Note">Evidence or reason, at most 2,000 characters; needed with not-done and cancelled.</param>
public sealed record ActionChangeBody(ActionStatus Status, EscalationLevel? Escalation = null, DateOnly? On = null, string? Note = null)
{
    public override string ToString() => "ActionChangeBody(redacted)";
}

/// <param name="Item">An item of this agenda.</param>
/// <param name="Words">What was said; 1 to 4,000 characters. For whoever sees the item.</param>
public sealed record SaidBody(Guid Item, string Words)
{
    public override string ToString() => "SaidBody(redacted)";
}

/// <param name="General">For every member who sees the whole meeting; 1 to 20,000 characters.</param>
/// <param name="Annex">About restricted items; at most 20,000 characters.</param>
/// <param name="Items">What was said about each item that the author sees, at most 200; absent: as it was.</param>
public sealed record MinutesBody(string General, string? Annex = null, IReadOnlyList<SaidBody>? Items = null)
{
    public override string ToString() => "MinutesBody(redacted)";
}
