using DataSharing.Storage;

namespace DataSharing.Embedded.Sqlite;

/// <summary>A connection that only reads. Each read asks the tail first and then one snapshot of the database; see <see cref="KeyTail"/>.</summary>
internal sealed class RowReader : IDisposable
{
    private const int PageBytes = 16 * 1024 * 1024;

    private readonly SqliteDatabase database;
    private readonly StoreConnections connections;
    private readonly KeyIndex index;
    private readonly RowTable state;
    private readonly RowTable outbox;

    public RowReader(SqliteDatabase database, StoreConnections connections)
    {
        (this.database, this.connections) = (database, connections);
        database.Execute("PRAGMA query_only = ON");
        database.Execute("PRAGMA cache_size = -8192");
        index = new KeyIndex(database, connections.Versions);
        state = new RowTable(database, RowTableLayout.State, connections.Versions);
        outbox = new RowTable(database, RowTableLayout.Outbox, connections.Versions);
    }

    public StoredRow? Find(string partition, string key)
    {
        if (RowTableLayout.IsOutbox(key))
        {
            return connections.OutboxTail.TryFind(partition, key, out var waiting)
                ? connections.Waiting.Find(waiting) ?? outbox.Find(waiting, key)
                : null;
        }

        return connections.StateTail.TryFind(partition, key, out var id) ? state.Find(id, key) : index.FindRow(partition, key);
    }

    public RowPage ReadRange(string partition, string from, string toExclusive, int limit)
    {
        var page = new Page(limit);
        // The outbox's keys are one unbroken range, so a range of keys is at most: state before it, the outbox, state after it.
        _ =
            ReadState(page, partition, from, Min(toExclusive, RowTableLayout.OutboxPrefix))
            || ReadOutbox(page, partition, Max(from, RowTableLayout.OutboxPrefix), Min(toExclusive, RowTableLayout.OutboxEnd))
            || ReadState(page, partition, Max(from, RowTableLayout.OutboxEnd), toExclusive);
        return new RowPage(page.Rows, page.More ? page.Rows[^1].RowKey : null);
    }

    public void Dispose() => database.Dispose();

    /// <summary>True when the page is full.</summary>
    private bool ReadState(Page page, string partition, string from, string toExclusive)
    {
        if (string.CompareOrdinal(from, toExclusive) >= 0)
        {
            return false;
        }

        var tail = connections.StateTail.Range(partition, from, toExclusive, int.MaxValue, out _);
        var next = 0;
        database.Execute("BEGIN");
        try
        {
            foreach (var row in index.Range(partition, from, toExclusive, page.Room + 1))
            {
                for (; next < tail.Length && string.CompareOrdinal(tail[next].Key, row.RowKey) <= 0; next++)
                {
                    // The same key: it was merged after the tail was read.
                    if (!string.Equals(tail[next].Key, row.RowKey, StringComparison.Ordinal) && !page.TryAdd(Find(state, tail[next])))
                    {
                        return true;
                    }
                }

                if (!page.TryAdd(row))
                {
                    return true;
                }
            }

            for (; next < tail.Length; next++)
            {
                if (!page.TryAdd(Find(state, tail[next])))
                {
                    return true;
                }
            }

            return false;
        }
        finally
        {
            database.Execute("COMMIT");
        }
    }

    private bool ReadOutbox(Page page, string partition, string from, string toExclusive)
    {
        for (var more = true; more && string.CompareOrdinal(from, toExclusive) < 0; )
        {
            var keys = connections.OutboxTail.Range(partition, from, toExclusive, page.Room + 1, out more);
            if (keys.Length == 0)
            {
                return false;
            }

            // Those that the relay deletes meanwhile leave room for others, hence the loop.
            from = RowKeys.After(keys[^1].Key);
            foreach (var key in keys)
            {
                if (!page.TryAdd(connections.Waiting.Find(key.Id) ?? Find(outbox, key)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static StoredRow? Find(RowTable table, (string Key, long Id) place) => table.Find(place.Id, place.Key);

    private static string Min(string a, string b) => string.CompareOrdinal(a, b) <= 0 ? a : b;

    private static string Max(string a, string b) => string.CompareOrdinal(a, b) >= 0 ? a : b;

    private sealed class Page(int limit)
    {
        private long bytes;

        public List<StoredRow> Rows { get; } = [];

        public bool More { get; private set; }

        public int Room => limit - Rows.Count;

        /// <summary>False when the row has no room: more rows follow. A row that has gone needs none.</summary>
        public bool TryAdd(StoredRow? row)
        {
            if (row is null)
            {
                return true;
            }

            if (Rows.Count == limit || bytes >= PageBytes)
            {
                More = true;
                return false;
            }

            Rows.Add(row);
            bytes += row.Body.Length;
            return true;
        }
    }
}
