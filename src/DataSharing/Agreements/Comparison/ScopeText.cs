using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>Lines of sharing in words, with the titles that the documents give to categories and purposes.</summary>
internal sealed class ScopeText(IReadOnlyList<Agreement> agreements, Func<AgencyId, string>? names)
{
    public string Name(AgencyId agency) => names is null ? agency.Value : names(agency);

    /// <summary>Who to whom, around a verb such as <c>may share with</c>.</summary>
    public Func<string, string> Pair(SharingScope scope)
    {
        var from = List(scope.From.Select(Name));
        var circle = scope.From.Count > 1 && scope.From.Count == scope.To.Count && scope.From.All(scope.To.Contains);
        var to =
            circle ? "each other"
            : scope.From.Any(scope.To.Contains) ? $"{List(scope.To.Select(Name))} (never with itself)"
            : List(scope.To.Select(Name));
        return verb =>
            $"{from} {(scope.From.Count == 1 && verb.StartsWith("are ", StringComparison.Ordinal) ? $"is {verb[4..]}" : verb)} {to}";
    }

    /// <summary>What, for what, about whom, how much.</summary>
    public string What(SharingScope scope)
    {
        var categories = List([
            .. scope.Categories.Select(Title),
            .. scope.OtherCategories ? ["any category not declared here"] : (string[])[],
        ]);
        var purposes = List([.. scope.Purposes.Select(Title), .. scope.OtherPurposes ? ["any purpose not declared here"] : (string[])[]]);
        var kinds = List(scope.SubjectKinds.Select(Plural));
        var modes = scope.Modes is [var mode] ? Mode(mode) : "both that a record is held and what it says";
        return $"{categories}; for {purposes}; about {kinds}; {modes}";
    }

    public static string List(IEnumerable<string> items)
    {
        string[] all = [.. items];
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    public static string Upper(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string Plural(SubjectKind kind) =>
        kind switch
        {
            SubjectKind.Person => "people",
            SubjectKind.Group => "groups",
            SubjectKind.Business => "businesses",
            _ => "locations",
        };

    private static string Mode(SharingMode mode) =>
        mode == SharingMode.Existence ? "that a record is held and whom to ring" : "what the record says";

    private string Title(DataCategory category) =>
        agreements.SelectMany(agreement => agreement.Categories).FirstOrDefault(declared => declared.Code == category)?.Title
        ?? category.Value;

    private string Title(PurposeCode purpose) =>
        agreements.SelectMany(agreement => agreement.Purposes).FirstOrDefault(declared => declared.Code == purpose)?.Title ?? purpose.Value;
}
