using System.Diagnostics.CodeAnalysis;

namespace DataSharing.Identifiers;

/// <summary>A unique property reference number: 1 to 12 digits, no check digit.</summary>
/// <remarks>BS 7666; allocated by local authorities, published by Ordnance Survey as OS Open UPRN. Whether one exists only a look-up can tell.</remarks>
public sealed record Uprn
{
    private Uprn(string value) => Value = value;

    /// <summary>Without leading zeros.</summary>
    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out Uprn? parsed)
    {
        parsed = Numeric(text, 12) is { } value ? new Uprn(value) : null;
        return parsed is not null;
    }

    public override string ToString() => "Uprn(redacted)";

    internal static string? Numeric(string? text, int most) =>
        Letters.Compact(text, most) is { } digits && Letters.AreDigits(digits) && digits.TrimStart('0') is { Length: > 0 } value
            ? value
            : null;
}

/// <summary>A unique street reference number: 1 to 8 digits, no check digit (BS 7666).</summary>
public sealed record Usrn
{
    private Usrn(string value) => Value = value;

    /// <summary>Without leading zeros.</summary>
    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out Usrn? parsed)
    {
        parsed = Uprn.Numeric(text, 8) is { } value ? new Usrn(value) : null;
        return parsed is not null;
    }

    public override string ToString() => "Usrn(redacted)";
}
