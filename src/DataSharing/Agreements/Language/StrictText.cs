using System.Text;
using System.Text.Json;
using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>Single values of a document, read strictly.</summary>
internal static class StrictText
{
    /// <summary>What a wrong code is replaced with while the rest is read; documents with findings are never used.</summary>
    public const string StandIn = "unreadable";

    public static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null; // A lone surrogate, written as an escape.
        }
    }

    public static string? TryText(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // A lone surrogate, written as an escape.
        }
    }

    /// <summary>Text for readers: no control characters (line feeds only where lines are allowed) and nothing that turns the reading direction.</summary>
    public static string Read(JsonElement value, string pointer, int maximum, bool lines, Findings findings)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            findings.Add("wrong-type", pointer, "Text is wanted here.");
            return "";
        }

        var text = TryText(value);
        if (text is null || text.EnumerateRunes().Any(rune => !IsReadable(rune, lines)))
        {
            findings.Add("invalid-text", pointer, "The text has control characters, or characters that turn the reading direction.");
            return "";
        }

        // Counted in code points, as JSON Schema counts.
        var length = text.EnumerateRunes().Count();
        if (length > maximum)
        {
            findings.Add("too-long", pointer, $"The text has at most {maximum} characters.");
        }
        else if (string.IsNullOrWhiteSpace(text))
        {
            findings.Add("empty-text", pointer, "The text is empty.");
        }

        return text;
    }

    /// <summary>A code of the <see cref="Slug"/> grammar, which has no letters that look like others of another script.</summary>
    public static string Code(JsonElement value, string pointer, Findings findings)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            findings.Add("wrong-type", pointer, "A code is wanted here, as text.");
            return StandIn;
        }

        var text = TryText(value);
        if (text is not null && Slug.IsValid(text))
        {
            return text;
        }

        findings.Add(
            "invalid-identifier",
            pointer,
            "A code has 2 to 40 lower-case ASCII letters, digits and single hyphens, a letter first."
        );
        return StandIn;
    }

    public static int Integer(JsonElement value, string pointer, int minimum, int maximum, Findings findings)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            findings.Add("wrong-type", pointer, "A number is wanted here.");
            return minimum;
        }

        // 1.0 is the integer 1 to JSON Schema and to the canonical form, so it is to us.
        var number = value.GetDouble();
        if (number < minimum || number > maximum || Math.Truncate(number) != number)
        {
            findings.Add("out-of-range", pointer, $"A whole number from {minimum} to {maximum} is wanted here.");
            return minimum;
        }

        return (int)number;
    }

    public static T Word<T>(JsonElement value, string pointer, IReadOnlyDictionary<string, T> words, Findings findings)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            findings.Add("wrong-type", pointer, "A word is wanted here, as text.");
            return words.First().Value;
        }

        if (TryText(value) is { } text && words.TryGetValue(text, out var meaning))
        {
            return meaning;
        }

        findings.Add("invalid-value", pointer, $"One of these is wanted here: {string.Join(", ", words.Keys)}.");
        return words.First().Value;
    }

    private static bool IsReadable(Rune rune, bool lines) =>
        rune.Value switch
        {
            '\n' => lines,
            < 0x20 or (>= 0x7F and <= 0x9F) => false,
            0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF => false,
            _ => true,
        };
}
