using System.Text.Json;

namespace DataSharing.Audit;

/// <summary>Reads an entry's id, which the format puts second, without reading the rest.</summary>
internal static class AuditEntryId
{
    /// <exception cref="UnreadableEntryException">Not an entry.</exception>
    public static string Of(ReadOnlySpan<byte> leaf)
    {
        try
        {
            var reader = new Utf8JsonReader(leaf);
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("id"u8))
                {
                    return reader.Read() && reader.GetString() is { } id ? id : throw new UnreadableEntryException();
                }
            }
        }
        catch (JsonException)
        {
            throw new UnreadableEntryException();
        }

        throw new UnreadableEntryException();
    }
}
