using System.Globalization;
using System.Text;

namespace DataSharing.Entities;

/// <summary>Names as they are compared: accents and case folded, words apart. "Zoë O'Brien-Łuk" is zoe, obrien, brien, luk.</summary>
internal static class NameWords
{
    public const int ShortestPrefix = 3;
    public const int LongestPrefix = 10;

    private const int MostWords = 12;

    // Letters that Unicode does not take apart into a base and a mark.
    private static readonly Dictionary<char, string> Folded = new()
    {
        ['ß'] = "ss",
        ['æ'] = "ae",
        ['œ'] = "oe",
        ['ø'] = "o",
        ['ł'] = "l",
        ['đ'] = "d",
        ['ð'] = "d",
        ['þ'] = "th",
        ['ı'] = "i",
    };

    /// <summary>The words of a name; those with an apostrophe both joined and apart.</summary>
    public static IReadOnlyList<string> Of(string name)
    {
        var joined = Split(name, apostropheJoins: true);
        var apart = Split(name, apostropheJoins: false);
        return [.. joined.Union(apart, StringComparer.Ordinal).Take(MostWords)];
    }

    /// <summary>The words that somebody looks for; each must begin a word of the name.</summary>
    public static IReadOnlyList<string> Asked(string text) => [.. Split(text, apostropheJoins: true).Take(MostWords)];

    /// <summary>The beginnings that a name is found by.</summary>
    public static IEnumerable<string> Prefixes(string name) =>
        Of(name)
            .SelectMany(word =>
                Enumerable
                    .Range(ShortestPrefix, LongestPrefix - ShortestPrefix + 1)
                    .Where(length => length <= word.Length)
                    .Select(length => word[..length])
            )
            .Distinct(StringComparer.Ordinal);

    /// <summary>The one beginning to look up for a question: that of its longest word. Null where every word is too short.</summary>
    public static string? LookUp(IReadOnlyList<string> asked) =>
        asked.MaxBy(word => word.Length) is { Length: >= ShortestPrefix } longest
            ? longest[..Math.Min(longest.Length, LongestPrefix)]
            : null;

    public static bool Match(IReadOnlyList<string> asked, string name)
    {
        var words = Of(name);
        return asked.All(a => words.Any(w => w.StartsWith(a, StringComparison.Ordinal)));
    }

    private static List<string> Split(string name, bool apostropheJoins)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var c in name.Normalize(NormalizationForm.FormKD))
        {
            if (char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark || (apostropheJoins && c is '\'' or '’' or 'ʼ'))
            {
                continue;
            }

            var lower = char.ToLowerInvariant(c);
            if (Folded.TryGetValue(lower, out var letters))
            {
                word.Append(letters);
            }
            else if (char.IsLetterOrDigit(lower) && lower is not 'ʼ')
            {
                word.Append(lower);
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            words.Add(word.ToString());
        }

        return words;
    }
}
