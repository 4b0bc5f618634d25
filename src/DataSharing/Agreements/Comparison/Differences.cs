namespace DataSharing.Agreements;

/// <summary>What differs for one line of sharing, from the rules of both versions that speak of it.</summary>
internal sealed record SharingDifference(SharingChangeKind Kind, bool TermsChanged, SharingStanding Before, SharingStanding After)
{
    public static SharingDifference? Of(IReadOnlyList<SpaceRule> rules, DateTimeOffset counted)
    {
        if (!rules.Any(rule => rule.IsPermission))
        {
            return null;
        }

        var (before, after) = (new VersionJudge(rules, 0, counted), new VersionJudge(rules, 1, counted));
        if (before.AsWritten(SharingReach.Sometimes).Equals(after.AsWritten(SharingReach.Sometimes)))
        {
            return null;
        }

        if (FactCases.Of([.. rules.Select(rule => rule.Constraints)]) is not { } cases)
        {
            return new SharingDifference(
                SharingChangeKind.NotWorkedOut,
                true,
                before.AsWritten(SharingReach.Sometimes),
                after.AsWritten(SharingReach.Sometimes)
            );
        }

        var outcomes = cases.Select(facts => (Before: before.Permitted(facts), After: after.Permitted(facts))).Distinct().ToArray();
        var more = outcomes.Any(outcome => outcome is { Before: null, After: not null });
        var fewer = outcomes.Any(outcome => outcome is { Before: not null, After: null });
        var terms = outcomes.Any(outcome => outcome is { Before: { } one, After: { } other } && !one.Equals(other));
        if (!more && !fewer && !terms)
        {
            return null;
        }

        var (was, now) = (
            before.Standing([.. outcomes.Select(outcome => outcome.Before)]),
            after.Standing([.. outcomes.Select(outcome => outcome.After)])
        );
        var kind =
            was.Reach == SharingReach.Never ? SharingChangeKind.Gained
            : now.Reach == SharingReach.Never ? SharingChangeKind.Lost
            : more && fewer ? SharingChangeKind.Moved
            : more ? SharingChangeKind.Widened
            : fewer ? SharingChangeKind.Narrowed
            : SharingChangeKind.OtherTerms;
        return new SharingDifference(kind, terms, was, now);
    }
}

/// <summary>The same for what is forbidden under any agreement.</summary>
internal sealed class ForbiddingDifference : IEquatable<ForbiddingDifference>
{
    private readonly string key;

    private ForbiddingDifference(ForbiddingChangeKind kind, IReadOnlyList<SharingBar> before, IReadOnlyList<SharingBar> after)
    {
        (Kind, Before, After) = (kind, before, after);
        key = $"{kind}\n{Text(before)}\n\n{Text(after)}";
    }

    public ForbiddingChangeKind Kind { get; }

    public IReadOnlyList<SharingBar> Before { get; }

    public IReadOnlyList<SharingBar> After { get; }

    public static ForbiddingDifference? Of(IReadOnlyList<SpaceRule> rules)
    {
        SpaceRule[] prohibitions = [.. rules.Where(rule => !rule.IsPermission)];
        var (before, after) = (new VersionJudge(prohibitions, 0, default), new VersionJudge(prohibitions, 1, default));
        var (was, now) = (before.Bars(), after.Bars());
        if (string.Equals(Text(was), Text(now), StringComparison.Ordinal))
        {
            return null;
        }

        if (FactCases.Of([.. prohibitions.Select(rule => rule.Constraints)]) is not { } cases)
        {
            return new ForbiddingDifference(ForbiddingChangeKind.NotWorkedOut, was, now);
        }

        var more = cases.Any(facts => before.Barred(facts) == FactCases.No && after.Barred(facts) != FactCases.No);
        var fewer = cases.Any(facts => before.Barred(facts) != FactCases.No && after.Barred(facts) == FactCases.No);
        return (more, fewer) switch
        {
            (true, true) => new ForbiddingDifference(ForbiddingChangeKind.Moved, was, now),
            (true, false) => new ForbiddingDifference(ForbiddingChangeKind.Forbidden, was, now),
            (false, true) => new ForbiddingDifference(ForbiddingChangeKind.Lifted, was, now),
            // A refusal that only changes its reason, from "may be forbidden" to "forbidden", refuses all the same.
            _ => null,
        };
    }

    public bool Equals(ForbiddingDifference? other) => other is not null && string.Equals(key, other.key, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as ForbiddingDifference);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(key);

    private static string Text(IReadOnlyList<SharingBar> bars) =>
        string.Join('\n', bars.Select(bar => bar.Conditions.Count == 0 ? "always" : string.Join(" and ", bar.Conditions)));
}
