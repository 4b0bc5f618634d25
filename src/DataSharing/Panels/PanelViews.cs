using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Panels;

/// <summary>A panel as one of its members sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Remit">What it is for.</param>
/// <param name="Record">Host, kind and members.</param>
/// <param name="Seat">The reader's place.</param>
/// <param name="Version">For If-Match.</param>
public sealed record PanelView(string Id, string Name, string? Remit, PanelRecord Record, PanelSeat Seat, RowVersion Version)
{
    public override string ToString() => $"PanelView({Id})";
}

/// <summary>A meeting in one line.</summary>
/// <param name="Id">Its id.</param>
/// <param name="PanelId">Its panel.</param>
/// <param name="StartsAt">When.</param>
/// <param name="EndsAt">Until when; null where open.</param>
/// <param name="Closed">Its minutes are approved.</param>
public sealed record MeetingLine(string Id, string PanelId, DateTimeOffset StartsAt, DateTimeOffset? EndsAt, bool Closed);

/// <summary>A meeting as one member sees it: what they may not see of it is absent.</summary>
public sealed record MeetingView
{
    public required string Id { get; init; }

    public required string PanelId { get; init; }

    public required string PanelName { get; init; }

    public required PanelSeat Seat { get; init; }

    public required IReadOnlyList<PanelMember> Members { get; init; }

    public required MeetingRecord Record { get; init; }

    public string? Place { get; init; }

    /// <summary>In the order of the agenda.</summary>
    public required IReadOnlyList<ItemView> Items { get; init; }

    /// <summary>Soonest due first.</summary>
    public required IReadOnlyList<ActionView> Actions { get; init; }

    /// <summary>Null: none written, or not for this reader.</summary>
    public MinutesView? Minutes { get; init; }

    public required RowVersion Version { get; init; }

    public override string ToString() => $"MeetingView({Id})";
}

/// <summary>An agenda item.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Note">What is to be said.</param>
/// <param name="Record">Section, presenting agency, conflicts, decision.</param>
/// <param name="Rationale">Why it was decided so; null before.</param>
/// <param name="Dissent">Who disagreed.</param>
/// <param name="Deployment">The tactic it is about, as the reader may see it.</param>
/// <param name="Subjects">Whom or what it is about; the label is null where the reader may not see particulars.</param>
/// <param name="Version">For If-Match.</param>
public sealed record ItemView(
    string Id,
    string Title,
    string? Note,
    AgendaItemRecord Record,
    string? Rationale,
    IReadOnlyList<Dissent> Dissent,
    DeploymentGlance? Deployment,
    IReadOnlyList<ItemSubjectView> Subjects,
    RowVersion Version
)
{
    public override string ToString() => $"ItemView({Id})";
}

public sealed record ItemSubjectView(string Id, SubjectKind Kind, SubjectLabel? Label)
{
    public override string ToString() => $"ItemSubjectView({Kind})";
}

/// <summary>An action.</summary>
/// <param name="Id">Its id.</param>
/// <param name="MeetingId">Where it was agreed.</param>
/// <param name="PanelId">The panel.</param>
/// <param name="Words">What is to be done.</param>
/// <param name="Record">Owner, due day, steps.</param>
/// <param name="Notes">A note for each step that has one, by its number from 0.</param>
/// <param name="Overdue">Open, and its day is past in London.</param>
/// <param name="Version">For If-Match.</param>
public sealed record ActionView(
    string Id,
    string MeetingId,
    string PanelId,
    string Words,
    ActionRecord Record,
    IReadOnlyDictionary<string, string> Notes,
    bool Overdue,
    RowVersion Version
)
{
    public override string ToString() => $"ActionView({Id})";
}

/// <summary>The minutes, as far as the reader sees the whole meeting.</summary>
/// <param name="Record">Draft number, authors.</param>
/// <param name="General">The text.</param>
/// <param name="Annex">The restricted annex; null where there is none or it is not for this reader.</param>
/// <param name="Items">What was said about each item that the reader sees, by its id.</param>
/// <param name="Frozen">The items and actions as they were approved; null for a draft.</param>
/// <param name="Version">For If-Match.</param>
public sealed record MinutesView(
    MinutesRecord Record,
    string General,
    string? Annex,
    IReadOnlyDictionary<string, string> Items,
    FrozenView? Frozen,
    RowVersion Version
)
{
    public bool IsApproved => Record.ApprovedAt is not null;

    public override string ToString() => "MinutesView(redacted)";
}

/// <summary>What was approved, as far as the reader may see it now.</summary>
public sealed record FrozenView(IReadOnlyList<AttendanceLine> Attendance, IReadOnlyList<ItemView> Items, IReadOnlyList<ActionView> Actions)
{
    public override string ToString() => "FrozenView(redacted)";
}
