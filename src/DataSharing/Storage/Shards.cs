using System.Security.Cryptography;
using System.Text;

namespace DataSharing.Storage;

/// <summary>
/// The 16 partitions. An aggregate and its outbox row share the one that its id hashes to, so they commit together, and a sweep of the outbox
/// is 16 short range reads. The number is fixed for the life of a store.
/// </summary>
public static class Shards
{
    public const int Count = 16;

    private const int Remembered = 2_048;

    private static readonly Place?[] Known = new Place?[Remembered];

    public static IReadOnlyList<string> All { get; } = [.. Enumerable.Range(0, Count).Select(i => $"s{i:x}")];

    /// <summary>The partition of an aggregate's id.</summary>
    public static string Of(string aggregateId)
    {
        ArgumentException.ThrowIfNullOrEmpty(aggregateId);
        // One request asks for the same id again and again, and for its agency's with every entry.
        ref var known = ref Known[aggregateId.GetHashCode(StringComparison.Ordinal) & (Remembered - 1)];
        if (Volatile.Read(ref known) is { } last && string.Equals(last.Id, aggregateId, StringComparison.Ordinal))
        {
            return last.Shard;
        }

        var shard = Hashed(aggregateId);
        Volatile.Write(ref known, new Place(aggregateId, shard));
        return shard;
    }

    private static string Hashed(string aggregateId)
    {
        Span<byte> utf8 = stackalloc byte[512];
        var length = Encoding.UTF8.TryGetBytes(aggregateId, utf8, out var written)
            ? written
            : throw new ArgumentException("Too long.", nameof(aggregateId));
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(utf8[..length], hash);
        return All[hash[0] >> 4];
    }

    private sealed record Place(string Id, string Shard);
}
