using System.Text.Json;

namespace DataSharing.Audit;

/// <summary>Reads when an entry was made, without reading the rest; null where it cannot be told. For measuring alone.</summary>
internal static class AuditEntryTime
{
    public static DateTimeOffset? Of(ReadOnlySpan<byte> leaf)
    {
        try
        {
            var reader = new Utf8JsonReader(leaf);
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("time"u8))
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time)
                        ? time
                        : null;
                }
            }
        }
        catch (JsonException)
        {
            // A leaf of any form belongs into the tree.
            return null;
        }

        return null;
    }
}
