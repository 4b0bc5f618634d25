using DataSharing.Embedded.Sqlite;
using DataSharing.Storage;

namespace DataSharing.Embedded;

/// <summary>
/// Makes a group of commits durable with one sync. Optimistic: every commit writes at once; where one meets a conflict after writing something,
/// the whole group is rolled back and played again, each commit checking all its rows before it writes any (docs/adr/0009).
/// </summary>
internal sealed class GroupCommit(StoreConnections connections, RowCache cache)
{
    private readonly SqliteStatement begin = connections.Writer.Prepare("BEGIN IMMEDIATE");
    private readonly SqliteStatement commit = connections.Writer.Prepare("COMMIT");
    private readonly SqliteStatement rollback = connections.Writer.Prepare("ROLLBACK");
    private readonly List<(RowId Id, CacheHold Hold, StoredRow? Row)> hidden = [];
    private long version = connections.FirstVersion;

    /// <summary>Groups played twice.</summary>
    public long Replays { get; private set; }

    /// <exception cref="SqliteFailure">Nobody may be told anything but that the outcome is unknown; the connections are to be opened anew.</exception>
    public CommitGroup Run(List<PendingCommit> group)
    {
        begin.Run();
        if (!TryApply(group, checkFirst: false))
        {
            Replays++;
            rollback.Run();
            begin.Run();
            TryApply(group, checkFirst: true);
        }

        hidden.Clear();
        foreach (var pending in group)
        {
            Hide(pending);
        }

        commit.Run();
        foreach (var (id, hold, row) in hidden)
        {
            cache.Show(id, hold, row);
        }

        return new CommitGroup([.. group.Where(p => p.Conflict is null && !p.Commit.Stamp.IsEmpty).Select(p => p.Commit.Stamp)]);
    }

    private bool TryApply(List<PendingCommit> group, bool checkFirst)
    {
        foreach (var pending in group)
        {
            pending.Conflict = checkFirst ? FindConflict(pending.Commit) : null;
            if (pending.Conflict is null && !TryWrite(pending))
            {
                return false;
            }
        }

        return true;
    }

    private CommitOutcome.Conflict? FindConflict(RecordCommit record)
    {
        foreach (var write in record.Writes)
        {
            if (TableOf(write.RowKey).Check(record.PartitionKey, write) is { } kind)
            {
                return new CommitOutcome.Conflict(write.RowKey, kind);
            }
        }

        return null;
    }

    /// <summary>False when it met a conflict with something already written. A conflict on the first row leaves nothing to take back.</summary>
    private bool TryWrite(PendingCommit pending)
    {
        var writes = pending.Commit.Writes;
        var versions = new RowVersion?[writes.Count];
        for (var i = 0; i < writes.Count; i++)
        {
            var write = writes[i];
            if (TableOf(write.RowKey).Write(pending.Commit.PartitionKey, write, ++version) is { } kind)
            {
                pending.Conflict = new CommitOutcome.Conflict(write.RowKey, kind);
                return i == 0;
            }

            versions[i] = write is RowWrite.Delete ? null : connections.Versions.Write(version);
        }

        pending.Versions = versions;
        return true;
    }

    private void Hide(PendingCommit pending)
    {
        if (pending.Conflict is not null)
        {
            return;
        }

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

    private RowTable TableOf(string rowKey) => RowTableLayout.IsOutbox(rowKey) ? connections.Outbox : connections.State;
}
