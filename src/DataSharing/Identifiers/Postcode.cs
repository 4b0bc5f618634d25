using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace DataSharing.Identifiers;

/// <summary>A UK postcode in its written form, <c>SW1A 1AA</c>. The shape says nothing of whether it is in use.</summary>
/// <remarks>BS 7666 and the Cabinet Office's schema: inward codes have no C I K M O V; outward codes begin as the six published shapes do.</remarks>
public sealed partial record Postcode
{
    private Postcode(string value) => Value = value;

    /// <summary>Upper case, one space before the last three characters.</summary>
    public string Value { get; }

    /// <summary>The first half, such as <c>SW1A</c>: an area of some thousand addresses.</summary>
    public string Outward => Value[..^4];

    public static bool TryParse(string? text, [NotNullWhen(true)] out Postcode? parsed)
    {
        parsed = null;
        if (Letters.Compact(text, 7) is { Length: >= 5 } compact)
        {
            var value = $"{compact[..^3]} {compact[^3..]}";
            parsed = Shape().IsMatch(value) ? new Postcode(value) : null;
        }

        return parsed is not null;
    }

    public override string ToString() => "Postcode(redacted)";

    [GeneratedRegex(
        "^(GIR 0AA|([A-PR-UWYZ][0-9]{1,2}|[A-PR-UWYZ][A-HK-Y][0-9]{1,2}|[A-PR-UWYZ][0-9][A-HJKPSTUW]|[A-PR-UWYZ][A-HK-Y][0-9][ABEHMNPRVWXY]) [0-9][ABD-HJLNP-UW-Z]{2})$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Shape();
}
