using System.Text.Json;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Exchange;

/// <summary>
/// Content by category, each sealed on its own under the key of subject and controller, so that a reader of some categories never decrypts
/// the others. Small content lies in the record's row, larger content in a blob.
/// </summary>
public sealed class SealedContent(DataKeys keys, IBlobStore blobs)
{
    public const int InlineBytes = 48 * 1024;

    /// <summary>
    /// Seals and, where it does not fit the row, writes the blob. A blob whose commit never came is unreachable ciphertext. The key is
    /// <paramref name="held"/> where this request has read it already.
    /// </summary>
    internal async ValueTask<(byte[]? Inline, string? Blob)> WriteAsync(
        string recordKey,
        DataKeyId keyId,
        DataKey? held,
        IReadOnlyDictionary<DataCategory, JsonElement> content,
        CancellationToken cancellationToken
    )
    {
        var key = held ?? await keys.FindOrCreateAsync(keyId, cancellationToken);
        var sealedContent = content.ToDictionary(
            c => c.Key.Value,
            c => key.SealContent(JsonSerializer.SerializeToUtf8Bytes(c.Value, ExchangeJson.Default.JsonElement), Context(recordKey, c.Key)),
            StringComparer.Ordinal
        );
        var bytes = JsonSerializer.SerializeToUtf8Bytes(sealedContent, ExchangeJson.Default.DictionaryStringByteArray);
        if (bytes.Length <= InlineBytes)
        {
            return (bytes, null);
        }

        // A name of its own for each try: a retry must not meet the leftovers of one that died before its commit.
        var name = $"content/{Guid.NewGuid():N}";
        await blobs.CreateAsync(name, bytes, cancellationToken);
        return (null, name);
    }

    /// <summary>Opens these categories only. Null: the key, as this request read it, was destroyed, and the content with it.</summary>
    internal async ValueTask<IReadOnlyDictionary<DataCategory, JsonElement>?> ReadAsync(
        string recordKey,
        DataKey? key,
        byte[]? inline,
        string? blob,
        IReadOnlyCollection<DataCategory> categories,
        CancellationToken cancellationToken
    )
    {
        if (key is null)
        {
            return null;
        }

        var bytes = inline ?? (await blobs.FindAsync(blob ?? "content/none", cancellationToken))?.Content.ToArray();
        var sealedContent = bytes is null ? null : JsonSerializer.Deserialize(bytes, ExchangeJson.Default.DictionaryStringByteArray);
        if (sealedContent is null)
        {
            throw new StoreUnavailableException("The content of a record cannot be read.");
        }

        var opened = new Dictionary<DataCategory, JsonElement>();
        foreach (var category in categories)
        {
            if (sealedContent.TryGetValue(category.Value, out var part))
            {
                opened[category] = JsonSerializer.Deserialize(
                    key.OpenContent(part, Context(recordKey, category)),
                    ExchangeJson.Default.JsonElement
                );
            }
        }

        return opened;
    }

    private static string Context(string recordKey, DataCategory category) => $"{recordKey}:{category}";
}
