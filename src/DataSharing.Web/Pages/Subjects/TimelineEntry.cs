using DataSharing.Entities;

namespace DataSharing.Web.Pages.Subjects;

/// <summary>One moment of a record: a fact, an event, a link or an answer about consent.</summary>
/// <param name="On">What it is ordered by: when it happened or began, else when it was recorded.</param>
/// <param name="When">As people read it.</param>
/// <param name="Kind">Fact, Event, Link or Consent.</param>
/// <param name="Title">What it is.</param>
/// <param name="Text">More of it.</param>
/// <param name="Item">Controller and grading; null for consent, which has none.</param>
/// <param name="By">Whose record of consent.</param>
public sealed record TimelineEntry(
    DateTimeOffset On,
    string When,
    string Kind,
    string Title,
    string? Text,
    ItemLine? Item,
    string? By = null
)
{
    /// <summary>What the subject was in the event.</summary>
    public string? Roles { get; init; }

    public IReadOnlyList<ParticipantView> Others { get; init; } = [];

    /// <summary>The other end of a link.</summary>
    public SubjectLabel? Other { get; init; }

    public override string ToString() => $"TimelineEntry({Kind})";
}
