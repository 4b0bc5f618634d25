using DataSharing.Embedded.Sqlite;
using DataSharing.Storage;

namespace DataSharing.Embedded;

/// <summary>Makes a group of commits durable with one sync, and then known to the tail and the cache.</summary>
internal sealed class GroupCommit(StoreConnections connections, RowCache cache)
{
    private readonly SqliteStatement begin = connections.Writer.Prepare("BEGIN IMMEDIATE");
    private readonly SqliteStatement commit = connections.Writer.Prepare("COMMIT");
    private readonly RowWriter rows = new(connections);
    private readonly List<(RowId Id, CacheHold Hold, StoredRow? Row)> hidden = [];

    /// <exception cref="SqliteFailure">Nobody may be told anything but that the outcome is unknown; the connections are to be opened anew.</exception>
    public CommitGroup Run(List<PendingCommit> group)
    {
        var stamps = new List<ReadOnlyMemory<byte>>(group.Count);
        begin.Run();
        rows.Begin();
        hidden.Clear();
        foreach (var pending in group)
        {
            (pending.Versions, pending.Conflict) = rows.Apply(pending.Commit);
            if (pending.Conflict is null)
            {
                Hide(pending);
                if (!pending.Commit.Stamp.IsEmpty)
                {
                    stamps.Add(pending.Commit.Stamp);
                }
            }
        }

        rows.MergeIfDue();
        commit.Run();
        rows.Publish();
        foreach (var (id, hold, row) in hidden)
        {
            cache.Show(id, hold, row);
        }

        return new CommitGroup(stamps);
    }

    /// <summary>Leaves the index on disk complete. Only for a quick opening: whatever happens to it, nothing is lost.</summary>
    public void Finish()
    {
        begin.Run();
        rows.Begin();
        rows.MergeAll();
        commit.Run();
    }

    private void Hide(PendingCommit pending)
    {
        var writes = pending.Commit.Writes;
        for (var i = 0; i < writes.Count; i++)
        {
            if (RowTableLayout.IsOutbox(writes[i].RowKey))
            {
                continue;
            }

            var id = new RowId(pending.Commit.PartitionKey, writes[i].RowKey);
            var hold = cache.Hide(id);
            if (hold.IsFirst)
            {
                hidden.Add((id, hold, Cached(hold, writes[i], pending.Versions[i])));
            }
            else
            {
                var first = hidden.FindIndex(h => h.Id == id);
                hidden[first] = hidden[first] with { Row = Cached(hidden[first].Hold, writes[i], pending.Versions[i]) };
            }
        }
    }

    private static StoredRow? Cached(CacheHold hold, RowWrite write, RowVersion? version)
    {
        if (hold.Entry?.Row is null || version is null)
        {
            return null;
        }

        // A copy: the caller's buffer is the caller's.
        return write switch
        {
            RowWrite.Insert row => new StoredRow(row.Key, row.SchemaVersion, row.Body.ToArray(), version),
            RowWrite.Replace row => new StoredRow(row.Key, row.SchemaVersion, row.Body.ToArray(), version),
            _ => null,
        };
    }
}
