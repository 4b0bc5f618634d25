using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Web.Pages.Parts;

namespace DataSharing.Web.Pages.Subjects;

/// <summary>One kind of fact that the pages know words for. Agencies' systems may record others; their code is shown in words.</summary>
/// <param name="Code">As it travels.</param>
/// <param name="Title">For people.</param>
/// <param name="For">The kinds of subject it is offered for.</param>
/// <param name="Category">Where it usually belongs.</param>
public sealed record FactKind(string Code, string Title, IReadOnlyList<SubjectKind> For, string Category);

public static class FactKinds
{
    public const string Status = "status";

    /// <summary>Children Act 1989 s.22.</summary>
    public const string LookedAfter = "looked-after";

    private static readonly SubjectKind[] People = [SubjectKind.Person];
    private static readonly SubjectKind[] Places = [SubjectKind.Location];
    private static readonly SubjectKind[] Businesses = [SubjectKind.Business];
    private static readonly SubjectKind[] Every = Enum.GetValues<SubjectKind>();

    /// <summary>What a child says, in their own words: shown before anything that others say of them.</summary>
    private static readonly string[] Voices = ["voice", "child-voice", "child-view", "wishes-and-feelings", "view-of-safety", "feels-safe"];

    private static readonly string[] CareKinds = ["looked-after-by", "trusted-adult", "legal-status", "placement"];

    public static IReadOnlyList<FactKind> All { get; } =
    [
        new("child-voice", "What they say, in their own words", People, "support-plan"),
        new("view-of-safety", "Where and with whom they feel safe", People, "support-plan"),
        new("looked-after-by", "Who is looking after them", People, "identity"),
        new("trusted-adult", "An adult they trust", People, "support-plan"),
        new("risk-level", "Risk: level and reasons", Every, "risk"),
        new("strength", "What is going well", People, "support-plan"),
        new("support-plan", "Help that is planned", People, "support-plan"),
        new(Status, "Legal or other status", Every, "risk"),
        new("address", "Address", People, "identity"),
        new("contact", "How to reach them", Every, "identity"),
        new("school", "School or college", People, "education"),
        new("attendance", "Attendance at school", People, "education"),
        new("health", "Health", People, "health"),
        new("missing-count", "Missing episodes", People, "missing-episodes"),
        new("vehicle-marker", "Vehicle", Every, "intelligence-summary"),
        new("intelligence", "Intelligence", Every, "intelligence-summary"),
        new("incident-count", "Incidents", [.. Places, .. Businesses], "incident"),
        new("tenancy", "Tenancy and household", [SubjectKind.Person, SubjectKind.Location], "housing"),
        new("licence", "Licence and its conditions", [SubjectKind.Business, SubjectKind.Person, SubjectKind.Location], "licensing"),
        new("inspection", "Inspection", [.. Businesses, .. Places], "licensing"),
        new("opening-hours", "When it is open or busy", [.. Businesses, .. Places], "licensing"),
        new("note", "Something else", Every, "risk"),
    ];

    public static IReadOnlyList<Choice> Statuses { get; } =
    [
        new(LookedAfter, "Looked after by the local authority"),
        new("adult-at-risk", "Adult at risk"),
        new("child-protection-plan", "Child protection plan"),
        new("child-in-need", "Child in need plan"),
        new("nrm", "Referred to the National Referral Mechanism"),
        new("section-45", "Modern slavery defence (section 45) being considered"),
        new("abe", "Recorded interview (Achieving Best Evidence) planned"),
        new("missing", "Missing now"),
    ];

    public static string Title(string code) => All.FirstOrDefault(kind => kind.Code == code)?.Title ?? UkText.Words(code);

    public static bool IsVoice(string code) => Voices.Contains(code, StringComparer.Ordinal);

    public static bool IsCare(FactView fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return CareKinds.Contains(fact.Kind, StringComparer.Ordinal) || fact is { Kind: Status, Code: LookedAfter, Holds: true };
    }

    /// <summary>Of a status its own name, of any other fact that of its kind.</summary>
    public static string Title(FactView fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return fact.Code is null ? Title(fact.Kind) : StatusTitle(fact.Code) + (fact.Holds ? "" : ": no");
    }

    public static string StatusTitle(string? code) => Statuses.FirstOrDefault(status => status.Value == code)?.Text ?? UkText.Words(code);
}
