using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>
/// Works out who can get what of whom from agreements themselves: every permission spread over its agencies, purposes and categories, less what
/// a prohibition takes away whatever the facts. It speaks of the rules, not of a moment: dates and suspensions are the reader's to add.
/// </summary>
public static class AgreementReach
{
    /// <param name="permitting">The agreements whose permissions count.</param>
    /// <param name="forbidding">The agreements whose prohibitions count; each binds where both agencies are its parties.</param>
    /// <param name="agency">Whose giving, or getting, is asked for.</param>
    /// <param name="way">Which of the two.</param>
    /// <returns>In order of the other agency, purpose, category, agreement and rule.</returns>
    public static IReadOnlyList<ReachLine> Of(
        IReadOnlyList<Agreement> permitting,
        IReadOnlyList<Agreement> forbidding,
        AgencyId agency,
        ReachWay way
    )
    {
        ArgumentNullException.ThrowIfNull(permitting);
        ArgumentNullException.ThrowIfNull(forbidding);
        ArgumentNullException.ThrowIfNull(agency);
        var gives = way == ReachWay.Gives;
        return
        [
            .. permitting
                .SelectMany(agreement => agreement.Permissions.Select(rule => (agreement, rule)))
                .Where(item => (gives ? item.rule.From : item.rule.To).Contains(agency))
                .SelectMany(item =>
                    (gives ? item.rule.To : item.rule.From)
                        .Where(other => other != agency)
                        .SelectMany(other => Lines(item.agreement, item.rule, gives ? (agency, other) : (other, agency), forbidding))
                )
                .OrderBy(line => (gives ? line.To : line.From).Value, StringComparer.Ordinal)
                .ThenBy(line => line.Purpose.Value, StringComparer.Ordinal)
                .ThenBy(line => line.Category.Value, StringComparer.Ordinal)
                .ThenBy(line => line.Agreement.Value, StringComparer.Ordinal)
                .ThenBy(line => line.Rule, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<ReachLine> Lines(
        Agreement agreement,
        Permission rule,
        (AgencyId From, AgencyId To) pair,
        IReadOnlyList<Agreement> forbidding
    )
    {
        var bars = forbidding
            .Where(other => Binds(other, pair.From) && Binds(other, pair.To))
            .SelectMany(other => other.Prohibitions.Select(bar => (Agreement: other, Rule: bar)))
            .Where(bar => Covers(bar.Rule.From, pair.From) && Covers(bar.Rule.To, pair.To))
            // INVARIANT: forbidding existence forbids content (CompiledProhibition.Forbids).
            .Where(bar => bar.Rule.Mode == SharingMode.Existence || rule.Mode == SharingMode.Content)
            .ToArray();
        foreach (var purpose in rule.Purposes)
        {
            foreach (var category in rule.Categories)
            {
                var touching = bars.Where(bar => Covers(bar.Rule.Purposes, purpose) && Covers(bar.Rule.Categories, category)).ToArray();
                var always = touching.Where(bar => bar.Rule.Constraints.IsNone).ToArray();
                SubjectKind[] kinds = [.. rule.SubjectKinds.Where(kind => !always.Any(bar => Covers(bar.Rule.SubjectKinds, kind)))];
                var sometimes = touching.Where(bar =>
                    !bar.Rule.Constraints.IsNone && kinds.Any(kind => Covers(bar.Rule.SubjectKinds, kind))
                );
                yield return new ReachLine(agreement.Id, agreement.Version, rule.Id, pair.From, pair.To, purpose, category)
                {
                    Kinds = kinds,
                    Mode = rule.Mode,
                    Conditions = RuleText.ConditionLines(rule.Constraints),
                    Consent = rule.Consent,
                    Release = rule.Release,
                    ForbiddenBy = [.. always.Select(bar => Reference(bar.Agreement, bar.Rule))],
                    MayBeForbiddenBy = [.. sometimes.Select(bar => Reference(bar.Agreement, bar.Rule))],
                };
            }
        }
    }

    private static bool Binds(Agreement agreement, AgencyId agency) => agreement.Parties.Any(party => party.Agency == agency);

    private static bool Covers<T>(IReadOnlyList<T>? list, T item) => list is null || list.Contains(item);

    private static ClauseReference Reference(Agreement agreement, Prohibition rule) => new(agreement.Id, agreement.Version, rule.Id);
}

public enum ReachWay
{
    /// <summary>What the agency may give to others.</summary>
    Gives,

    /// <summary>What it may get from others.</summary>
    Gets,
}

/// <summary>A rule of one version of an agreement.</summary>
public sealed record ClauseReference(AgreementId Agreement, int Version, string Rule);

/// <summary>One category that one permission lets one agency give another for one purpose.</summary>
/// <param name="Agreement">Whose permission.</param>
/// <param name="Version">Its version.</param>
/// <param name="Rule">The permission.</param>
/// <param name="From">Who gives.</param>
/// <param name="To">Who gets.</param>
/// <param name="Purpose">For what.</param>
/// <param name="Category">What.</param>
public sealed record ReachLine(
    AgreementId Agreement,
    int Version,
    string Rule,
    AgencyId From,
    AgencyId To,
    PurposeCode Purpose,
    DataCategory Category
)
{
    /// <summary>About whom or what, once prohibitions are taken off; none where they take everything.</summary>
    public required IReadOnlyList<SubjectKind> Kinds { get; init; }

    public required SharingMode Mode { get; init; }

    /// <summary>What must be true besides, each in words; none where nothing must.</summary>
    public required IReadOnlyList<string> Conditions { get; init; }

    public required ConsentStance Consent { get; init; }

    public required ReleaseManner Release { get; init; }

    /// <summary>Prohibitions that take it away, for some or all kinds of subject, whatever the facts.</summary>
    public required IReadOnlyList<ClauseReference> ForbiddenBy { get; init; }

    /// <summary>Prohibitions that take it away where what they ask is true, or not known.</summary>
    public required IReadOnlyList<ClauseReference> MayBeForbiddenBy { get; init; }
}
