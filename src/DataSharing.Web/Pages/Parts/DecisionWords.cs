using System.Globalization;
using System.Text.RegularExpressions;
using DataSharing.Agreements;

namespace DataSharing.Web.Pages.Parts;

/// <summary>A decision's law, consent and duties in words for people. What it does not know it shows as it stands.</summary>
public static partial class DecisionWords
{
    private static readonly Dictionary<string, string> Law = new(StringComparer.Ordinal)
    {
        ["6(1)(a)"] = "UK GDPR Article 6(1)(a): the person consented",
        ["6(1)(b)"] = "UK GDPR Article 6(1)(b): needed for a contract",
        ["6(1)(c)"] = "UK GDPR Article 6(1)(c): the law requires it",
        ["6(1)(d)"] = "UK GDPR Article 6(1)(d): to protect somebody’s life",
        ["6(1)(e)"] = "UK GDPR Article 6(1)(e): a task in the public interest",
        ["6(1)(ea)"] = "UK GDPR Article 6(1)(ea): a recognised legitimate interest",
        ["6(1)(f)"] = "UK GDPR Article 6(1)(f): a legitimate interest",
        ["9(2)(a)"] = "Article 9(2)(a): the person explicitly consented",
        ["9(2)(b)"] = "Article 9(2)(b): social protection law",
        ["9(2)(c)"] = "Article 9(2)(c): to protect somebody’s life",
        ["9(2)(f)"] = "Article 9(2)(f): legal claims",
        ["9(2)(g)"] = "Article 9(2)(g): substantial public interest",
        ["9(2)(h)"] = "Article 9(2)(h): health or social care",
        ["sch1:18"] = "Data Protection Act 2018, Schedule 1, paragraph 18: safeguarding children and adults at risk",
        ["part3"] = "Data Protection Act 2018, Part 3: law enforcement",
    };

    /// <summary>Each basis of a decision as a list of what it rests on.</summary>
    public static IReadOnlyList<string> LawfulBases(RecordedDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return LawfulBases(decision.LawfulBases);
    }

    public static IReadOnlyList<string> LawfulBases(IReadOnlyList<string> bases) =>
        [.. bases.SelectMany(basis => basis.Split(' ')).Distinct(StringComparer.Ordinal).Select(Basis)];

    /// <summary>What the clauses ask about consent, whatever is recorded of it.</summary>
    public static string Stance(RecordedDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return decision.ConsentStance switch
        {
            "inform-unless-risk" => "This does not rely on consent. Tell the person, unless telling them would put somebody at risk.",
            "explicit" => "This needs the person’s explicit consent.",
            _ => "This does not rely on consent.",
        };
    }

    public static string Consent(RecordedDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var state = decision.ConsentState switch
        {
            "given" => "Consent is recorded as given.",
            "refused" => "Consent is recorded as refused.",
            "withdrawn" => "Consent is recorded as withdrawn.",
            _ => "No consent is recorded.",
        };
        return $"{Stance(decision)} {state}";
    }

    /// <summary>What the agency that receives it must do, a sentence each.</summary>
    public static IReadOnlyList<string> Duties(RecordedObligations duties, Func<string, string> nameOfAgency)
    {
        ArgumentNullException.ThrowIfNull(duties);
        var said = new List<string>();
        if (duties.AcknowledgeWithin is { } soon)
        {
            said.Add($"Say that it arrived within {Duration(soon)}.");
        }

        if (duties.RetainFor is { } keep)
        {
            said.Add($"Delete it after {Duration(keep)}.");
        }

        said.Add(
            duties.Onward switch
            {
                "parties" => "Pass it on only to agencies of the same agreement.",
                "named" => $"Pass it on only to {UkText.And([.. duties.OnwardAgencies.Select(agency => nameOfAgency(agency.Value))])}.",
                _ => "Do not pass it on.",
            }
        );
        if (duties.NotifySubject)
        {
            said.Add("Tell the person that it was shared.");
        }

        if (duties.Redact.Count > 0)
        {
            said.Add(
                $"Taken out before it leaves: {UkText.And([.. duties.Redact.Select(path => UkText.Words(path.Split('/')[^1]).ToLowerInvariant())])}."
            );
        }

        return said;
    }

    /// <summary><c>P6M</c> as <c>6 months</c>.</summary>
    public static string Duration(string iso)
    {
        var match = Iso().Match(iso);
        if (!match.Success)
        {
            return iso;
        }

        string[] units = ["year", "month", "week", "day", "hour", "minute"];
        var parts = units.Select(unit => (Item: unit, Number: match.Groups[unit].Value)).Where(part => part.Number.Length > 0);
        return UkText.And([.. parts.Select(part => UkText.Count(int.Parse(part.Number, CultureInfo.InvariantCulture), part.Item))]);
    }

    private static string Basis(string code) =>
        Law.TryGetValue(code, out var words) ? words
        : code.StartsWith("sch1:", StringComparison.Ordinal) ? $"Data Protection Act 2018, Schedule 1, paragraph {code[5..]}"
        : code.StartsWith("sch8:", StringComparison.Ordinal) ? $"Data Protection Act 2018, Schedule 8, paragraph {code[5..]}"
        : code.StartsWith('9') ? $"Article {code}"
        : $"UK GDPR Article {code}";

    [GeneratedRegex(
        @"^P(?:(?<year>\d+)Y)?(?:(?<month>\d+)M)?(?:(?<week>\d+)W)?(?:(?<day>\d+)D)?(?:T(?:(?<hour>\d+)H)?(?:(?<minute>\d+)M)?)?$",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Iso();
}

/// <summary>A decision as the partial <c>_Decision</c> shows it.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Titles">Titles of data categories; codes without one are put in words.</param>
/// <param name="Agencies">Names of agencies.</param>
/// <param name="From">Who shares.</param>
/// <param name="To">Who receives.</param>
/// <param name="Tense">What the headline says of it: before, or after.</param>
public sealed record DecisionShown(
    RecordedDecision Decision,
    IReadOnlyDictionary<string, string> Titles,
    IReadOnlyDictionary<Identity.AgencyId, string> Agencies,
    string From,
    string To,
    DecisionTense Tense
)
{
    public string TitleOf(string category) => Titles.GetValueOrDefault(category) ?? UkText.Words(category);

    public string AgencyOf(string id) => Agencies.FirstOrDefault(agency => agency.Key.Value == id).Value ?? id;
}

public enum DecisionTense
{
    /// <summary>Nothing has been sent.</summary>
    Before,

    /// <summary>It has.</summary>
    After,

    /// <summary>Nothing is meant to be sent yet: it was asked about nobody in particular.</summary>
    Asked,
}
