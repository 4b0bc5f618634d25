namespace DataSharing.Partnership;

/// <summary>Ids that Entra gives to tenants, applications and people: GUIDs, written in lower case with hyphens and compared as text.</summary>
public static class EntraId
{
    /// <summary>The one spelling, or null where the text is not a GUID with hyphens, or is all zeros.</summary>
    public static string? Normalise(string? text) =>
        Guid.TryParseExact(text, "D", out var id) && id != Guid.Empty ? id.ToString("D") : null;
}
