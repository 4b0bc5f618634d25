using DataSharing.Storage;

namespace DataSharing.Embedded.Sqlite;

/// <summary>
/// The newest rows of the outbox in memory: the relay reads each of them once, moments after it was written, and all sixteen shards lie mixed in the
/// same pages of the database. A row that is not here is there.
/// </summary>
/// <remarks>Like the <see cref="KeyTail"/> it holds what is durable, no more. Rows are never replaced, and no id is ever used again.</remarks>
internal sealed class WaitingRows
{
    // A backlog beyond this is read from the database.
    private const long MaximumBytes = 64 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<long, StoredRow> rows = [];
    private long bytes;

    public StoredRow? Find(long id)
    {
        lock (gate)
        {
            return rows.GetValueOrDefault(id);
        }
    }

    /// <summary>After a commit: what it brought, and what it took away.</summary>
    public void Change(List<(long Id, StoredRow Row)> arrived, List<long> gone)
    {
        lock (gate)
        {
            foreach (var (id, row) in arrived)
            {
                if (bytes + row.Body.Length <= MaximumBytes)
                {
                    rows.Add(id, row);
                    bytes += row.Body.Length;
                }
            }

            foreach (var id in gone)
            {
                if (rows.Remove(id, out var row))
                {
                    bytes -= row.Body.Length;
                }
            }
        }
    }
}
