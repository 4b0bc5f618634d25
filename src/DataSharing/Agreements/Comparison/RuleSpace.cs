using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>One rule of one of the artefacts that are looked at together.</summary>
/// <param name="Place">Its place in the space.</param>
/// <param name="Version">0 for the first artefact, 1 for the second.</param>
/// <param name="Id">The rule's id in its document.</param>
/// <param name="Constraints">What it asks.</param>
/// <param name="Terms">What a permission brings; null for a prohibition.</param>
internal sealed record SpaceRule(int Place, int Version, string Id, CompiledConstraints Constraints, SharingTerms? Terms)
{
    public bool IsPermission => Terms is not null;
}

/// <summary>
/// The rules of one or two artefacts over the finite dimensions of sharing: who, to whom, what for, about what kind of subject, which category,
/// which mode. For each value of a dimension it tells which rules speak of it.
/// </summary>
internal sealed class RuleSpace
{
    private readonly List<SpaceRule> rules = [];

    private RuleSpace(IReadOnlyList<AgreementArtefact> artefacts)
    {
        Agencies = Sorted(artefacts.SelectMany(a => a.Compiled.Parties), agency => agency.Value);
        Purposes = Sorted(artefacts.SelectMany(a => a.Compiled.Purposes), purpose => purpose.Value);
        Categories = Sorted(artefacts.SelectMany(a => a.Compiled.Categories), category => category.Value);
        var count = artefacts.Sum(a => a.Compiled.Permissions.Length + a.Compiled.Prohibitions.Length);
        (From, To) = (New(Agencies.Length, count), New(Agencies.Length, count));
        (ByPurpose, ByCategory) = (New(Purposes.Length + 1, count), New(Categories.Length + 1, count));
        (ByKind, ByMode) = (New(Enum.GetValues<SubjectKind>().Length, count), New(Enum.GetValues<SharingMode>().Length, count));
        for (var version = 0; version < artefacts.Count; version++)
        {
            Add(version, artefacts[version].Compiled, artefacts[version].EffectiveFrom);
        }
    }

    public IReadOnlyList<SpaceRule> Rules => rules;

    public AgencyId[] Agencies { get; }

    public PurposeCode[] Purposes { get; }

    public DataCategory[] Categories { get; }

    public RuleSet[] From { get; }

    public RuleSet[] To { get; }

    /// <summary>The last place stands for every purpose that no artefact declares: only "any purpose" speaks of it.</summary>
    public RuleSet[] ByPurpose { get; }

    /// <summary>The last place stands for every category that no artefact declares.</summary>
    public RuleSet[] ByCategory { get; }

    public RuleSet[] ByKind { get; }

    public RuleSet[] ByMode { get; }

    public static RuleSpace Of(params IReadOnlyList<AgreementArtefact> artefacts) => new(artefacts);

    private void Add(int version, CompiledAgreement compiled, DateTimeOffset counted)
    {
        foreach (var rule in compiled.Permissions)
        {
            var place = Place(new SpaceRule(rules.Count, version, rule.Id, rule.Constraints, SharingTerms.Of([rule.Ground], counted)));
            Sides(place, compiled, rule.From, rule.To);
            Speak(ByPurpose, place, Purposes, compiled.Purposes, rule.Purposes, any: false);
            Speak(ByCategory, place, Categories, compiled.Categories, rule.Categories, any: false);
            Kinds(place, rule.SubjectKinds);
            ByMode[(int)rule.Mode].Add(place);
        }

        foreach (var rule in compiled.Prohibitions)
        {
            var place = Place(new SpaceRule(rules.Count, version, rule.Id, rule.Constraints, null));
            Sides(place, compiled, rule.From, rule.To);
            Speak(ByPurpose, place, Purposes, compiled.Purposes, rule.Purposes, rule.AnyPurpose);
            Speak(ByCategory, place, Categories, compiled.Categories, rule.Categories, rule.AnyCategory);
            Kinds(place, rule.SubjectKinds);
            foreach (var mode in Enum.GetValues<SharingMode>().Where(rule.Forbids))
            {
                ByMode[(int)mode].Add(place);
            }
        }
    }

    private int Place(SpaceRule rule)
    {
        rules.Add(rule);
        return rule.Place;
    }

    private void Sides(int place, CompiledAgreement compiled, ulong from, ulong to)
    {
        Speak(From, place, Agencies, compiled.Parties, from, any: false);
        Speak(To, place, Agencies, compiled.Parties, to, any: false);
    }

    private void Kinds(int place, int kinds)
    {
        for (var kind = 0; kind < ByKind.Length; kind++)
        {
            if ((kinds & (1 << kind)) != 0)
            {
                ByKind[kind].Add(place);
            }
        }
    }

    // A rule's bits are over its own artefact's lists; here they become places in the lists of all.
    private static void Speak<T>(RuleSet[] sets, int place, T[] all, T[] own, ulong mask, bool any)
    {
        for (var i = 0; i < sets.Length; i++)
        {
            var bit = i < all.Length ? Array.IndexOf(own, all[i]) : -1;
            if (any || (bit >= 0 && (mask & (1UL << bit)) != 0))
            {
                sets[i].Add(place);
            }
        }
    }

    private static RuleSet[] New(int values, int rules) => [.. Enumerable.Range(0, values).Select(_ => new RuleSet(rules))];

    private static T[] Sorted<T>(IEnumerable<T> items, Func<T, string> text) => [.. items.Distinct().OrderBy(text, StringComparer.Ordinal)];
}
