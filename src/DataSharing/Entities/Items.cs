using System.Diagnostics.CodeAnalysis;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>A 3x5x2 grading: source 1 to 3, intelligence A to E. One grade an item; categorical, never a percentage.</summary>
/// <remarks>College of Policing APP, Intelligence report (3x5x2).</remarks>
public sealed record Grading
{
    private Grading(int source, char intelligence) => (Source, Intelligence) = (source, intelligence);

    public int Source { get; }

    public char Intelligence { get; }

    public static bool TryCreate(int source, char intelligence, [NotNullWhen(true)] out Grading? grading)
    {
        grading = source is >= 1 and <= 3 && intelligence is >= 'A' and <= 'E' ? new Grading(source, intelligence) : null;
        return grading is not null;
    }

    public override string ToString() => $"{Source}{Intelligence}";
}

/// <summary>The handling code: P, or C with exactly one of A1 A2 A3 and exactly one of S1 S2.</summary>
public sealed record Handling
{
    private static readonly string[] Action = ["A1", "A2", "A3"];
    private static readonly string[] Sanitisation = ["S1", "S2"];

    private Handling(char code, IReadOnlyList<string> conditions) => (Code, Conditions) = (code, conditions);

    public char Code { get; }

    /// <summary>In ordinal order; none with P.</summary>
    public IReadOnlyList<string> Conditions { get; }

    public static bool TryCreate(char code, IReadOnlyList<string>? conditions, [NotNullWhen(true)] out Handling? handling)
    {
        string[] given = [.. (conditions ?? []).Order(StringComparer.Ordinal)];
        var holds =
            code == 'P'
                ? given.Length == 0
                : code == 'C'
                    && given is [var action, var sanitisation]
                    && Action.Contains(action, StringComparer.Ordinal)
                    && Sanitisation.Contains(sanitisation, StringComparer.Ordinal);
        handling = holds ? new Handling(code, given) : null;
        return handling is not null;
    }

    public bool Equals(Handling? other) =>
        other is not null && Code == other.Code && Conditions.SequenceEqual(other.Conditions, StringComparer.Ordinal);

    public override int GetHashCode() => HashCode.Combine(Code, Conditions.Count);

    public override string ToString() => string.Join(' ', [$"{Code}", .. Conditions]);
}

/// <summary>What every fact, link and event states of itself when it is recorded.</summary>
/// <param name="Category">The data category that agreements permit or withhold it under.</param>
/// <param name="Grading">Null where it is not graded: a permission that asks for one then refuses.</param>
/// <param name="Handling">Null where there is none: likewise.</param>
/// <param name="ValidFrom">First day it holds; null where not known.</param>
/// <param name="ValidTo">Last day it holds; null while it does.</param>
/// <param name="Provenance">Where it comes from, in words; 1 to 500 characters.</param>
public sealed record ItemDraft(
    DataCategory Category,
    Grading? Grading,
    Handling? Handling,
    DateOnly? ValidFrom,
    DateOnly? ValidTo,
    string Provenance
)
{
    public override string ToString() => $"ItemDraft({Category})";
}

/// <summary>What every fact, link and event shows of itself.</summary>
public sealed record ItemView
{
    /// <summary>The agency that recorded it and answers for it.</summary>
    public required AgencyId Controller { get; init; }

    /// <summary>Whether the controller is the caller's own agency.</summary>
    public required bool IsOwn { get; init; }

    public required DataCategory Category { get; init; }

    public Grading? Grading { get; init; }

    public Handling? Handling { get; init; }

    public DateOnly? ValidFrom { get; init; }

    public DateOnly? ValidTo { get; init; }

    /// <summary>Whether today, in London, lies within its dates.</summary>
    public required bool IsCurrent { get; init; }

    public required string Provenance { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The actor.</summary>
    public required string RecordedBy { get; init; }

    /// <summary>When it was closed; null while it stands.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>For If-Match.</summary>
    public required RowVersion Version { get; init; }

    public override string ToString() => $"ItemView({Category})";
}
