using System.Diagnostics.CodeAnalysis;

namespace DataSharing.Identifiers;

/// <summary>A unique pupil number: check letter, local authority (3), school (4), year (2), serial (3; the last a letter in a temporary one).</summary>
/// <remarks>DfE, Unique pupil numbers: guidance. Characters 2 to 13 times 2 to 13, modulus 23, into an alphabet without I, O and S.</remarks>
public sealed record UniquePupilNumber
{
    private const string Alphabet = "ABCDEFGHJKLMNPQRTUVWXYZ";

    private UniquePupilNumber(string value) => Value = value;

    public string Value { get; }

    /// <summary>Given by a school for a time only; the pupil may have another.</summary>
    public bool IsTemporary => char.IsAsciiLetter(Value[^1]);

    public static bool TryParse(string? text, [NotNullWhen(true)] out UniquePupilNumber? parsed)
    {
        parsed =
            Letters.Compact(text, 13) is { } compact && HasShape(compact) && HasCheckLetter(compact)
                ? new UniquePupilNumber(compact)
                : null;
        return parsed is not null;
    }

    public override string ToString() => "UniquePupilNumber(redacted)";

    internal static bool HasShape(string compact) =>
        compact.Length == 13
        && Alphabet.Contains(compact[0], StringComparison.Ordinal)
        && Letters.AreDigits(compact.AsSpan(1, 11))
        && (char.IsAsciiDigit(compact[12]) || Alphabet.Contains(compact[12], StringComparison.Ordinal));

    internal static bool HasCheckLetter(string compact)
    {
        var sum = 0;
        for (var i = 1; i < 13; i++)
        {
            var value = char.IsAsciiDigit(compact[i]) ? compact[i] - '0' : Alphabet.IndexOf(compact[i], StringComparison.Ordinal);
            sum += value * (i + 1);
        }

        return Alphabet[sum % 23] == compact[0];
    }
}
