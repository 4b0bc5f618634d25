using DataSharing.Identity;

namespace DataSharing.Panels;

/// <summary>An item for the agenda.</summary>
/// <param name="Section">Where it stands.</param>
/// <param name="Title">1 to 200 characters. No names: the subjects say whom it is about.</param>
public sealed record AgendaItemDraft(AgendaSection Section, string Title)
{
    /// <summary>At most 4,000 characters.</summary>
    public string? Note { get; init; }

    /// <summary>The tactic it is about; then it has no subjects of its own.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>At most 10 people, groups, businesses or places.</summary>
    public IReadOnlyList<string> SubjectIds { get; init; } = [];

    public AgencyId? Presenting { get; init; }

    /// <summary>1 to 240; null where nobody planned it.</summary>
    public int? PlannedMinutes { get; init; }

    /// <summary>Members by item who come for it.</summary>
    public IReadOnlyList<string> Invited { get; init; } = [];

    /// <summary>For the restricted annex of the minutes.</summary>
    public bool Restricted { get; init; }

    public override string ToString() => $"AgendaItemDraft({Section})";
}
