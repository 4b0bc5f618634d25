using System.Collections.Frozen;

namespace DataSharing.Agreements;

/// <summary>
/// Constraints ready to be tested. Each test answers "holds" or the least <see cref="RefusalReason"/> among those that do not. Known-false
/// reasons are less than missing-fact reasons, so the least of all is also the right answer of three-valued "and": false beats unknown.
/// </summary>
internal sealed class CompiledConstraints
{
    /// <summary>Greater than every reason, so that the least of several is the first thing that does not hold.</summary>
    public const int Holds = 255;

    /// <summary>The first reason that means "a fact is missing".</summary>
    public const int FirstUnknown = (int)RefusalReason.AgeUnknown;

    private readonly AgeConstraint? age;
    private readonly FlagConstraint[] flags;
    private readonly bool needsConsent;
    private readonly GradingConstraint? gradings;
    private readonly char[]? handling;
    private readonly FrozenSet<string>? within;
    private readonly FrozenSet<string>? any;

    public CompiledConstraints(Constraints source, bool needsConsent)
    {
        Source = source;
        age = source.Age;
        flags = [.. source.Flags];
        this.needsConsent = needsConsent;
        gradings = source.Gradings;
        handling = source.Handling?.ToArray();
        within = source.Markings?.Within?.ToFrozenSet(StringComparer.Ordinal);
        any = source.Markings?.Any?.ToFrozenSet(StringComparer.Ordinal);
        Needs =
            (age is null ? FactsNeeded.None : FactsNeeded.Age)
            | (flags.Length == 0 ? FactsNeeded.None : FactsNeeded.Flags)
            | (needsConsent ? FactsNeeded.Consent : FactsNeeded.None);
        AsksOfData = gradings is not null || handling is not null || within is not null || any is not null;
    }

    public Constraints Source { get; }

    /// <summary>The facts of the subject that a test looks at.</summary>
    public FactsNeeded Needs { get; }

    public bool AsksOfSubject => Needs != FactsNeeded.None;

    public bool AsksOfData { get; }

    /// <summary>Anything at all: a rule without constraints holds whatever the facts.</summary>
    public bool Asks => AsksOfSubject || AsksOfData;

    /// <summary>Age, flags and consent: the same for every category.</summary>
    public int TestSubject(SharingFacts facts)
    {
        var least = Math.Min(TestAge(facts.Age), TestConsent(facts.Consent));
        foreach (var flag in flags)
        {
            if (!facts.Flags.TryGetValue(flag.Flag, out var value))
            {
                least = Math.Min(least, (int)RefusalReason.FlagUnknown);
            }
            else if (value != flag.Value)
            {
                least = Math.Min(least, (int)RefusalReason.FlagDiffers);
            }
        }

        return least;
    }

    /// <summary>Grading, handling and markings of one category's data.</summary>
    public int TestData(CategoryFacts? data)
    {
        var least = Holds;
        if (gradings?.Sources is { } sources)
        {
            least = Math.Min(least, One(data?.Source, sources.Contains, RefusalReason.GradingOutside, RefusalReason.GradingUnknown));
        }

        if (gradings?.Intelligence is { } letters)
        {
            least = Math.Min(least, One(data?.Intelligence, letters.Contains, RefusalReason.GradingOutside, RefusalReason.GradingUnknown));
        }

        if (handling is not null)
        {
            least = Math.Min(least, One(data?.Handling, handling.Contains, RefusalReason.HandlingOutside, RefusalReason.HandlingUnknown));
        }

        return Math.Min(least, TestMarkings(data?.Markings));
    }

    private static int One<T>(T? value, Func<T, bool> allowed, RefusalReason outside, RefusalReason unknown)
        where T : struct =>
        value is not { } known ? (int)unknown
        : allowed(known) ? Holds
        : (int)outside;

    private int TestAge(AgeBand? band)
    {
        if (age is null)
        {
            return Holds;
        }

        var minimum = age.Minimum ?? int.MinValue;
        var maximum = age.Maximum ?? int.MaxValue;
        return band is null ? (int)RefusalReason.AgeUnknown
            : band.From >= minimum && band.To <= maximum ? Holds
            : band.To < minimum || band.From > maximum ? (int)RefusalReason.AgeOutside
            : (int)RefusalReason.AgeUnknown;
    }

    private int TestConsent(ConsentState? consent) =>
        !needsConsent
            ? Holds
            : consent switch
            {
                ConsentState.Given => Holds,
                ConsentState.Refused => (int)RefusalReason.ConsentRefused,
                ConsentState.Withdrawn => (int)RefusalReason.ConsentWithdrawn,
                _ => (int)RefusalReason.ConsentUnknown,
            };

    private int TestMarkings(IReadOnlyList<string>? carried)
    {
        if (within is null && any is null)
        {
            return Holds;
        }

        if (carried is null)
        {
            return (int)RefusalReason.MarkingUnknown;
        }

        var holds = (within is null || carried.All(within.Contains)) && (any is null || carried.Any(any.Contains));
        return holds ? Holds : (int)RefusalReason.MarkingOutside;
    }
}
