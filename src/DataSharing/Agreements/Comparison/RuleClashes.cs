using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>
/// Each permission with each prohibition that speaks of the same lines of sharing and can hold with it. The lines that two rules share are
/// those that both name at every dimension.
/// </summary>
internal static class RuleClashes
{
    public static IEnumerable<(RuleFindingKind Kind, int Rule, IReadOnlyList<int> Others, SharingScope? Scope)> In(RuleSpace space)
    {
        for (var permission = 0; permission < space.Rules.Count; permission++)
        {
            if (!space.Rules[permission].IsPermission)
            {
                continue;
            }

            for (var prohibition = 0; prohibition < space.Rules.Count; prohibition++)
            {
                if (
                    !space.Rules[prohibition].IsPermission
                    && Shared(space, permission, prohibition) is { Count: > 0 } scope
                    && FactCases.Of([space.Rules[permission].Constraints, space.Rules[prohibition].Constraints]) is { } cases
                    && cases.Where(facts => facts[0] == FactCases.Yes).ToArray() is { Length: > 0 } holding
                    && holding.Any(facts => facts[1] != FactCases.No)
                )
                {
                    var always = holding.All(facts => facts[1] == FactCases.Yes);
                    yield return (always ? RuleFindingKind.Contradicts : RuleFindingKind.Excepted, permission, [prohibition], scope);
                }
            }
        }
    }

    private static SharingScope Shared(RuleSpace space, int one, int other)
    {
        AgencyId[] from = [.. Both(space.From, space.Agencies)];
        AgencyId[] to = [.. Both(space.To, space.Agencies)];
        return new SharingScope(
            [.. from.Where(agency => to.Any(receiver => receiver != agency))],
            [.. to.Where(agency => from.Any(sender => sender != agency))],
            [.. Both(space.ByPurpose, space.Purposes)],
            [.. Both(space.ByKind, Enum.GetValues<SubjectKind>())],
            [.. Both(space.ByCategory, space.Categories)],
            [.. Both(space.ByMode, Enum.GetValues<SharingMode>())]
        );

        IEnumerable<T> Both<T>(RuleSet[] sets, T[] values) => values.Where((_, i) => sets[i].Contains(one) && sets[i].Contains(other));
    }
}
