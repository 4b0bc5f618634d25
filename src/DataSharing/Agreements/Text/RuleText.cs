using System.Globalization;
using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>Permissions and prohibitions in words.</summary>
internal static class RuleText
{
    private const string Any = "any";

    public static void Permission(Permission rule, HtmlText html)
    {
        var (basis, duties) = (rule.LawfulBasis, rule.Duties);
        _ = html.Heading(3, $"rule-{rule.Id}", $"Permission {rule.Id}");
        _ = html.Terms(
            ("From", List(rule.From.Select(agency => agency.Value))),
            ("To", List(rule.To.Select(agency => agency.Value))),
            ("For", List(rule.Purposes.Select(purpose => purpose.Value))),
            ("About", Kinds(rule.SubjectKinds)),
            ("Data", List(rule.Categories.Select(category => category.Value))),
            ("What is told", Mode(rule.Mode)),
            ("Only where", Conditions(rule.Constraints)),
            ("Lawful basis", $"UK GDPR Article {basis.Article6}{(basis.Annex1 is null ? "" : $", Annex 1: {basis.Annex1}")}"),
            ("Special category", basis.Article9 is null ? null : $"UK GDPR Article {basis.Article9}"),
            ("Schedule 1", basis.Schedule1 is { } condition ? Condition(condition) : null),
            ("Official authority", basis.OfficialAuthority ? "processed under the control of official authority (UK GDPR Art 10)" : null),
            ("Law enforcement", PartThree(basis)),
            ("Powers and duties", Gateways(basis)),
            ("Confidentiality", basis.Confidentiality is { } lifted ? $"lifted by {Words.Of(Words.Confidentiality, lifted)}" : null),
            ("Consent", Consent(rule.Consent)),
            ("Release", rule.Release == ReleaseManner.Manual ? "a person of the disclosing agency looks first" : "automatic"),
            ("Taken out first", List(duties.Redact)),
            ("Kept at most", duties.RetainFor?.Text),
            ("Acknowledged within", duties.AcknowledgeWithin?.Text),
            ("Passed on to", Onward(duties.Onward)),
            ("The person is told", duties.NotifySubject ? "yes" : null),
            ("Note", rule.Note)
        );
    }

    public static void Prohibition(Prohibition rule, HtmlText html)
    {
        _ = html.Heading(3, $"rule-{rule.Id}", $"Prohibition {rule.Id}");
        _ = html.Terms(
            ("From", rule.From is null ? Any : List(rule.From.Select(agency => agency.Value))),
            ("To", rule.To is null ? Any : List(rule.To.Select(agency => agency.Value))),
            ("For", rule.Purposes is null ? Any : List(rule.Purposes.Select(purpose => purpose.Value))),
            ("About", rule.SubjectKinds is null ? Any : Kinds(rule.SubjectKinds)),
            ("Data", rule.Categories is null ? Any : List(rule.Categories.Select(category => category.Value))),
            (
                "What may not be told",
                rule.Mode == SharingMode.Existence ? "that a record is held, and what it says" : "what the record says"
            ),
            ("Only where", Conditions(rule.Constraints)),
            ("Note", rule.Note)
        );
    }

    /// <summary>The items with commas; null where there are none.</summary>
    public static string? List(IEnumerable<string> items) => string.Join(", ", items) is { Length: > 0 } text ? text : null;

    private static string? Kinds(IReadOnlyList<SubjectKind> kinds) => List(kinds.Select(kind => Words.Of(Words.SubjectKinds, kind)));

    private static string Mode(SharingMode mode) =>
        mode == SharingMode.Existence ? "that a record is held, and whom to ring" : "what the record says";

    internal static string Consent(ConsentStance stance) =>
        stance switch
        {
            ConsentStance.Explicit => "shared only where the person's explicit consent is recorded",
            ConsentStance.InformUnlessRisk => "not asked; the person is told unless that puts somebody at risk",
            _ => "not asked",
        };

    internal static string Condition(ScheduleOneCondition condition)
    {
        var lines = new List<string?>
        {
            string.Create(CultureInfo.InvariantCulture, $"Data Protection Act 2018 Schedule 1 paragraph {condition.Paragraph}"),
            condition.PolicyDocument is { } policy ? $"Policy document: {policy}" : null,
            condition.PolicyReviewDate is { } review ? $"To be reviewed by {AgreementText.Day(review)}" : null,
            condition.SubstantialPublicInterest,
            condition.Safeguarding is { } facts ? Facts(facts) : null,
        };
        return string.Join('\n', lines.OfType<string>());
    }

    private static string Facts(SafeguardingFacts facts) =>
        $"Protects {List(facts.Protects.Select(people => Words.Of(Words.Protected, people)))}: {Words.Of(Words.Limbs, facts.Limb)}. "
        + $"Consent {Words.Of(Words.WithoutConsent, facts.WithoutConsent)}. {facts.SubstantialPublicInterest}";

    internal static string? PartThree(LawfulBasis basis)
    {
        if (!basis.Part3)
        {
            return null;
        }

        var lines = new List<string?>
        {
            "Data Protection Act 2018 Part 3",
            basis.Schedule8 is { } paragraph ? string.Create(CultureInfo.InvariantCulture, $"Schedule 8 paragraph {paragraph}") : null,
            basis.Schedule8Safeguarding is { } facts ? Facts(facts) : null,
            List(basis.PartThreeSubjects) is { } told ? $"Told apart: {told}" : null,
        };
        return string.Join('\n', lines.OfType<string>());
    }

    internal static string? Gateways(LawfulBasis basis) =>
        string.Join('\n', new[] { basis.Gateway, List(basis.Gateways) }.OfType<string>()) is { Length: > 0 } text ? text : null;

    private static string Onward(OnwardSharing onward) =>
        onward.Scope switch
        {
            OnwardScope.Parties => "the parties to this agreement",
            OnwardScope.Named => List(onward.Agencies.Select(agency => agency.Value)) ?? "nobody",
            _ => "nobody",
        };

    public static string? Conditions(Constraints constraints) =>
        string.Join('\n', ConditionLines(constraints)) is { Length: > 0 } text ? text : null;

    /// <summary>What must be true, each in words; none where nothing must.</summary>
    public static IReadOnlyList<string> ConditionLines(Constraints constraints)
    {
        var lines = new List<string?>
        {
            constraints.Age is { } age ? Age(age) : null,
            constraints.Gradings?.Sources is { } sources
                ? $"source graded {List(sources.Select(source => source.ToString(CultureInfo.InvariantCulture)))}"
                : null,
            constraints.Gradings?.Intelligence is { } letters
                ? $"intelligence graded {List(letters.Select(letter => letter.ToString()))}"
                : null,
            constraints.Handling is { } handling ? $"handling code {List(handling.Select(letter => letter.ToString()))}" : null,
            constraints.Markings?.Within is { } within ? $"every marking among {List(within)}" : null,
            constraints.Markings?.Any is { } any ? $"a marking among {List(any)}" : null,
        };
        lines.AddRange(constraints.Flags.Select(flag => $"{flag.Flag}: {(flag.Value ? "yes" : "no")}"));
        return [.. lines.OfType<string>()];
    }

    private static string Age(AgeConstraint age) =>
        (age.Minimum, age.Maximum) switch
        {
            ({ } least, { } most) => string.Create(CultureInfo.InvariantCulture, $"aged {least} to {most}"),
            ({ } least, null) => string.Create(CultureInfo.InvariantCulture, $"aged {least} or more"),
            (null, var most) => string.Create(CultureInfo.InvariantCulture, $"aged {most} or less"),
        };
}
