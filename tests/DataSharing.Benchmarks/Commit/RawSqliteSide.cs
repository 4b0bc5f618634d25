using System.Diagnostics;
using DataSharing.Embedded.Sqlite;
using DataSharing.Storage;

namespace DataSharing.Benchmarks.Commit;

/// <summary>
/// SQLite itself, as fast as one thread can drive it: rowid tables with a unique index on partition and key, the same inserts, and the same
/// deletes and look-up rows as the relay's (two an entry), in groups of as many commits as there are callers, with every statement prepared
/// once. No queue, no answers, no entries to seal, nothing to sign.
/// </summary>
internal sealed class RawSqliteSide : IDisposable
{
    private readonly SqliteDatabase database;
    private readonly SqliteStatement insertState;
    private readonly SqliteStatement insertOutbox;
    private readonly SqliteStatement deleteOutbox;
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
        foreach (var (table, index) in (ReadOnlySpan<(string, string)>)[("state", "partition, key"), ("outbox", "key, partition")])
        {
            // The outbox's index leads with the key, which begins with a time: arrival order, the fastest for it.
            database.Execute(
                $"CREATE TABLE {table}(id INTEGER PRIMARY KEY, partition TEXT NOT NULL, key TEXT NOT NULL, shape INTEGER NOT NULL, version INTEGER NOT NULL, body BLOB NOT NULL)"
            );
            database.Execute($"CREATE UNIQUE INDEX {table}_by_key ON {table}({index})");
        }

        insertState = database.Prepare(Insert("state"));
        insertOutbox = database.Prepare(Insert("outbox"));
        deleteOutbox = database.Prepare("DELETE FROM outbox WHERE partition = ?1 AND key = ?2");
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
            Write(insertState, partition, $"disclosure:{id}", CommitShape.State);
            Write(insertState, partition, $"idem:{id}", CommitShape.Idempotency);
            Write(insertOutbox, partition, key, CommitShape.Outbox);
            waiting.Enqueue((partition, key));
            if (waiting.Count > 1_000)
            {
                var done = waiting.Dequeue();
                deleteOutbox.BindKey(1, done.Partition);
                deleteOutbox.BindKey(2, done.Key);
                deleteOutbox.Run();
                Write(insertState, done.Partition, $"lookup:record:{CommitShape.NewId()}:{version:D19}", CommitShape.Lookup);
                Write(insertState, partition, $"lookup:subject:bench-council:{CommitShape.NewId()}:{version:D19}", CommitShape.Lookup);
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

    private void Write(SqliteStatement insert, string partition, string key, byte[] body)
    {
        insert.BindKey(1, partition);
        insert.BindKey(2, key);
        insert.Bind(3, ++version);
        insert.Bind(4, body);
        insert.Run();
    }

    private static string Insert(string table) =>
        $"INSERT INTO {table}(partition, key, shape, version, body) VALUES(?1, ?2, 1, ?3, ?4) ON CONFLICT DO NOTHING";
}
