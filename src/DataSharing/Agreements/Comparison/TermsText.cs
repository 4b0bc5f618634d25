using System.Globalization;
using System.Text;
using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>Terms and conditions of sharing in words.</summary>
internal static class TermsText
{
    public static IReadOnlyList<TermsLine> Of(SharingTerms terms)
    {
        var duties = terms.Duties;
        var lines = new List<TermsLine?>
        {
            Line("Lawful basis", string.Join("; or ", terms.LawfulBases.Select(Of))),
            Line("Consent", RuleText.Consent(terms.Consent)),
            Line("Release", terms.Release == ReleaseManner.Manual ? "a person of the disclosing agency looks first" : "automatic"),
            duties.Redact.Count == 0 ? null : Line("Taken out first", string.Join(", ", duties.Redact)),
            duties.RetainFor is { } kept ? new TermsLine("Kept at most", Of(kept), kept.Length) : null,
            duties.AcknowledgeWithin is { } soon ? new TermsLine("Acknowledged within", Of(soon), soon.Length) : null,
            Line("Passed on to", Onward(duties.Onward)),
            duties.NotifySubject ? Line("The person is told", "yes") : null,
        };
        return [.. lines.OfType<TermsLine>()];
    }

    public static string Of(LawfulBasis basis)
    {
        var parts = new List<string?>
        {
            $"UK GDPR Article {basis.Article6}",
            basis.Annex1 is { } annex ? $"Annex 1: {annex}" : null,
            basis.Article9 is { } special ? $"Article {special}" : null,
            basis.Schedule1 is { } condition ? RuleText.Condition(condition) : null,
            basis.OfficialAuthority ? "official authority (Article 10)" : null,
            RuleText.PartThree(basis),
            RuleText.Gateways(basis),
            basis.Confidentiality is { } lifted ? $"confidentiality lifted by {Words.Of(Words.Confidentiality, lifted)}" : null,
        };
        return string.Join(", ", parts.Where(part => !string.IsNullOrEmpty(part))).ReplaceLineEndings(", ");
    }

    /// <summary>1 year, 24 hours.</summary>
    public static string Of(CalendarDuration duration)
    {
        var text = new StringBuilder();
        var (number, time) = (0, false);
        foreach (var letter in duration.Text)
        {
            if (char.IsAsciiDigit(letter))
            {
                number = (10 * number) + (letter - '0');
                continue;
            }

            var unit = letter switch
            {
                'Y' => "year",
                'M' => time ? "minute" : "month",
                'W' => "week",
                'D' => "day",
                'H' => "hour",
                _ => null,
            };
            time |= letter == 'T';
            if (unit is not null)
            {
                _ = text.Append(CultureInfo.InvariantCulture, $"{(text.Length == 0 ? "" : " ")}{number} {unit}{(number == 1 ? "" : "s")}");
                number = 0;
            }
        }

        return text.ToString();
    }

    /// <summary>What must be so for a rule to hold, one line a condition; none where it asks nothing.</summary>
    public static IReadOnlyList<string> Conditions(CompiledConstraints constraints)
    {
        string?[] lines =
        [
            .. (RuleText.Conditions(constraints.Source) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries),
            constraints.Needs.HasFlag(FactsNeeded.Consent) ? "the person's consent is recorded as given" : null,
        ];
        return [.. lines.OfType<string>()];
    }

    // The agencies, not the word: which parties there are can differ between versions.
    private static string Onward(OnwardSharing onward) =>
        onward.Agencies.Count == 0 ? "nobody" : string.Join(", ", onward.Agencies.Select((AgencyId agency) => agency.Value));

    private static TermsLine Line(string name, string text) => new(name, text, text);
}
