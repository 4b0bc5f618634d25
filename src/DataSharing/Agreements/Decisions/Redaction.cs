using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>Takes out what an agreement's redact duties name, before anything is stored or leaves.</summary>
internal static class Redaction
{
    /// <summary>The permitted categories' content without the members at these JSON pointers (RFC 6901; the first segment is the category).</summary>
    public static IReadOnlyDictionary<DataCategory, JsonElement> Apply(
        IReadOnlyDictionary<DataCategory, JsonElement> content,
        IReadOnlyList<DataCategory> permitted,
        IReadOnlyList<string> pointers
    )
    {
        var kept = new Dictionary<DataCategory, JsonElement>();
        foreach (var category in permitted)
        {
            if (content.TryGetValue(category, out var value))
            {
                kept[category] = pointers.Where(p => Of(p, category)).Aggregate(value, Without);
            }
        }

        return kept;
    }

    private static bool Of(string pointer, DataCategory category) => pointer.StartsWith($"/{category}/", StringComparison.Ordinal);

    private static JsonElement Without(JsonElement value, string pointer)
    {
        var root = JsonNode.Parse(value.GetRawText());
        var segments = pointer
            .Split('/')
            .Skip(2)
            .Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))
            .ToArray();
        Remove(root, segments);
        return JsonSerializer.SerializeToElement(root, DecisionsJson.Default.JsonNode);
    }

    // A pointer through a list means every element of it: a duty names members, not places.
    private static void Remove(JsonNode? node, ReadOnlySpan<string> segments)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (var element in list)
                {
                    Remove(element, segments);
                }

                break;
            case JsonObject members when segments.Length == 1:
                members.Remove(segments[0]);
                break;
            case JsonObject members when members.TryGetPropertyValue(segments[0], out var inner):
                Remove(inner, segments[1..]);
                break;
        }
    }
}
