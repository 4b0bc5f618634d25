using DataSharing.Storage;

namespace DataSharing.Embedded;

/// <summary>
/// Rows (and known absences) in memory, exactly as coherent as the database: the store's only process owns it. A write hides its rows from
/// just before its commit can become visible until the cache holds their new state, and a reader that looked before a change may not fill
/// the cache after it.
/// </summary>
internal sealed class RowCache
{
    private const int Stripes = 256;
    private const int MaximumBodyBytes = 16 * 1024;
    private const int EntryOverhead = 256;

    private readonly Stripe[] stripes = new Stripe[Stripes];

    public RowCache(long maximumBytes)
    {
        for (var i = 0; i < Stripes; i++)
        {
            stripes[i] = new Stripe(maximumBytes / Stripes);
        }
    }

    /// <summary>True when the answer is known; <paramref name="row"/> is null for a known absence. Else a ticket for <see cref="Fill"/>.</summary>
    public bool TryFind(RowId id, out StoredRow? row, out long ticket) => Of(id).TryFind(id, out row, out ticket);

    /// <summary>Keeps what a reader found, unless any row nearby changed since its ticket.</summary>
    public void Fill(RowId id, StoredRow? row, long ticket)
    {
        if (ticket >= 0 && (row is null || row.Body.Length <= MaximumBodyBytes))
        {
            Of(id).Fill(id, row, ticket);
        }
    }

    /// <summary>Before the commit: from now on the row is read from the database.</summary>
    public CacheHold Hide(RowId id) => Of(id).Hide(id);

    /// <summary>After the commit. A row that was cached stays so with its new content; the others wait for a reader to want them.</summary>
    public void Show(RowId id, CacheHold hold, StoredRow? row) =>
        Of(id).Show(id, hold, row is { Body.Length: <= MaximumBodyBytes } ? row : null);

    /// <summary>Forgets everything; used while no reader and no commit is under way.</summary>
    public void Clear()
    {
        foreach (var stripe in stripes)
        {
            stripe.Clear();
        }
    }

    private Stripe Of(RowId id) => stripes[id.GetHashCode() & (Stripes - 1)];

    internal sealed class Entry(RowId id)
    {
        public RowId Id { get; } = id;

        public StoredRow? Row { get; set; }

        public bool Hidden { get; set; }

        public bool Used { get; set; }

        public bool Removed { get; set; }

        public int Bytes { get; set; }
    }

    private sealed class Stripe(long maximumBytes)
    {
        // Stands in the dictionary for a row that is being written and was not cached.
        private static readonly Entry Placeholder = new(new RowId("", "")) { Hidden = true };

        private readonly Lock gate = new();
        private readonly Dictionary<RowId, Entry> entries = [];
        private readonly Queue<Entry> byAge = new();
        private long bytes;
        private long changes;

        public bool TryFind(RowId id, out StoredRow? row, out long ticket)
        {
            lock (gate)
            {
                if (!entries.TryGetValue(id, out var entry))
                {
                    (row, ticket) = (null, changes);
                    return false;
                }

                if (entry.Hidden)
                {
                    (row, ticket) = (null, -1);
                    return false;
                }

                entry.Used = true;
                (row, ticket) = (entry.Row, -1);
                return true;
            }
        }

        public void Fill(RowId id, StoredRow? row, long ticket)
        {
            lock (gate)
            {
                // INVARIANT: what a reader found before a change of this row must not be kept after it.
                if (ticket != changes || entries.ContainsKey(id))
                {
                    return;
                }

                var entry = new Entry(id) { Row = row, Bytes = EntryOverhead + (row?.Body.Length ?? 0) };
                entries.Add(id, entry);
                byAge.Enqueue(entry);
                bytes += entry.Bytes;
                Evict();
            }
        }

        public CacheHold Hide(RowId id)
        {
            lock (gate)
            {
                changes++;
                if (entries.TryGetValue(id, out var entry))
                {
                    // Written twice in one group: the first hold is the one that counts.
                    if (entry.Hidden)
                    {
                        return CacheHold.Second;
                    }

                    entry.Hidden = true;
                    return new CacheHold(entry, IsFirst: true);
                }

                entries.Add(id, Placeholder);
                return new CacheHold(null, IsFirst: true);
            }
        }

        public void Show(RowId id, CacheHold hold, StoredRow? row)
        {
            lock (gate)
            {
                changes++;
                if (hold.Entry is { Row: not null } entry && row is not null)
                {
                    bytes += row.Body.Length - (entry.Row?.Body.Length ?? 0);
                    entry.Bytes = EntryOverhead + row.Body.Length;
                    entry.Row = row;
                    entry.Hidden = false;
                    Evict();
                    return;
                }

                entries.Remove(id);
                if (hold.Entry is { } gone)
                {
                    // Its place in the queue still counts towards the limit until it is taken out.
                    gone.Removed = true;
                    gone.Row = null;
                }
            }
        }

        public void Clear()
        {
            lock (gate)
            {
                changes++;
                entries.Clear();
                byAge.Clear();
                bytes = 0;
            }
        }

        private void Evict()
        {
            // Each entry is looked at twice at most: once to forgive a recent use, once to go.
            for (var looks = 2 * byAge.Count; bytes > maximumBytes && looks > 0; looks--)
            {
                var oldest = byAge.Dequeue();
                if (!oldest.Removed && (oldest.Hidden || oldest.Used))
                {
                    oldest.Used = false;
                    byAge.Enqueue(oldest);
                    continue;
                }

                bytes -= oldest.Bytes;
                if (!oldest.Removed)
                {
                    entries.Remove(oldest.Id);
                }
            }
        }
    }
}

/// <summary>A row's place.</summary>
internal readonly record struct RowId(string Partition, string Key);

/// <summary>A row hidden while it is written.</summary>
/// <param name="Entry">What was cached, or null.</param>
/// <param name="IsFirst">False when an earlier commit of the same group hides it already.</param>
internal readonly record struct CacheHold(RowCache.Entry? Entry, bool IsFirst)
{
    public static CacheHold Second { get; } = new(null, IsFirst: false);
}
