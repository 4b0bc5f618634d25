using System.Text.Json;

namespace DataSharing.Web.Triggers;

/// <summary>
/// What the host says of an event: <c>{"Data":{"event":…},"Metadata":…}</c>. Only the event's id is read. Metadata is not: a message's own members
/// are written over it.
/// </summary>
internal static class HostPayload
{
    public const string EventBinding = "event";

    // The host writes text as JSON in a JSON string, and a message of JSON is text: two layers, and a third where a sender quoted it once more.
    private const int MostLayers = 3;

    /// <summary>Null where there is none to be found: a message that is not ours.</summary>
    public static async ValueTask<string?> EventIdAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            using var payload = await JsonDocument.ParseAsync(body, default, cancellationToken);
            return Member(payload.RootElement, "Data") is { } data && Member(data, EventBinding) is { } message
                ? IdOf(message, MostLayers)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <exception cref="JsonException">Text that is not JSON.</exception>
    private static string? IdOf(JsonElement message, int layers)
    {
        if (message.ValueKind == JsonValueKind.String && layers > 0)
        {
            using var inner = JsonDocument.Parse(message.GetString() ?? "");
            return IdOf(inner.RootElement, layers - 1);
        }

        return Member(message, "id") is { ValueKind: JsonValueKind.String } id ? id.GetString() : null;
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;
}
