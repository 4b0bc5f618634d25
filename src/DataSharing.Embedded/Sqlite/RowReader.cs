using DataSharing.Storage;

namespace DataSharing.Embedded.Sqlite;

/// <summary>A connection that only reads; each read sees one snapshot of everything committed before it began.</summary>
internal sealed class RowReader : IDisposable
{
    private readonly SqliteDatabase database;
    private readonly RowTable state;
    private readonly RowTable outbox;

    public RowReader(SqliteDatabase database, VersionCodec versions)
    {
        this.database = database;
        database.Execute("PRAGMA query_only = ON");
        database.Execute("PRAGMA cache_size = -8192");
        state = new RowTable(database, RowTableLayout.State, versions);
        outbox = new RowTable(database, RowTableLayout.Outbox, versions);
    }

    public StoredRow? Find(string partition, string key) => (RowTableLayout.IsOutbox(key) ? outbox : state).Find(partition, key);

    public RowPage ReadRange(string partition, string from, string toExclusive, int limit)
    {
        var rows = new List<StoredRow>();
        long bytes = 0;
        // The outbox's keys are one unbroken range, so a range of keys is at most: state before it, the outbox, state after it.
        database.Execute("BEGIN");
        try
        {
            var more =
                Segment(state, partition, from, Min(toExclusive, RowTableLayout.OutboxPrefix), limit, rows, ref bytes)
                || Segment(
                    outbox,
                    partition,
                    Max(from, RowTableLayout.OutboxPrefix),
                    Min(toExclusive, RowTableLayout.OutboxEnd),
                    limit,
                    rows,
                    ref bytes
                )
                || Segment(state, partition, Max(from, RowTableLayout.OutboxEnd), toExclusive, limit, rows, ref bytes);
            return new RowPage(rows, more ? rows[^1].RowKey : null);
        }
        finally
        {
            database.Execute("COMMIT");
        }
    }

    public void Dispose() => database.Dispose();

    private static bool Segment(
        RowTable table,
        string partition,
        string from,
        string toExclusive,
        int limit,
        List<StoredRow> rows,
        ref long bytes
    ) => string.CompareOrdinal(from, toExclusive) < 0 && table.ReadRange(partition, from, toExclusive, limit, rows, ref bytes);

    private static string Min(string a, string b) => string.CompareOrdinal(a, b) <= 0 ? a : b;

    private static string Max(string a, string b) => string.CompareOrdinal(a, b) >= 0 ? a : b;
}
