using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using DataSharing.Storage;

namespace DataSharing.Protection;

/// <summary>
/// Finds and makes data keys. The row is read every time, because a destroyed key must stop working on every instance at once; only the
/// unwrapping is remembered, by row version.
/// </summary>
/// <remarks>
/// A key row is written outside the journal: a key by itself says nothing and protects nothing until a journalled commit uses it, and it must
/// exist before the entry that it encrypts. A destroyed key leaves its row behind without the key, so that none is ever made in its place.
/// </remarks>
public sealed class DataKeys(IRecordStore records, IKeyRing ring)
{
    private const int Remembered = 20_000;

    /// <summary>The row version of a destroyed key. A release that does not know it refuses to read the row.</summary>
    private const int DestroyedVersion = 2;

    private static readonly RowFormat<WrappedKey> Format = new(1, ProtectionJson.Default.WrappedKey);

    private readonly ConcurrentDictionary<string, (RowVersion Version, DataKey Key)> unwrapped = new(StringComparer.Ordinal);

    /// <summary>The key, or null where it never existed or was destroyed.</summary>
    public async ValueTask<DataKey?> FindAsync(DataKeyId id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        var row = await records.FindAsync(id.PartitionKey, id.RowKey, cancellationToken);
        return await UnwrapAsync(id, row, cancellationToken);
    }

    /// <summary>The row of a key that can be destroyed; null where there is none, or no longer.</summary>
    public async ValueTask<StoredRow?> RowAsync(DataKeyId id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        var row = await records.FindAsync(id.PartitionKey, id.RowKey, cancellationToken);
        return row is null || row.SchemaVersion == DestroyedVersion ? null : row;
    }

    /// <summary>The number of the certificate under which a key was destroyed; null where it was not.</summary>
    public async ValueTask<string?> CertificateAsync(DataKeyId id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        var row = await records.FindAsync(id.PartitionKey, id.RowKey, cancellationToken);
        return row?.SchemaVersion == DestroyedVersion ? Encoding.UTF8.GetString(row.Body.Span) : null;
    }

    /// <summary>What destroys a key, for the commit that holds the certificate.</summary>
    public static RowWrite Destroy(StoredRow row, string certificate)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new RowWrite.Replace(row.RowKey, DestroyedVersion, Encoding.UTF8.GetBytes(certificate), row.Version);
    }

    /// <summary>What destroys the key of a month: in its place stands when.</summary>
    internal static RowWrite DestroyMonth(StoredRow row, DateTimeOffset now) =>
        Destroy(row, now.ToString("O", CultureInfo.InvariantCulture));

    /// <summary>The key of an agency and month, or when it was destroyed; neither where it never existed.</summary>
    internal async ValueTask<(DataKey? Key, DateTimeOffset? DestroyedAt)> OfMonthAsync(
        AgencyMonth month,
        CancellationToken cancellationToken
    )
    {
        var id = month.KeyId;
        var row = await records.FindAsync(id.PartitionKey, id.RowKey, cancellationToken);
        var key = await UnwrapAsync(id, row, cancellationToken);
        return row?.SchemaVersion == DestroyedVersion
            ? (null, DateTimeOffset.ParseExact(Encoding.UTF8.GetString(row.Body.Span), "O", CultureInfo.InvariantCulture))
            : (key, null);
    }

    /// <summary>The keys of a shard's agencies that can be destroyed, of the months before that of a day.</summary>
    internal async ValueTask<IReadOnlyList<(AgencyMonth Month, StoredRow Row)>> MonthsAsync(
        string shard,
        DateOnly before,
        CancellationToken cancellationToken
    )
    {
        var found = new List<(AgencyMonth Month, StoredRow Row)>();
        var end = AgencyMonth.Before(before);
        for (string? from = AgencyMonth.Prefix; from is not null; )
        {
            var page = await records.ReadRangeAsync(shard, from, end, RecordLimits.MaximumPage, cancellationToken);
            foreach (var row in page.Rows.Where(r => r.SchemaVersion != DestroyedVersion))
            {
                if (AgencyMonth.TryParse(row.RowKey, out var month))
                {
                    found.Add((month, row));
                }
            }

            from = page.ContinueAfter is { } last ? RowKeys.After(last) : null;
        }

        return found;
    }

    /// <summary>Writes the row as it is, so that what was decided on its former version is decided again.</summary>
    public static RowWrite Touch(StoredRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new RowWrite.Replace(row.RowKey, row.SchemaVersion, row.Body, row.Version);
    }

    /// <summary>Every key of a subject, in one range read.</summary>
    public async ValueTask<SubjectKeys> OfSubjectAsync(string subjectId, CancellationToken cancellationToken)
    {
        var rows = await records.ReadAllAsync(Shards.Of(subjectId), $"key:{subjectId}:", cancellationToken);
        return new SubjectKeys(this, subjectId, rows);
    }

    /// <exception cref="KeyDestroyedException">It was destroyed: nothing is recorded under it again.</exception>
    public async ValueTask<DataKey> FindOrCreateAsync(DataKeyId id, CancellationToken cancellationToken) =>
        await FindOrMakeAsync(id, cancellationToken) ?? throw new KeyDestroyedException();

    /// <summary>Null where it was destroyed.</summary>
    internal async ValueTask<DataKey?> FindOrMakeAsync(DataKeyId id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (id.IsOfNobody)
        {
            return null;
        }

        while (true)
        {
            var row = await records.FindAsync(id.PartitionKey, id.RowKey, cancellationToken);
            if (row is not null)
            {
                return await UnwrapAsync(id, row, cancellationToken);
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

    /// <summary>Null where there is none, or it was destroyed; then it is forgotten, too.</summary>
    internal async ValueTask<DataKey?> UnwrapAsync(DataKeyId id, StoredRow? row, CancellationToken cancellationToken)
    {
        if (row is null || row.SchemaVersion == DestroyedVersion)
        {
            unwrapped.TryRemove(id.RowKey, out _);
            return null;
        }

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

/// <summary>
/// The subject was disposed of while, or before, something was recorded of it. Nothing was recorded and nothing can be. HTTP: 410.
/// </summary>
public sealed class KeyDestroyedException() : Exception("The key of a subject was destroyed.");

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WrappedKey))]
internal sealed partial class ProtectionJson : JsonSerializerContext;
