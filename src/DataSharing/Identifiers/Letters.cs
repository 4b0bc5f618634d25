namespace DataSharing.Identifiers;

/// <summary>What the formats of identifiers share: separators that people type, and letters and digits of ASCII alone.</summary>
internal static class Letters
{
    /// <summary>Upper case, without spaces, hyphens, dots, slashes and brackets; null where anything but ASCII letters and digits is left.</summary>
    public static string? Compact(string? text, int maximum, string kept = "")
    {
        if (text is null || text.Length > maximum * 3)
        {
            return null;
        }

        Span<char> compact = stackalloc char[text.Length];
        var length = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c) || kept.Contains(c, StringComparison.Ordinal))
            {
                compact[length++] = char.ToUpperInvariant(c);
            }
            else if (c is not (' ' or '-' or '.' or '/' or '(' or ')' or '\u00A0'))
            {
                return null;
            }
        }

        return length is 0 || length > maximum ? null : new string(compact[..length]);
    }

    public static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    public static bool AreLetters(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('A', 'Z');
}
