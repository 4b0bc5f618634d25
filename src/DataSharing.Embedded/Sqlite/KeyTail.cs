using System.Runtime.InteropServices;

namespace DataSharing.Embedded.Sqlite;

/// <summary>
/// Keys of rows that no index on disk knows: all of the outbox, and the state rows that arrived since their partition was last merged into the
/// index. A random key dirties an index page of its own at every commit, so they are gathered here and go in together (docs/adr/0009).
/// </summary>
/// <remarks>
/// It holds what is durable, no more: the writer publishes after its commit and before it answers. Whoever reads asks here first and the
/// database after, because a merged key leaves here only once the index on disk is visible.
/// </remarks>
internal sealed class KeyTail
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Part> parts = new(StringComparer.Ordinal);

    public bool TryFind(string partition, string key, out long id)
    {
        lock (gate)
        {
            id = 0;
            return parts.TryGetValue(partition, out var part) && part.Ids.TryGetValue(key, out id);
        }
    }

    public void Set(string partition, string key, long id)
    {
        lock (gate)
        {
            ref var part = ref CollectionsMarshal.GetValueRefOrAddDefault(parts, partition, out _);
            part ??= new Part();
            if (part.Ids.Count == 0)
            {
                part.Oldest = id;
            }

            part.Ids[key] = id;
        }
    }

    public void Remove(string partition, string key)
    {
        lock (gate)
        {
            if (parts.TryGetValue(partition, out var part))
            {
                part.Ids.Remove(key);
            }
        }
    }

    /// <summary>The first keys of a range in ordinal order, at most so many, and whether there are more.</summary>
    public (string Key, long Id)[] Range(string partition, string from, string toExclusive, int limit, out bool more)
    {
        var found = new List<(string Key, long Id)>();
        lock (gate)
        {
            if (parts.TryGetValue(partition, out var part))
            {
                foreach (var (key, id) in part.Ids)
                {
                    if (string.CompareOrdinal(key, from) >= 0 && string.CompareOrdinal(key, toExclusive) < 0)
                    {
                        found.Add((key, id));
                    }
                }
            }
        }

        found.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        more = found.Count > limit;
        return more ? [.. found.Take(limit)] : [.. found];
    }

    /// <summary>The partition with so many keys, or with a key older than that, if there is one: it is due.</summary>
    public string? Due(int keys, long olderThan)
    {
        lock (gate)
        {
            foreach (var (partition, part) in parts)
            {
                if (part.Ids.Count >= keys || (part.Ids.Count > 0 && part.Oldest < olderThan))
                {
                    return partition;
                }
            }

            return null;
        }
    }

    /// <summary>All keys of a partition in ordinal order.</summary>
    public (string Key, long Id)[] All(string partition)
    {
        (string Key, long Id)[] all;
        lock (gate)
        {
            all = parts.TryGetValue(partition, out var part) ? [.. part.Ids.Select(p => (p.Key, p.Value))] : [];
        }

        Array.Sort(all, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        return all;
    }

    /// <summary>The smallest id in any other partition, or <paramref name="none"/>.</summary>
    public long OldestOutside(string partition, long none)
    {
        lock (gate)
        {
            return parts
                .Where(p => p.Value.Ids.Count > 0 && !string.Equals(p.Key, partition, StringComparison.Ordinal))
                .Select(p => p.Value.Oldest)
                .Append(none)
                .Min();
        }
    }

    /// <summary>Forgets a partition, which the index on disk now holds.</summary>
    public void Forget(string partition)
    {
        lock (gate)
        {
            if (parts.TryGetValue(partition, out var part))
            {
                // It keeps its room: growing again to thousands of keys would cost an array of the large object heap each time.
                part.Ids.Clear();
            }
        }
    }

    private sealed class Part
    {
        public Dictionary<string, long> Ids { get; } = new(StringComparer.Ordinal);

        /// <summary>No id here is smaller; the row itself may be gone.</summary>
        public long Oldest { get; set; }
    }
}
