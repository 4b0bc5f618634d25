using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DataSharing.Agreements;
using DataSharing.Identity;

namespace DataSharing.Entities;

/// <summary>What is taken out of what another agency may otherwise see.</summary>
internal static class Withholding
{
    // They say where a suppressed place is, by themselves or in a look-up that anybody can make.
    private static readonly string[] LocatingSchemes = ["uprn", "usrn", "postcode", "telephone", "companies-house"];

    /// <summary>The particulars without redacted members and, of a suppressed place, without where it is; null where not even the name is left.</summary>
    public static SubjectParticulars? From(SubjectParticulars particulars, SharingDecision decision)
    {
        var shown = particulars.Place is { Suppressed: true } place
            ? particulars with
            {
                Place = place with { Address = null, Postcode = null, Latitude = null, Longitude = null, PrecisionMetres = null },
                Identifiers = [.. particulars.Identifiers.Where(i => !LocatingSchemes.Contains(i.Scheme, StringComparer.Ordinal))],
            }
            : particulars;
        // A redacted member is null after reading, whatever its type says.
        return From(shown, decision, EntitiesJson.Default.SubjectParticulars) is { Name.Length: > 0 } left
            ? left with
            {
                Identifiers = left.Identifiers ?? [],
            }
            : null;
    }

    /// <summary>The content without what the decision's duties redact; null where a required part is gone.</summary>
    public static T? From<T>(T content, SharingDecision decision, JsonTypeInfo<T> type)
        where T : class
    {
        if (decision.Obligations.Redact is not { Count: > 0 } pointers)
        {
            return content;
        }

        var category = decision.Question.Categories[0];
        var whole = new Dictionary<DataCategory, JsonElement> { [category] = JsonSerializer.SerializeToElement(content, type) };
        var left = Redaction.Apply(whole, [category], pointers)[category];
        return left.Deserialize(type);
    }
}
