using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>
/// Lines of sharing that something holds of alike: each of <see cref="From"/> to each of <see cref="To"/> (never to itself), for each purpose,
/// about each kind of subject, in each category and mode.
/// </summary>
public sealed record SharingScope(
    IReadOnlyList<AgencyId> From,
    IReadOnlyList<AgencyId> To,
    IReadOnlyList<PurposeCode> Purposes,
    IReadOnlyList<SubjectKind> SubjectKinds,
    IReadOnlyList<DataCategory> Categories,
    IReadOnlyList<SharingMode> Modes
)
{
    /// <summary>Every purpose that the agreement does not declare, too. For prohibitions only: they hold under any agreement.</summary>
    public bool OtherPurposes { get; init; }

    /// <summary>Every category that the agreement does not declare, too.</summary>
    public bool OtherCategories { get; init; }

    /// <summary>How many lines, those of undeclared purposes and categories aside.</summary>
    public int Count => From.Sum(from => To.Count(to => to != from)) * Purposes.Count * SubjectKinds.Count * Categories.Count * Modes.Count;

    public override string ToString() => $"SharingScope({Count})";
}
