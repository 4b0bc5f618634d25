using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>What is shared: that someone holds a record and whom to ring, or what the record says.</summary>
public enum SharingMode
{
    /// <summary>That a record is held, and the contact. Nothing of what it says.</summary>
    Existence,

    Content,
}

/// <summary>
/// Lets each of <see cref="From"/> share with each of <see cref="To"/> (never with itself). It covers exactly its own mode: a permission to
/// share content does not also offer a pointer.
/// </summary>
public sealed record Permission
{
    /// <summary>Unique in the agreement, among permissions and prohibitions together.</summary>
    public required string Id { get; init; }

    public required IReadOnlyList<AgencyId> From { get; init; }

    public required IReadOnlyList<AgencyId> To { get; init; }

    public required IReadOnlyList<PurposeCode> Purposes { get; init; }

    public required IReadOnlyList<SubjectKind> SubjectKinds { get; init; }

    public required IReadOnlyList<DataCategory> Categories { get; init; }

    public required SharingMode Mode { get; init; }

    public required LawfulBasis LawfulBasis { get; init; }

    public required ConsentStance Consent { get; init; }

    public required ReleaseManner Release { get; init; }

    public required Duties Duties { get; init; }

    public required Constraints Constraints { get; init; }

    public required string? Note { get; init; }
}

/// <summary>
/// Forbids sharing wherever both agencies are parties to this agreement, under whichever agreement it is asked. Null in a list's place means
/// "any". One on <see cref="SharingMode.Existence"/> forbids content too, since content tells that a record exists.
/// </summary>
public sealed record Prohibition
{
    /// <inheritdoc cref="Permission.Id"/>
    public required string Id { get; init; }

    public required IReadOnlyList<AgencyId>? From { get; init; }

    public required IReadOnlyList<AgencyId>? To { get; init; }

    public required IReadOnlyList<PurposeCode>? Purposes { get; init; }

    public required IReadOnlyList<SubjectKind>? SubjectKinds { get; init; }

    public required IReadOnlyList<DataCategory>? Categories { get; init; }

    public required SharingMode Mode { get; init; }

    public required Constraints Constraints { get; init; }

    public required string? Note { get; init; }
}

/// <summary>How consent bears on a permission. Consent is rarely the lawful basis in safeguarding; this is what the parties do about it.</summary>
public enum ConsentStance
{
    NotRequired,

    /// <summary>Tell the person beforehand, unless telling would put someone at risk (DfE advice 2024, golden rules). Does not hold up the share.</summary>
    InformUnlessRisk,

    /// <summary>Share only where the person's consent is recorded as given.</summary>
    Explicit,
}

/// <summary>How a permitted answer leaves.</summary>
public enum ReleaseManner
{
    Automatic,

    /// <summary>A person of the disclosing agency looks at it first; the decision is made again at release.</summary>
    Manual,
}
