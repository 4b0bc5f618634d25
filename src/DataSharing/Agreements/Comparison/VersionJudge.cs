namespace DataSharing.Agreements;

/// <summary>
/// What the rules of one version that speak of one line of sharing come to, case by case of the facts. The evaluator's own rules: a
/// prohibition that holds or cannot be told refuses; then a permission that cannot be told withholds; then one that holds permits.
/// </summary>
internal sealed class VersionJudge
{
    private readonly (int Letter, SharingTerms Terms)[] permissions;
    private readonly int[] prohibitions;
    private readonly IReadOnlyList<SpaceRule> rules;
    private readonly DateTimeOffset counted;

    /// <param name="rules">Of both versions; a case has a letter for each, in this order.</param>
    /// <param name="version">Whose rules count.</param>
    /// <param name="counted">The moment from which times are compared.</param>
    public VersionJudge(IReadOnlyList<SpaceRule> rules, int version, DateTimeOffset counted)
    {
        var own = rules.Select((rule, letter) => (rule, letter)).Where(item => item.rule.Version == version).ToArray();
        permissions =
        [
            .. own.Where(item => item.rule.Terms is not null)
                .Select(item => (item.letter, item.rule.Terms ?? throw new InvalidOperationException())),
        ];
        prohibitions = [.. own.Where(item => !item.rule.IsPermission).Select(item => item.letter)];
        this.rules = [.. own.Select(item => item.rule)];
        this.counted = counted;
    }

    /// <summary>Holds: forbidden; unknown: it may be, and so it is refused.</summary>
    public char Barred(string facts, int without = -1) =>
        prohibitions.Where(letter => letter != without).Select(letter => facts[letter]).DefaultIfEmpty(FactCases.No).Max();

    /// <summary>The terms on which it is permitted; null where it is not.</summary>
    public SharingTerms? Permitted(string facts, int without = -1)
    {
        var own = permissions.Where(rule => rule.Letter != without).ToArray();
        if (Barred(facts, without) != FactCases.No || own.Any(rule => facts[rule.Letter] == FactCases.Unknown))
        {
            return null;
        }

        var holding = own.Where(rule => facts[rule.Letter] == FactCases.Yes).Select(rule => rule.Terms).Distinct().ToArray();
        return holding.Length == 0 ? null : SharingTerms.Together(holding, counted);
    }

    /// <summary>The same for all cases at once, in the words of the rules.</summary>
    public SharingStanding Standing(IReadOnlyCollection<SharingTerms?> outcomes)
    {
        if (outcomes.All(outcome => outcome is null))
        {
            return new SharingStanding(SharingReach.Never, [], []);
        }

        if (outcomes.Distinct().ToArray() is [{ } single])
        {
            return new SharingStanding(SharingReach.Always, [new SharingGrant([], single)], []);
        }

        var reach = outcomes.Any(outcome => outcome is null) ? SharingReach.Sometimes : SharingReach.Always;
        return AsWritten(reach);
    }

    /// <summary>Where the cases are too many to be worked out: the rules as they are.</summary>
    public SharingStanding AsWritten(SharingReach reach) =>
        new(
            reach,
            [
                .. rules
                    .Where(rule => rule.IsPermission)
                    .Select(rule => new SharingGrant(
                        TermsText.Conditions(rule.Constraints),
                        rule.Terms ?? throw new InvalidOperationException()
                    ))
                    .DistinctBy(grant => $"{string.Join('\n', grant.Conditions)}\n\n{grant.Terms.Key}", StringComparer.Ordinal)
                    .OrderBy(grant => $"{string.Join('\n', grant.Conditions)}\n\n{grant.Terms.Key}", StringComparer.Ordinal),
            ],
            Bars()
        );

    public IReadOnlyList<SharingBar> Bars() =>
        [
            .. rules
                .Where(rule => !rule.IsPermission)
                .Select(rule => new SharingBar(TermsText.Conditions(rule.Constraints)))
                .DistinctBy(bar => string.Join('\n', bar.Conditions), StringComparer.Ordinal)
                .OrderBy(bar => string.Join('\n', bar.Conditions), StringComparer.Ordinal),
        ];
}
