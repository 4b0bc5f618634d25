using System.Diagnostics;
using DataSharing.Embedded.Sqlite;
using DataSharing.Storage;

namespace DataSharing.Benchmarks.Commit;

/// <summary>
/// SQLite itself, as fast as one thread can drive it: the same tables, the same inserts, and the same deletes and look-up rows as the relay's
/// (two an entry), in groups of as many commits as there are callers. No queue, no answers, no entries to seal, nothing to sign.
/// </summary>
internal sealed class RawSqliteSide : IDisposable
{
    private readonly SqliteDatabase database;
    private readonly RowTable state;
    private readonly RowTable outbox;
    private readonly Queue<(string Partition, string Key)> waiting = new();
    private readonly int group;
    private long version;
    private int pages;

    public RawSqliteSide(string directory, int group)
    {
        Directory.CreateDirectory(directory);
        this.group = group;
        database = SqliteDatabase.Open(Path.Combine(directory, "raw.db"), null);
        database.Execute("PRAGMA page_size = 8192");
        database.Execute("PRAGMA journal_mode = WAL");
        database.Execute("PRAGMA synchronous = FULL");
        database.Execute("PRAGMA secure_delete = ON");
        database.Execute("PRAGMA wal_autocheckpoint = 0");
        database.Execute("PRAGMA cache_size = -65536");
        database.Execute(RowTableLayout.CreateAll);
        var versions = new VersionCodec(new byte[VersionCodec.SecretBytes]);
        state = new RowTable(database, RowTableLayout.State, versions);
        outbox = new RowTable(database, RowTableLayout.Outbox, versions);
    }

    public Round Run(TimeSpan duration)
    {
        var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        long commits = 0;
        while (watch.Elapsed < duration)
        {
            Group();
            commits += group;
        }

        process.Refresh();
        return new Round(commits / watch.Elapsed.TotalSeconds, [], (process.TotalProcessorTime - cpu).TotalMicroseconds / commits);
    }

    public void Dispose() => database.Dispose();

    private void Group()
    {
        database.Execute("BEGIN IMMEDIATE");
        for (var i = 0; i < group; i++)
        {
            var id = CommitShape.NewId();
            var partition = Shards.Of(id);
            var key = CommitShape.OutboxKey(id);
            Insert(state, partition, $"disclosure:{id}", CommitShape.State);
            Insert(state, partition, $"idem:{id}", CommitShape.Idempotency);
            Insert(outbox, partition, key, CommitShape.Outbox);
            waiting.Enqueue((partition, key));
            if (waiting.Count > 1_000)
            {
                var done = waiting.Dequeue();
                outbox.Write(done.Partition, new RowWrite.Delete(done.Key, null), ++version);
                Insert(state, done.Partition, $"lookup:record:{CommitShape.NewId()}:{version:D19}", CommitShape.Lookup);
                Insert(state, partition, $"lookup:subject:bench-council:{CommitShape.NewId()}:{version:D19}", CommitShape.Lookup);
            }
        }

        database.Execute("COMMIT");
        pages += database.TakePagesWritten();
        if (pages > 4_000)
        {
            database.Checkpoint(truncate: false);
            pages = 0;
        }
    }

    private void Insert(RowTable table, string partition, string key, byte[] body) =>
        table.Write(partition, new RowWrite.Insert(key, 1, body), ++version);
}
