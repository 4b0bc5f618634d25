using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>
/// What is known of the subject and the data, as codes and bands: never a name, an identifier or a date of birth. Null and absent mean "not
/// recorded", and a rule that needs what is not recorded refuses.
/// </summary>
public sealed record SharingFacts
{
    public static SharingFacts NoneRecorded { get; } = new();

    public AgeBand? Age { get; init; }

    /// <summary>Flags of the subject that are recorded, such as <c>adult-at-risk</c>, with their value.</summary>
    public IReadOnlyDictionary<string, bool> Flags { get; init; } = new Dictionary<string, bool>(StringComparer.Ordinal);

    /// <summary>Gradings, handling and markings of the data, by category.</summary>
    public IReadOnlyDictionary<DataCategory, CategoryFacts> Data { get; init; } = new Dictionary<DataCategory, CategoryFacts>();

    public ConsentState? Consent { get; init; }

    /// <summary>A safeguard of the subject, such as an address kept secret, that an emergency does not lift. Looked up for emergencies alone.</summary>
    public bool Guarded { get; init; }

    // They describe one person's circumstances: not for logs.
    public override string ToString() => "SharingFacts(redacted)";
}

/// <summary>An age known to lie between two whole years, both included. An exact age is a band of one year.</summary>
/// <param name="From">0 or more.</param>
/// <param name="To">At least <paramref name="From"/>.</param>
public sealed record AgeBand(int From, int To);

/// <summary>What is recorded of the data of one category. Where several items are shared at once, each must satisfy the rule: ask for each.</summary>
/// <param name="Source">3x5x2 source grading, 1 to 3; null where not graded.</param>
/// <param name="Intelligence">3x5x2 intelligence grading, A to E; null where not graded.</param>
/// <param name="Handling">3x5x2 handling code, P or C; null where there is none.</param>
/// <param name="Markings">The markings it carries; empty: it is known to carry none; null: not recorded.</param>
public sealed record CategoryFacts(int? Source, char? Intelligence, char? Handling, IReadOnlyList<string>? Markings);

public enum ConsentState
{
    Given,
    Refused,
    Withdrawn,
}
