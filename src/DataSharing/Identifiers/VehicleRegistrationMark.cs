using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace DataSharing.Identifiers;

/// <summary>A UK vehicle registration mark, without spaces; no check digit. Marks of other countries do not parse.</summary>
/// <remarks>DVLA INF104 and its older series: current (AB12CDE), prefix (A123BCD), suffix (ABC123D), dateless, Northern Ireland, personal.</remarks>
public sealed partial record VehicleRegistrationMark
{
    private VehicleRegistrationMark(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out VehicleRegistrationMark? parsed)
    {
        parsed = Letters.Compact(text, 7) is { } compact && Shape().IsMatch(compact) ? new VehicleRegistrationMark(compact) : null;
        return parsed is not null;
    }

    public override string ToString() => "VehicleRegistrationMark(redacted)";

    [GeneratedRegex(
        "^([A-HJ-PR-Y]{2}[0-9]{2}[A-HJ-PR-Z]{3}|[A-HJ-NPR-TV-Y][0-9]{1,3}[A-HJ-PR-Z]{3}|[A-HJ-PR-Z]{3}[0-9]{1,3}[A-HJ-NPR-TV-Y]|[A-Z]{1,3}[0-9]{1,4}|[0-9]{1,4}[A-Z]{1,3})$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Shape();
}
