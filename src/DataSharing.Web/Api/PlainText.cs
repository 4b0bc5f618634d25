using System.Globalization;

namespace DataSharing.Web.Api;

/// <summary>What free text may hold. Control characters and direction overrides would let a record be misread.</summary>
internal static class PlainText
{
    /// <summary>1 to <paramref name="maximum"/> characters, not blank, on one line.</summary>
    public static bool IsLine(string? text, int maximum) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= maximum && text.All(c => IsPlain(c) && c is not ('\n' or '\t'));

    /// <summary>1 to <paramref name="maximum"/> characters, not blank; lines may break.</summary>
    public static bool IsText(string? text, int maximum) => !string.IsNullOrWhiteSpace(text) && text.Length <= maximum && text.All(IsPlain);

    private static bool IsPlain(char c) =>
        (!char.IsControl(c) || c is '\n' or '\t')
        && CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && c is not ((>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));
}
