using System.Diagnostics.CodeAnalysis;

namespace DataSharing.Identifiers;

/// <summary>A telephone number in E.164 form. A number without a country code is read as one of the UK.</summary>
/// <remarks>ITU-T E.164 (at most 15 digits); Ofcom, National Telephone Numbering Plan: 9 or 10 digits after +44, none beginning with 0.</remarks>
public sealed record TelephoneNumber
{
    private TelephoneNumber(string value) => Value = value;

    /// <summary><c>+</c> and 8 to 15 digits.</summary>
    public string Value { get; }

    /// <summary>A UK number for mobile services (+447, but not the personal numbers of +4470).</summary>
    public bool IsUkMobile => Value.StartsWith("+447", StringComparison.Ordinal) && Value is { Length: 13 } && Value[4] != '0';

    public static bool TryParse(string? text, [NotNullWhen(true)] out TelephoneNumber? parsed)
    {
        parsed = null;
        var written = text?.Replace("(0)", "", StringComparison.Ordinal);
        if (Letters.Compact(written, 18, "+") is { } compact)
        {
            var international =
                compact[0] == '+' ? compact[1..]
                : compact.StartsWith("00", StringComparison.Ordinal) ? compact[2..]
                : compact[0] == '0' ? $"44{compact[1..]}"
                : "";
            parsed = IsNumber(international) ? new TelephoneNumber($"+{international}") : null;
        }

        return parsed is not null;
    }

    public override string ToString() => "TelephoneNumber(redacted)";

    private static bool IsNumber(string digits) =>
        digits.Length is >= 8 and <= 15
        && digits[0] != '0'
        && Letters.AreDigits(digits)
        && (!digits.StartsWith("44", StringComparison.Ordinal) || (digits.Length is 11 or 12 && digits[2] != '0'));
}
