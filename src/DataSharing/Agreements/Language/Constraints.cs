namespace DataSharing.Agreements;

/// <summary>
/// What must be true of the subject and the data for a rule to apply; all of them together. A fact that is not recorded makes the rule
/// unevaluable, and then it refuses, whether it is a permission or a prohibition.
/// </summary>
public sealed record Constraints
{
    public static Constraints None { get; } = new();

    public AgeConstraint? Age { get; init; }

    public GradingConstraint? Gradings { get; init; }

    /// <summary>3x5x2 handling codes that the data may carry (<c>P</c>, <c>C</c>); null where any will do.</summary>
    public IReadOnlyList<char>? Handling { get; init; }

    public MarkingConstraint? Markings { get; init; }

    /// <summary>Flags of the subject, each with the value that it must have; in ordinal order of name.</summary>
    public IReadOnlyList<FlagConstraint> Flags { get; init; } = [];

    public bool IsNone => Age is null && Gradings is null && Handling is null && Markings is null && Flags.Count == 0;
}

/// <summary>Years of age, both ends included; null is open.</summary>
public sealed record AgeConstraint(int? Minimum, int? Maximum);

/// <summary>3x5x2 gradings that the data must have; null where any will do.</summary>
/// <param name="Sources">1 reliable, 2 untested, 3 not reliable.</param>
/// <param name="Intelligence">A to E.</param>
public sealed record GradingConstraint(IReadOnlyList<int>? Sources, IReadOnlyList<char>? Intelligence);

/// <summary>Markings are codes such as <c>tlp-amber</c> or <c>official-sensitive</c>; they form a partial order, so a rule names them one by one.</summary>
/// <param name="Within">Every marking that the data carries is among these; data without markings satisfies it. Null: not asked.</param>
/// <param name="Any">At least one marking that the data carries is among these. Null: not asked.</param>
public sealed record MarkingConstraint(IReadOnlyList<string>? Within, IReadOnlyList<string>? Any);

public sealed record FlagConstraint(string Flag, bool Value);
