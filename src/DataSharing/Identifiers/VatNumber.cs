using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DataSharing.Identifiers;

/// <summary>A UK VAT registration number: nine digits, the last two a check; written with or without <c>GB</c>.</summary>
/// <remarks>HMRC, VAT registration manual: seven digits times 8 to 2 plus the check, or that plus 55, is a multiple of 97.</remarks>
public sealed record VatNumber
{
    private VatNumber(string value) => Value = value;

    /// <summary><c>GB</c> and nine digits.</summary>
    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out VatNumber? parsed)
    {
        parsed = Digits(text) is { } digits && HasCheckDigits(digits) ? new VatNumber($"GB{digits}") : null;
        return parsed is not null;
    }

    public override string ToString() => "VatNumber(redacted)";

    internal static string? Digits(string? text)
    {
        var compact = Letters.Compact(text, 11);
        var digits = compact?.StartsWith("GB", StringComparison.Ordinal) == true ? compact[2..] : compact;
        return digits is { Length: 9 } && Letters.AreDigits(digits) ? digits : null;
    }

    internal static bool HasCheckDigits(string digits)
    {
        var sum = int.Parse(digits.AsSpan(7), CultureInfo.InvariantCulture);
        for (var i = 0; i < 7; i++)
        {
            sum += (digits[i] - '0') * (8 - i);
        }

        return sum % 97 == 0 || (sum + 55) % 97 == 0;
    }
}
