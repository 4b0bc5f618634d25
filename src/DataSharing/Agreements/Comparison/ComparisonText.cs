using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>A comparison in sentences that a lawyer can read, each true by itself.</summary>
/// <param name="comparison">What differs.</param>
/// <param name="names">An agency's name for readers; null: its id.</param>
public sealed class ComparisonText(AgreementComparison comparison, Func<AgencyId, string>? names = null)
{
    private readonly ScopeText scopes = new([comparison.After.Agreement, comparison.Before.Agreement], names);

    /// <summary>One line, whatever differs, in the order in which a reader wants it: particulars, sharing, forbidding.</summary>
    public IReadOnlyList<string> All() =>
        [
            .. comparison.Particulars.Select(Sentence),
            .. comparison.Sharing.OrderBy(change => change.Kind).Select(Sentence),
            .. comparison.Forbidding.OrderBy(change => change.Kind).Select(Sentence),
        ];

    public string Sentence(ParticularChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return change.Code switch
        {
            "party-joins" => $"{Agency(change.After)} becomes a party.",
            "party-leaves" => $"{Agency(change.Before)} is no longer a party.",
            "effective-from" => $"Has effect from {change.After}, before: {change.Before}.",
            "effective-to" => $"Ends {change.After ?? "when it is replaced"}, before: {change.Before ?? "when it is replaced"}.",
            _ => $"To be reviewed by {change.After}, before: {change.Before}.",
        };
    }

    public string Sentence(SharingChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var (pair, what) = (scopes.Pair(change.Scope), scopes.What(change.Scope));
        return change.Kind switch
        {
            SharingChangeKind.Gained => $"{pair("may now share with")}: {what}. {Standing(change.After)}",
            SharingChangeKind.Lost => $"{pair("may no longer share with")}: {what}. Before: {Lower(Standing(change.Before))}",
            SharingChangeKind.Widened => $"{pair("may share in more cases with")}: {what}. {BeforeAndNow(change)}",
            SharingChangeKind.Narrowed => $"{pair("may share in fewer cases with")}: {what}. {BeforeAndNow(change)}",
            SharingChangeKind.Moved => $"{pair("may share in other cases with")}: {what}. {BeforeAndNow(change)}",
            SharingChangeKind.OtherTerms => $"{pair("may share on other terms with")}: {what}. {Terms(change)}",
            _ =>
                $"{pair("may share under other rules with")}: {what}. The rules depend on too many facts at once to be compared. {BeforeAndNow(change)}",
        };
    }

    public string Sentence(ForbiddingChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var (pair, what) = (scopes.Pair(change.Scope), scopes.What(change.Scope));
        return change.Kind switch
        {
            ForbiddingChangeKind.Forbidden =>
                $"{pair("may now under no agreement share with")}: {what}. {Bars(change.After)}{Was(change.Before)}",
            ForbiddingChangeKind.Lifted =>
                $"{pair("are no longer forbidden to share with")}: {what}. Forbidden before: {Lower(Bars(change.Before))}{Now(change.After)}",
            _ => $"{pair("are forbidden in other cases to share with")}: {what}. {Bars(change.After)} Before: {Lower(Bars(change.Before))}",
        };
    }

    /// <summary>What one version says, in one or a few sentences.</summary>
    public static string Standing(SharingStanding standing)
    {
        ArgumentNullException.ThrowIfNull(standing);
        if (standing.Reach == SharingReach.Never)
        {
            return "Never permitted.";
        }

        var grants = standing.Grants.Select(grant =>
            grant.Conditions.Count == 0
                ? $"{ScopeText.Upper(TermsOf(grant.Terms))}."
                : $"Only where {And(grant.Conditions)}: {TermsOf(grant.Terms)}."
        );
        var bars = standing.Bars.Select(bar => bar.Conditions.Count == 0 ? "Forbidden." : $"Not where {And(bar.Conditions)}.");
        return string.Join(' ', grants.Concat(bars));
    }

    private static string BeforeAndNow(SharingChange change) =>
        $"Now: {Lower(Standing(change.After))} Before: {Lower(Standing(change.Before))}";

    // One set of terms on either side: then only the terms that differ are worth reading.
    private static string Terms(SharingChange change)
    {
        if (
            change is not { Before.Grants: [var was], After.Grants: [var now] }
            || !was.Conditions.SequenceEqual(now.Conditions, StringComparer.Ordinal)
            || !change.Before.Bars.Select(Text).SequenceEqual(change.After.Bars.Select(Text), StringComparer.Ordinal)
        )
        {
            return BeforeAndNow(change);
        }

        var before = was.Terms.Lines.ToDictionary(line => line.Name, StringComparer.Ordinal);
        var after = now.Terms.Lines.ToDictionary(line => line.Name, StringComparer.Ordinal);
        var differing = before
            .Keys.Union(after.Keys, StringComparer.Ordinal)
            .Where(name =>
                !string.Equals(before.GetValueOrDefault(name)?.Meaning, after.GetValueOrDefault(name)?.Meaning, StringComparison.Ordinal)
            )
            .Select(name =>
                $"{name}: {after.GetValueOrDefault(name)?.Text ?? "nothing said"}, before: {before.GetValueOrDefault(name)?.Text ?? "nothing said"}."
            );
        return string.Join(' ', differing);

        static string Text(SharingBar bar) => And(bar.Conditions);
    }

    private static string TermsOf(SharingTerms terms) =>
        string.Join(
            "; ",
            terms.Lines.Select(line =>
                line.Name switch
                {
                    "Lawful basis" => $"lawful basis {line.Text}",
                    "Acknowledged within" => $"must be acknowledged within {line.Text}",
                    "Kept at most" => $"kept at most {line.Text}",
                    "Taken out first" => $"without {line.Text}",
                    "Passed on to" => $"passed on to {line.Text}",
                    "The person is told" => "the person is told",
                    "Release" => line.Text is "automatic" ? "released automatically" : line.Text,
                    _ => $"{Lower(line.Name)}: {line.Text}",
                }
            )
        );

    private static string Bars(IReadOnlyList<SharingBar> bars) =>
        string.Join(
            ' ',
            bars.Select(bar => bar.Conditions.Count == 0 ? "Whatever the facts." : $"Where {And(bar.Conditions)}, or that is not known.")
        );

    private static string Was(IReadOnlyList<SharingBar> before) => before.Count == 0 ? "" : $" Before: {Lower(Bars(before))}";

    private static string Now(IReadOnlyList<SharingBar> after) => after.Count == 0 ? "" : $" Now: {Lower(Bars(after))}";

    private static string And(IReadOnlyList<string> conditions) => string.Join(" and ", conditions);

    private static string Lower(string text) => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];

    private string Agency(string? id) => AgencyId.TryParse(id, out var agency) ? scopes.Name(agency) : id ?? "";
}
