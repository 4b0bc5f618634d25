namespace DataSharing.Identifiers;

/// <summary>What can be said of an identifier from its text alone.</summary>
/// <param name="Normalised">The one written form; where the text is not of the scheme's form, the text as given, trimmed.</param>
/// <param name="Result">The outcome.</param>
/// <param name="Reason"><c>format</c> or <c>checksum</c> where it failed; else null.</param>
public sealed record IdentifierCheck(string Normalised, IdentifierResult Result, string? Reason)
{
    /// <summary>As it is kept with the identifier: <c>passed</c>, <c>failed:format</c>, <c>failed:checksum</c> or <c>unknown-scheme</c>.</summary>
    public string Code =>
        Result switch
        {
            IdentifierResult.Passed => "passed",
            IdentifierResult.Failed => $"failed:{Reason}",
            _ => "unknown-scheme",
        };

    /// <summary>Checks a value under a scheme's code. Schemes that are an agency's own are not known here and pass through as they are.</summary>
    public static IdentifierCheck Of(string scheme, string value)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(value);
        return IdentifierSchemes.Find(scheme) is { } known
            ? known.Check(value)
            : new IdentifierCheck(value.Trim(), IdentifierResult.UnknownScheme, null);
    }

    public override string ToString() => $"IdentifierCheck({Code})";
}

public enum IdentifierResult
{
    Passed,
    Failed,
    UnknownScheme,
}
