using System.Globalization;
using DataSharing.Identity;
using DataSharing.Partnership;

namespace DataSharing.Agreements;

/// <summary>The document's words for closed lists, in the order in which they are offered. The schema says the same; a test compares.</summary>
internal static class Words
{
    public static IReadOnlyDictionary<string, ControllerRole> ControllerRoles { get; } =
        Map(("independent", ControllerRole.Independent), ("joint", ControllerRole.Joint), ("processor", ControllerRole.Processor));

    public static IReadOnlyDictionary<string, AuthorityKind> Authorities { get; } =
        Map(
            ("public-authority", AuthorityKind.PublicAuthority),
            ("competent-authority", AuthorityKind.CompetentAuthority),
            ("other", AuthorityKind.Other)
        );

    public static IReadOnlyDictionary<string, ToolkitStatus> ToolkitStatuses { get; } =
        Map(
            ("standards-exceeded", ToolkitStatus.StandardsExceeded),
            ("standards-met", ToolkitStatus.StandardsMet),
            ("approaching-standards", ToolkitStatus.ApproachingStandards),
            ("standards-not-met", ToolkitStatus.StandardsNotMet)
        );

    public static IReadOnlyDictionary<string, SpecialKind> SpecialKinds { get; } =
        Map(
            ("health", SpecialKind.Health),
            ("ethnicity", SpecialKind.Ethnicity),
            ("religion", SpecialKind.Religion),
            ("politics", SpecialKind.Politics),
            ("trade-union", SpecialKind.TradeUnion),
            ("genetic", SpecialKind.Genetic),
            ("biometric", SpecialKind.Biometric),
            ("sex-life", SpecialKind.SexLife),
            ("sexual-orientation", SpecialKind.SexualOrientation)
        );

    public static IReadOnlyDictionary<string, ConfidentialityBasis> Confidentiality { get; } =
        Map(
            ("consent", ConfidentialityBasis.Consent),
            ("overriding-public-interest", ConfidentialityBasis.OverridingPublicInterest),
            ("legal-duty", ConfidentialityBasis.LegalDuty)
        );

    public static IReadOnlyDictionary<string, string> PartThreeSubjects { get; } =
        Same("suspect", "convicted", "victim", "witness-or-other");

    public static IReadOnlyDictionary<string, SharingMode> Modes { get; } =
        Map(("existence", SharingMode.Existence), ("content", SharingMode.Content));

    public static IReadOnlyDictionary<string, SubjectKind> SubjectKinds { get; } =
        Map(
            ("person", SubjectKind.Person),
            ("group", SubjectKind.Group),
            ("business", SubjectKind.Business),
            ("location", SubjectKind.Location)
        );

    public static IReadOnlyDictionary<string, ConsentStance> ConsentStances { get; } =
        Map(
            ("not-required", ConsentStance.NotRequired),
            ("inform-unless-risk", ConsentStance.InformUnlessRisk),
            ("explicit", ConsentStance.Explicit)
        );

    public static IReadOnlyDictionary<string, ReleaseManner> Releases { get; } =
        Map(("automatic", ReleaseManner.Automatic), ("manual", ReleaseManner.Manual));

    public static IReadOnlyDictionary<string, OnwardScope> Onward { get; } =
        Map(("none", OnwardScope.None), ("parties", OnwardScope.Parties), ("named", OnwardScope.Named));

    public static IReadOnlyDictionary<string, string> Article6 { get; } =
        Same("6(1)(a)", "6(1)(b)", "6(1)(c)", "6(1)(d)", "6(1)(e)", "6(1)(ea)", "6(1)(f)");

    public static IReadOnlyDictionary<string, string> Annex1 { get; } =
        Same("public-task-request", "security", "emergency", "crime", "safeguarding");

    public static IReadOnlyDictionary<string, string> Article9 { get; } =
        Same("9(2)(a)", "9(2)(b)", "9(2)(c)", "9(2)(d)", "9(2)(e)", "9(2)(f)", "9(2)(g)", "9(2)(h)", "9(2)(i)", "9(2)(j)");

    public static IReadOnlyDictionary<string, SafeguardingLimb> Limbs { get; } =
        Map(("harm", SafeguardingLimb.Harm), ("well-being", SafeguardingLimb.WellBeing));

    public static IReadOnlyDictionary<string, ProtectedPeople> Protected { get; } =
        Map(("under-18", ProtectedPeople.Under18), ("adult-at-risk", ProtectedPeople.AdultAtRisk));

    public static IReadOnlyDictionary<string, WithoutConsentReason> WithoutConsent { get; } =
        Map(
            ("cannot-be-given", WithoutConsentReason.CannotBeGiven),
            ("cannot-reasonably-be-obtained", WithoutConsentReason.CannotReasonablyBeObtained),
            ("would-prejudice-protection", WithoutConsentReason.WouldPrejudiceProtection)
        );

    public static IReadOnlyDictionary<string, char> Handling { get; } = Letters("PC");

    public static IReadOnlyDictionary<string, char> Intelligence { get; } = Letters("ABCDE");

    /// <summary>The word for a meaning.</summary>
    public static string Of<T>(IReadOnlyDictionary<string, T> words, T meaning) =>
        words.First(word => EqualityComparer<T>.Default.Equals(word.Value, meaning)).Key;

    private static OrderedDictionary<string, T> Map<T>(params (string Word, T Meaning)[] words)
    {
        var map = new OrderedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var (word, meaning) in words)
        {
            map.Add(word, meaning);
        }

        return map;
    }

    private static OrderedDictionary<string, string> Same(params string[] words) => Map([.. words.Select(word => (word, word))]);

    private static OrderedDictionary<string, char> Letters(string letters) =>
        Map([.. letters.Select(letter => (letter.ToString(CultureInfo.InvariantCulture), letter))]);
}
