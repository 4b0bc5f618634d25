using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DataSharing.Identifiers;

/// <summary>A Police National Computer id: year, serial of up to seven digits, check letter; <c>2003/0062845E</c> or short <c>03/62845E</c>.</summary>
/// <remarks>
/// The check as the Ministry of Justice's published services make it: two-digit year and seven-digit serial as one number, modulus 23. A short
/// year above the present one of its century belongs to the last century; the clock must not change what a value means, so the turn is fixed at 39.
/// </remarks>
public sealed record PncId
{
    private const string Alphabet = "ZABCDEFGHJKLMNPQRTUVWXY";
    private const int LastShortYearOfThisCentury = 39;

    private PncId(string value) => Value = value;

    /// <summary>Long form: <c>2003/0062845E</c>.</summary>
    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out PncId? parsed)
    {
        parsed = Normalise(text) is { } value && HasCheckLetter(value) ? new PncId(value) : null;
        return parsed is not null;
    }

    public override string ToString() => "PncId(redacted)";

    internal static string? Normalise(string? text)
    {
        var trimmed = text?.Trim().ToUpperInvariant() ?? "";
        var slash = trimmed.IndexOf('/', StringComparison.Ordinal);
        var (year, rest) = slash switch
        {
            2 or 4 => (trimmed[..slash], trimmed[(slash + 1)..]),
            < 0 when trimmed.Length is > 4 and <= 12 => (trimmed[..4], trimmed[4..]),
            _ => ("", ""),
        };
        if (
            rest.Length is < 2 or > 8
            || !Letters.AreDigits(year)
            || !Letters.AreDigits(rest.AsSpan(0, rest.Length - 1))
            || !char.IsAsciiLetter(rest[^1])
        )
        {
            return null;
        }

        if (year.Length == 2)
        {
            var century = int.Parse(year, CultureInfo.InvariantCulture) > LastShortYearOfThisCentury ? "19" : "20";
            year = century + year;
        }

        return $"{year}/{rest.PadLeft(8, '0')}";
    }

    internal static bool HasCheckLetter(string value)
    {
        var number = long.Parse(string.Concat(value.AsSpan(2, 2), value.AsSpan(5, 7)), CultureInfo.InvariantCulture);
        return Alphabet[(int)(number % 23)] == value[^1];
    }
}
