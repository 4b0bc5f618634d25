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

    public static IReadOnlyList<string> All { get; } = [.. Enumerable.Range(0, Count).Select(i => $"s{i:x}")];

    /// <summary>The partition of an aggregate's id.</summary>
    public static string Of(string aggregateId)
    {
        ArgumentException.ThrowIfNullOrEmpty(aggregateId);
        Span<byte> utf8 = stackalloc byte[512];
        var length = Encoding.UTF8.TryGetBytes(aggregateId, utf8, out var written)
            ? written
            : throw new ArgumentException("Too long.", nameof(aggregateId));
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(utf8[..length], hash);
        return All[hash[0] >> 4];
    }
}
