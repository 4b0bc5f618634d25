using System.Text.RegularExpressions;

namespace DataSharing.Web.Pages.Audit;

/// <summary>A field for a record: its id, or the address of its page as it was copied.</summary>
internal static partial class RecordField
{
    public const string Error = "Enter an id as it stands in the address of a record, or paste the whole address";

    /// <summary>False where there is no id in it, or more than one.</summary>
    public static bool TryRead(string? text, out Guid id)
    {
        id = default;
        return Ids().Matches(text ?? "") is [var only] && Guid.TryParseExact(only.Value, "D", out id);
    }

    [GeneratedRegex("(?<![0-9A-Za-z-])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![0-9A-Za-z-])", RegexOptions.None, 1000)]
    private static partial Regex Ids();
}
