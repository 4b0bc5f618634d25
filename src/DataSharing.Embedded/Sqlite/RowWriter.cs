using DataSharing.Storage;

namespace DataSharing.Embedded.Sqlite;

/// <summary>
/// Applies commits inside one transaction of the writer's connection. Each commit is checked whole before any of it is written, so a conflict
/// leaves nothing to take back and its neighbours in the group do not notice.
/// </summary>
internal sealed class RowWriter(StoreConnections connections)
{
    private const long Gone = -1;

    /// <summary>A partition that has not been merged for so many writes is merged however few its keys, so that opening reads little.</summary>
    private const long LongestUnmerged = 400_000;

    private readonly SqliteStatement setIndexed = connections.Writer.Prepare("UPDATE opening SET indexed = ?1");

    // What this group has done and no reader may know yet: ids of rows inserted, or Gone.
    private readonly Dictionary<RowId, long> changes = [];
    private readonly List<(long Id, StoredRow Row)> waiting = [];
    private readonly List<long> relayed = [];
    private readonly KeyIndex index = new(connections.Writer, connections.Versions);
    private readonly RowTable state = new(connections.Writer, RowTableLayout.State, connections.Versions);
    private readonly RowTable outbox = new(connections.Writer, RowTableLayout.Outbox, connections.Versions);
    private long version = connections.FirstVersion;
    private long firstOfGroup;
    private string? merging;

    public void Begin()
    {
        changes.Clear();
        waiting.Clear();
        relayed.Clear();
        merging = null;
        firstOfGroup = version + 1;
    }

    /// <summary>The new versions, or the conflict.</summary>
    public (RowVersion?[] Versions, CommitOutcome.Conflict? Conflict) Apply(RecordCommit commit)
    {
        var writes = commit.Writes;
        var places = new Place[writes.Count];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = Find(new RowId(commit.PartitionKey, writes[i].RowKey));
            if (Check(writes[i], places[i]) is { } kind)
            {
                return ([], new CommitOutcome.Conflict(writes[i].RowKey, kind));
            }
        }

        var versions = new RowVersion?[writes.Count];
        for (var i = 0; i < places.Length; i++)
        {
            Write(commit.PartitionKey, writes[i], places[i], ++version);
            versions[i] = writes[i] is RowWrite.Delete ? null : connections.Versions.Write(version);
            Wait(writes[i], places[i], versions[i]);
        }

        return (versions, null);
    }

    /// <summary>Moves one partition's keys into the index on disk when there are enough of them, in the same transaction.</summary>
    public void MergeIfDue()
    {
        merging = connections.StateTail.Due(connections.MergeKeys, version - LongestUnmerged);
        if (merging is not null)
        {
            Merge(merging);
        }
    }

    /// <summary>Merges every partition, for a quick opening next time. In a transaction of its own, with nothing applied.</summary>
    public void MergeAll()
    {
        while (connections.StateTail.Due(1, 0) is { } partition)
        {
            Merge(partition);
            connections.StateTail.Forget(partition);
        }
    }

    /// <summary>After the commit: the changes become known to readers.</summary>
    public void Publish()
    {
        if (merging is not null)
        {
            connections.StateTail.Forget(merging);
        }

        connections.Waiting.Change(waiting, relayed);
        foreach (var (row, id) in changes)
        {
            var tail = TailOf(row.Key);
            if (id == Gone)
            {
                tail.Remove(row.Partition, row.Key);
            }
            else
            {
                tail.Set(row.Partition, row.Key, id);
            }
        }
    }

    private void Merge(string partition)
    {
        foreach (var (key, id) in connections.StateTail.All(partition))
        {
            // A row that this group deleted, and perhaps inserted anew, is for the next merge or for none.
            if (!changes.ContainsKey(new RowId(partition, key)))
            {
                index.Insert(partition, key, id);
            }
        }

        // INVARIANT: no row up to this id is missing from the index. Opening looks for the others.
        setIndexed.Bind(1, connections.StateTail.OldestOutside(partition, firstOfGroup) - 1);
        setIndexed.Run();
    }

    private Place Find(RowId row)
    {
        if (changes.TryGetValue(row, out var id))
        {
            return id == Gone ? default : new Place(id, IsIndexed: false);
        }

        if (TailOf(row.Key).TryFind(row.Partition, row.Key, out id))
        {
            return new Place(id, IsIndexed: false);
        }

        return !RowTableLayout.IsOutbox(row.Key) && index.FindId(row.Partition, row.Key) is { } indexed
            ? new Place(indexed, IsIndexed: true)
            : default;
    }

    private ConflictKind? Check(RowWrite write, Place place) =>
        write switch
        {
            RowWrite.Insert => place.Exists ? ConflictKind.AlreadyExists : null,
            _ when !place.Exists => ConflictKind.Missing,
            RowWrite.Replace row => TableOf(row.Key).IsAt(place.Id, row.Expected) ? null : ConflictKind.Changed,
            RowWrite.Delete { Expected: { } expected } row => TableOf(row.Key).IsAt(place.Id, expected) ? null : ConflictKind.Changed,
            _ => null,
        };

    private void Write(string partition, RowWrite write, Place place, long newVersion)
    {
        switch (write)
        {
            case RowWrite.Insert row:
                TableOf(row.Key).Insert(newVersion, partition, row);
                changes[new RowId(partition, row.Key)] = newVersion;
                break;
            case RowWrite.Replace row:
                TableOf(row.Key).Replace(place.Id, newVersion, row);
                break;
            default:
                TableOf(write.RowKey).Delete(place.Id);
                changes[new RowId(partition, write.RowKey)] = Gone;
                if (place.IsIndexed)
                {
                    index.Delete(partition, write.RowKey);
                }

                break;
        }
    }

    private void Wait(RowWrite write, Place place, RowVersion? newVersion)
    {
        if (!RowTableLayout.IsOutbox(write.RowKey))
        {
            return;
        }

        // Whatever it was before, it is not what is in memory.
        relayed.Add(place.Id);
        if (write is RowWrite.Insert row && newVersion is not null)
        {
            // A copy: the caller's buffer is the caller's.
            waiting.Add((version, new StoredRow(row.Key, row.SchemaVersion, row.Body.ToArray(), newVersion)));
        }
    }

    private RowTable TableOf(string key) => RowTableLayout.IsOutbox(key) ? outbox : state;

    private KeyTail TailOf(string key) => RowTableLayout.IsOutbox(key) ? connections.OutboxTail : connections.StateTail;

    /// <summary>Where a row lies; the default where there is none.</summary>
    private readonly record struct Place(long Id, bool IsIndexed)
    {
        public bool Exists => Id != 0;
    }
}
