namespace DataSharing.Agreements;

/// <summary>What each rule of one agreement does anywhere, over every line of sharing and all facts.</summary>
internal sealed class RuleUsage
{
    private readonly RuleSpace space;
    private readonly HashSet<int> holds = [];
    private readonly HashSet<int> permits = [];
    private readonly HashSet<int> matters = [];
    private readonly HashSet<int> unknown = [];
    private readonly HashSet<(int Rule, int Other)> beside = [];

    private RuleUsage(RuleSpace space) => this.space = space;

    public static RuleUsage Of(RuleSpace space, DateTimeOffset counted)
    {
        var usage = new RuleUsage(space);
        _ = new SpaceWalk<string>(
            space,
            rules =>
            {
                usage.Look(rules, [.. rules.Select(rule => rule.Place)], counted);
                return null;
            },
            beyondDeclared: true
        ).Run();
        return usage;
    }

    /// <summary>The rules that do nothing, each with the worst that can be said of it.</summary>
    public IEnumerable<(RuleFindingKind Kind, int Rule, IReadOnlyList<int> Others, SharingScope? Scope)> Idle()
    {
        for (var place = 0; place < space.Rules.Count; place++)
        {
            var rule = space.Rules[place];
            if (unknown.Contains(place))
            {
                continue;
            }

            RuleFindingKind? kind =
                !holds.Contains(place) ? RuleFindingKind.NeverApplies
                : rule.IsPermission && !permits.Contains(place) ? RuleFindingKind.AlwaysForbidden
                : !matters.Contains(place) ? RuleFindingKind.Redundant
                : null;
            if (kind is { } found)
            {
                var others = beside
                    .Where(pair => pair.Rule == place)
                    .Select(pair => pair.Other)
                    .Where(other => space.Rules[other].IsPermission == (rule.IsPermission && found == RuleFindingKind.Redundant))
                    .ToArray();
                yield return (found, place, found == RuleFindingKind.NeverApplies ? [] : others, null);
            }
        }
    }

    private void Look(IReadOnlyList<SpaceRule> rules, int[] places, DateTimeOffset counted)
    {
        foreach (var (one, other) in places.SelectMany(_ => places, (one, other) => (one, other)).Where(pair => pair.one != pair.other))
        {
            _ = beside.Add((one, other));
        }

        if (FactCases.Of([.. rules.Select(rule => rule.Constraints)]) is not { } cases)
        {
            // Nothing is said of a rule that was not worked out everywhere.
            unknown.UnionWith(places);
            return;
        }

        var judge = new VersionJudge(rules, 0, counted);
        foreach (var facts in cases)
        {
            var (bar, terms) = (judge.Barred(facts), judge.Permitted(facts));
            for (var letter = 0; letter < rules.Count; letter++)
            {
                if (facts[letter] == FactCases.Yes)
                {
                    _ = holds.Add(places[letter]);
                    if (terms is not null)
                    {
                        _ = permits.Add(places[letter]);
                    }
                }

                if (
                    !matters.Contains(places[letter])
                    && facts[letter] != FactCases.No
                    && Differs(judge, facts, letter, rules[letter], bar, terms)
                )
                {
                    _ = matters.Add(places[letter]);
                }
            }
        }
    }

    // A prohibition is for every agreement, so it matters wherever it bars, whether or not this agreement permits anything there.
    private static bool Differs(VersionJudge judge, string facts, int letter, SpaceRule rule, char bar, SharingTerms? terms) =>
        rule.IsPermission
            ? !Equals(judge.Permitted(facts, without: letter), terms)
            : (judge.Barred(facts, without: letter) == FactCases.No) != (bar == FactCases.No);
}
