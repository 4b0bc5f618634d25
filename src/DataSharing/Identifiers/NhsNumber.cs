using System.Diagnostics.CodeAnalysis;

namespace DataSharing.Identifiers;

/// <summary>An NHS number of England, Wales or the Isle of Man: ten digits, the last of them a check digit.</summary>
/// <remarks>NHS Data Model and Dictionary, attribute NHS NUMBER: nine digits times 10 to 2, modulus 11; a remainder that asks for 10 is not issued.</remarks>
public sealed record NhsNumber
{
    private NhsNumber(string value) => Value = value;

    /// <summary>Ten digits, without spaces.</summary>
    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out NhsNumber? parsed)
    {
        parsed =
            Letters.Compact(text, 10) is { Length: 10 } digits && Letters.AreDigits(digits) && HasCheckDigit(digits)
                ? new NhsNumber(digits)
                : null;
        return parsed is not null;
    }

    public override string ToString() => "NhsNumber(redacted)";

    internal static bool HasCheckDigit(string digits)
    {
        var sum = 0;
        for (var i = 0; i < 9; i++)
        {
            sum += (digits[i] - '0') * (10 - i);
        }

        var check = (11 - (sum % 11)) % 11;
        return check != 10 && check == digits[9] - '0';
    }
}
