using System.Security.Cryptography;
using System.Text.Json.Serialization;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Audit;

/// <summary>
/// The <c>idem:{id}</c> row: commits with the state that a POST created and remembers a keyed digest of its body, so that a retry is told from
/// the same key with another body (HTTP 422).
/// </summary>
public sealed class IdempotencyRow(IKeyRing ring)
{
    private static readonly RowFormat<IdempotencyRecord> Format = new(1, IdempotencyJson.Default.IdempotencyRecord);

    private byte[]? secret;

    public static string RowKey(string creationId) => $"idem:{creationId}";

    public async ValueTask<RowWrite> InsertAsync(
        string creationId,
        ReadOnlyMemory<byte> requestBody,
        CancellationToken cancellationToken
    ) => Format.Insert(RowKey(creationId), new IdempotencyRecord(await DigestAsync(requestBody, cancellationToken)));

    /// <summary>Whether the stored request had this body; null where there was none yet.</summary>
    public async ValueTask<bool?> MatchesAsync(StoredRow? row, ReadOnlyMemory<byte> requestBody, CancellationToken cancellationToken)
    {
        if (row is null)
        {
            return null;
        }

        var digest = await DigestAsync(requestBody, cancellationToken);
        return string.Equals(Format.Read(row).BodyDigest, digest, StringComparison.Ordinal);
    }

    // Keyed: a plain hash of a body could be matched against guessed personal values.
    private async ValueTask<string> DigestAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var key = secret ??= await ring.SecretAsync("idempotency", cancellationToken);
        return Convert.ToBase64String(HMACSHA256.HashData(key, body.Span));
    }
}

public sealed record IdempotencyRecord(string BodyDigest);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IdempotencyRecord))]
internal sealed partial class IdempotencyJson : JsonSerializerContext;
