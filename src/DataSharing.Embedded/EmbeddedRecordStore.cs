using DataSharing.Embedded.Sqlite;
using DataSharing.Storage;
using Microsoft.Extensions.Logging;

namespace DataSharing.Embedded;

/// <summary>
/// Records in one SQLite database: a write-ahead log synced at every group of commits, one writer, and an exactly coherent cache of rows.
/// </summary>
public sealed class EmbeddedRecordStore : IRecordStore, IAsyncDisposable, IDisposable
{
    private readonly DataDirectory directory;
    private readonly RowCache cache;
    private readonly CommitWriter writer;

    private EmbeddedRecordStore(DataDirectory directory, EmbeddedHomeOptions options, Disk disk, TimeProvider time, ILogger logger)
    {
        this.directory = directory;
        cache = new RowCache((long)options.RowCacheMebibytes * 1024 * 1024);
        var path = Path.Combine(directory.Path, FileName);
        writer = new CommitWriter(() => StoreConnections.Open(path, disk), disk.CheckpointPages, cache, time, logger);
    }

    internal const string FileName = "records.db";

    /// <summary>Opens the store, created when missing. The data directory belongs to this process until it is disposed of.</summary>
    /// <exception cref="StoreUnavailableException">Another process has it, the disk failed, or a newer release wrote it.</exception>
    public static EmbeddedRecordStore Open(EmbeddedHomeOptions options, TimeProvider time, ILogger<EmbeddedRecordStore> logger) =>
        Open(options, Disk.Usual, time, logger);

    internal static EmbeddedRecordStore Open(EmbeddedHomeOptions options, Disk disk, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        var owned = DataDirectory.Own(options.DataDirectory);
        try
        {
            return new EmbeddedRecordStore(owned, options, disk, time, logger);
        }
        catch (SqliteFailure failure)
        {
            owned.Dispose();
            throw CommitWriter.Unavailable(failure);
        }
        catch (StoreUnavailableException)
        {
            owned.Dispose();
            throw;
        }
    }

    public ValueTask<StoredRow?> FindAsync(string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        RecordLimits.CheckKey(partitionKey);
        RecordLimits.CheckKey(rowKey);
        var id = new RowId(partitionKey, rowKey);
        // While the store is not known to be good, even a cached row might be one that a failed commit has overtaken.
        var connections = writer.Connections ?? throw CommitWriter.Unavailable();
        return cache.TryFind(id, out var row, out var ticket)
            ? ValueTask.FromResult(row)
            : ReadAndKeepAsync(connections, id, ticket, cancellationToken);
    }

    public ValueTask<RowPage> ReadRangeAsync(
        string partitionKey,
        string from,
        string toExclusive,
        int limit,
        CancellationToken cancellationToken
    )
    {
        RecordLimits.CheckRange(partitionKey, from, toExclusive, limit);
        var connections = writer.Connections ?? throw CommitWriter.Unavailable();
        return ReadAsync(connections, r => r.ReadRange(partitionKey, from, toExclusive, limit), cancellationToken);
    }

    public async ValueTask<CommitOutcome> CommitAsync(RecordCommit commit, CancellationToken cancellationToken)
    {
        RecordLimits.CheckCommit(commit);
        cancellationToken.ThrowIfCancellationRequested();
        var outcome = writer.Add(commit, BytesOf(commit));
        return cancellationToken.CanBeCanceled ? await outcome.WaitAsync(cancellationToken) : await outcome;
    }

    /// <summary>Writes what was accepted, empties the log into the database, and gives the directory back.</summary>
    public void Dispose()
    {
        writer.Dispose();
        directory.Dispose();
    }

    public async ValueTask DisposeAsync() => await Task.Run(Dispose);

    private async ValueTask<StoredRow?> ReadAndKeepAsync(
        StoreConnections connections,
        RowId id,
        long ticket,
        CancellationToken cancellationToken
    )
    {
        var row = await ReadAsync(connections, r => r.Find(id.Partition, id.Key), cancellationToken);
        if (!RowTableLayout.IsOutbox(id.Key))
        {
            cache.Fill(id, row, ticket);
        }

        return row;
    }

    private static async ValueTask<T> ReadAsync<T>(
        StoreConnections connections,
        Func<RowReader, T> read,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await connections.ReadAsync(read, cancellationToken);
        }
        catch (SqliteFailure failure)
        {
            throw CommitWriter.Unavailable(failure);
        }
        catch (ObjectDisposedException failure)
        {
            throw CommitWriter.Unavailable(failure);
        }
    }

    private static int BytesOf(RecordCommit commit)
    {
        var bytes = commit.Stamp.Length;
        foreach (var write in commit.Writes)
        {
            bytes += write switch
            {
                RowWrite.Insert row => row.Body.Length,
                RowWrite.Replace row => row.Body.Length,
                _ => 0,
            };
        }

        return bytes;
    }
}
