using System.Collections.Concurrent;
using System.Security.Cryptography;
using DataSharing.Storage;
using Microsoft.Win32.SafeHandles;

namespace DataSharing.Embedded.Sqlite;

/// <summary>The connections of one opening of the database: the writer's, and a pool of readers that the writer can hold back.</summary>
internal sealed class StoreConnections : IDisposable
{
    private const int ApplicationId = 0x44534831; // "DSH1"
    private const int MaximumReaders = 8;

    private readonly string path;
    private readonly string? vfs;
    private readonly SemaphoreSlim permits;
    private readonly int readers = Math.Clamp(Environment.ProcessorCount, 2, MaximumReaders);
    private readonly ConcurrentBag<RowReader> idle = [];
    private readonly SafeFileHandle file;
    private bool disposed;

    private StoreConnections(string path, Disk disk)
    {
        this.path = path;
        vfs = disk.Vfs;
        permits = new SemaphoreSlim(readers, readers);
        Writer = SqliteDatabase.Open(path, vfs);
        file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            Writer.Execute("PRAGMA page_size = 8192");
            Writer.Execute("PRAGMA journal_mode = WAL");
            Writer.Execute($"PRAGMA synchronous = {disk.Synchronous}");
            Writer.Execute("PRAGMA secure_delete = ON");
            Writer.Execute("PRAGMA wal_autocheckpoint = 0");
            Writer.Execute("PRAGMA cache_size = -65536");
            Writer.Execute("PRAGMA temp_store = MEMORY");
            CreateOrCheck();

            // INVARIANT: nothing is acknowledged on top of a log that some earlier sync failed to write. Copying the log into the database and
            // syncing that makes whatever can still be read durable, and empties the log.
            if (!Writer.Checkpoint(truncate: true).Complete)
            {
                throw new SqliteFailure(5, "The write-ahead log is in use");
            }

            FirstVersion = NextEpoch() << 40;
            Versions = new VersionCodec(Secret());
            MergeKeys = disk.MergeKeys;
            LoadTails();
            var copier = SqliteDatabase.Open(path, vfs);
            copier.Execute($"PRAGMA synchronous = {disk.Synchronous}");
            Copier = new LogCopier(copier, file);
        }
        catch
        {
            Writer.Dispose();
            file.Dispose();
            throw;
        }
    }

    public SqliteDatabase Writer { get; }

    public LogCopier Copier { get; }

    /// <summary>Every key of the outbox.</summary>
    public KeyTail OutboxTail { get; } = new();

    /// <summary>Rows of the outbox that need not be read from the database.</summary>
    public WaitingRows Waiting { get; } = new();

    /// <summary>The keys of state rows that the index on disk does not have yet.</summary>
    public KeyTail StateTail { get; } = new();

    /// <summary>A partition with so many keys in the tail is merged.</summary>
    public int MergeKeys { get; }

    public VersionCodec Versions { get; }

    /// <summary>Greater than every version that any earlier opening gave out, acknowledged or not.</summary>
    public long FirstVersion { get; }

    /// <exception cref="SqliteFailure">It cannot be opened, or is not durable.</exception>
    public static StoreConnections Open(string path, Disk disk) => new(path, disk);

    public async ValueTask<T> ReadAsync<T>(Func<RowReader, T> read, CancellationToken cancellationToken)
    {
        await permits.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            var reader = idle.TryTake(out var rested) ? rested : new RowReader(SqliteDatabase.Open(path, vfs), this);
            var whole = false;
            try
            {
                var result = read(reader);
                whole = true;
                return result;
            }
            finally
            {
                if (whole)
                {
                    idle.Add(reader);
                }
                else
                {
                    reader.Dispose();
                }
            }
        }
        finally
        {
            permits.Release();
        }
    }

    /// <summary>Empties the log into the database while no reader is at work: a reader's snapshot would keep the log from starting over.</summary>
    public void TruncateLog()
    {
        Copier.End();
        HoldReaders();
        try
        {
            Writer.Checkpoint(truncate: true);
        }
        finally
        {
            permits.Release(readers);
        }
    }

    public void Dispose()
    {
        HoldReaders();
        disposed = true;
        while (idle.TryTake(out var reader))
        {
            reader.Dispose();
        }

        Copier.Dispose();
        Writer.Dispose();
        // Last: closing any handle of a file gives up the process's locks on it.
        file.Dispose();
        permits.Release(readers);
    }

    private void HoldReaders()
    {
        for (var i = 0; i < readers; i++)
        {
            permits.Wait();
        }
    }

    private void CreateOrCheck()
    {
        var version = Writer.ScalarLong("PRAGMA user_version");
        if (version == 0)
        {
            Writer.Execute("BEGIN IMMEDIATE");
            Writer.Execute(RowTableLayout.CreateAll);
            Writer.Execute($"PRAGMA application_id = {ApplicationId}");
            Writer.Execute($"PRAGMA user_version = {RowTableLayout.Version}");
            using (var statement = Writer.Prepare("INSERT INTO opening VALUES(1, 0, 0, ?1)"))
            {
                statement.Bind(1, RandomNumberGenerator.GetBytes(VersionCodec.SecretBytes));
                statement.Run();
            }

            Writer.Execute("COMMIT");
            return;
        }

        if (version != RowTableLayout.Version || Writer.ScalarLong("PRAGMA application_id") != ApplicationId)
        {
            throw new StoreUnavailableException($"records.db has layout {version}; this release knows layout {RowTableLayout.Version}.");
        }
    }

    private long NextEpoch()
    {
        Writer.Execute("UPDATE opening SET epoch = epoch + 1");
        return Writer.ScalarLong("SELECT epoch FROM opening");
    }

    private void LoadTails()
    {
        var index = new KeyIndex(Writer, Versions);
        var indexed = Writer.ScalarLong("SELECT indexed FROM opening");
        using (var rows = Writer.Prepare("SELECT id, partition, key FROM state WHERE id > ?1 ORDER BY id"))
        {
            rows.Bind(1, indexed);
            while (rows.Step())
            {
                var (id, partition, key) = (rows.Long(0), rows.Key(1), rows.Key(2));
                // Partitions are merged one by one: some of these rows are in the index already.
                if (index.FindId(partition, key) != id)
                {
                    StateTail.Set(partition, key, id);
                }
            }
        }

        using var waiting = Writer.Prepare("SELECT id, partition, key FROM outbox ORDER BY id");
        while (waiting.Step())
        {
            OutboxTail.Set(waiting.Key(1), waiting.Key(2), waiting.Long(0));
        }
    }

    private byte[] Secret()
    {
        using var statement = Writer.Prepare("SELECT secret FROM opening");
        return statement.Step() ? statement.Blob(0) : throw new SqliteFailure(11, "The table of openings is empty");
    }
}
