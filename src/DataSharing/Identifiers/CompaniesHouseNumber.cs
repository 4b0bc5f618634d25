using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace DataSharing.Identifiers;

/// <summary>A company's registered number: eight characters, digits alone or a prefix of two letters and six digits; no check digit.</summary>
/// <remarks>Companies House, Uniform Resource Identifiers customer guide (prefixes such as OC, LP, SC, NI, SO, FC, CE). Confirm in the register.</remarks>
public sealed partial record CompaniesHouseNumber
{
    private CompaniesHouseNumber(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out CompaniesHouseNumber? parsed)
    {
        var compact = Letters.Compact(text, 8);
        var value = compact is not null && Letters.AreDigits(compact) ? compact.PadLeft(8, '0') : compact;
        parsed = value is not null && Shape().IsMatch(value) && value != "00000000" ? new CompaniesHouseNumber(value) : null;
        return parsed is not null;
    }

    public override string ToString() => "CompaniesHouseNumber(redacted)";

    [GeneratedRegex(
        "^([0-9]{8}|[A-Z]{2}[0-9]{6}|[A-Z][0-9]{7}|IP[0-9]{5}R|SP[0-9]{5}R)$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Shape();
}
