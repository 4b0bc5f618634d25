using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using DataSharing.Storage;

namespace DataSharing.Protection;

/// <summary>
/// Finds and makes data keys. The row is read every time, because a destroyed key must stop working on every instance at once; only the
/// unwrapping is remembered, by row version.
/// </summary>
/// <remarks>
/// A key row is written outside the journal: a key by itself says nothing and protects nothing until a journalled commit uses it, and it must
/// exist before the entry that it encrypts.
/// </remarks>
public sealed class DataKeys(IRecordStore records, IKeyRing ring)
{
    private const int Remembered = 20_000;

    private static readonly RowFormat<WrappedKey> Format = new(1, ProtectionJson.Default.WrappedKey);

    private readonly ConcurrentDictionary<string, (RowVersion Version, DataKey Key)> unwrapped = new(StringComparer.Ordinal);

    /// <summary>The key, or null where it never existed or was destroyed.</summary>
    public async ValueTask<DataKey?> FindAsync(DataKeyId id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        var row = await records.FindAsync(id.PartitionKey, id.RowKey, cancellationToken);
        return row is null ? null : await UnwrapAsync(id, row, cancellationToken);
    }

    /// <summary>Every key of a subject, in one range read.</summary>
    public async ValueTask<SubjectKeys> OfSubjectAsync(string subjectId, CancellationToken cancellationToken)
    {
        var rows = await records.ReadAllAsync(Shards.Of(subjectId), $"key:{subjectId}:", cancellationToken);
        return new SubjectKeys(this, subjectId, rows);
    }

    public async ValueTask<DataKey> FindOrCreateAsync(DataKeyId id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        while (true)
        {
            if (await FindAsync(id, cancellationToken) is { } found)
            {
                return found;
            }

            var made = RandomNumberGenerator.GetBytes(32);
            var wrapped = await ring.WrapAsync(made, id.RowKey, cancellationToken);
            var commit = new RecordCommit(id.PartitionKey, [Format.Insert(id.RowKey, wrapped)]);
            if (await records.CommitAsync(commit, cancellationToken) is CommitOutcome.Committed)
            {
                return new DataKey(made);
            }

            // A conflict means another request made it first: its key is the one to use, so read again.
        }
    }

    internal async ValueTask<DataKey> UnwrapAsync(DataKeyId id, StoredRow row, CancellationToken cancellationToken)
    {
        if (unwrapped.TryGetValue(id.RowKey, out var known) && known.Version == row.Version)
        {
            return known.Key;
        }

        var key = new DataKey(await ring.UnwrapAsync(Format.Read(row), id.RowKey, cancellationToken));
        if (unwrapped.Count >= Remembered)
        {
            unwrapped.Clear();
        }

        unwrapped[id.RowKey] = (row.Version, key);
        return key;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WrappedKey))]
internal sealed partial class ProtectionJson : JsonSerializerContext;
