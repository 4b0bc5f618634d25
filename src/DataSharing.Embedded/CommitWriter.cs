using DataSharing.Embedded.Sqlite;
using DataSharing.Storage;
using Microsoft.Extensions.Logging;

namespace DataSharing.Embedded;

/// <summary>The one thread that writes. It also keeps the write-ahead log short, and opens the database anew after a failure.</summary>
internal sealed class CommitWriter : IDisposable
{
    private const int TruncateFactor = 4;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestUntruncated = TimeSpan.FromSeconds(30);

    private readonly Func<StoreConnections> open;
    private readonly int checkpointPages;
    private readonly RowCache cache;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CommitQueue queue = new();
    private readonly Thread thread;
    private readonly List<PendingCommit> group = [];

    private StoreConnections? connections;
    private GroupCommit commits;
    private int logPages;
    private long truncatedAt;

    public CommitWriter(Func<StoreConnections> open, int checkpointPages, RowCache cache, TimeProvider time, ILogger logger)
    {
        (this.open, this.checkpointPages, this.cache, this.time, this.logger) = (open, checkpointPages, cache, time, logger);
        var first = open();
        (connections, commits) = (first, new GroupCommit(first, cache));
        truncatedAt = time.GetTimestamp();
        thread = new Thread(Write) { Name = "record store writer", IsBackground = true };
        thread.Start();
    }

    /// <summary>The connections of the present opening; null while the store is not known to be good.</summary>
    public StoreConnections? Connections => Volatile.Read(ref connections);

    public Task<CommitOutcome> Add(RecordCommit commit, int bytes)
    {
        if (Connections is null)
        {
            throw Unavailable();
        }

        var pending = new PendingCommit(commit, bytes);
        queue.Add(pending);
        return pending.Task;
    }

    /// <summary>Writes what was queued, then closes.</summary>
    public void Dispose()
    {
        queue.Close();
        thread.Join();
    }

    public static StoreUnavailableException Unavailable(Exception? inner = null) => new("The record store cannot answer now.", inner);

    private void Write()
    {
        while (queue.Take(group, Idle))
        {
            if (connections is not { } open || !TryWork(open))
            {
                Recover();
            }

            group.Clear();
        }

        if (Interlocked.Exchange(ref connections, null) is { } last)
        {
            Finish();
            last.Dispose();
        }
    }

    private void Finish()
    {
        try
        {
            commits.Finish();
        }
        catch (SqliteFailure failure)
        {
            // The next opening has more to read, no more.
            Log.WriteFailed(logger, failure.ExtendedCode);
        }
    }

    private bool TryWork(StoreConnections open)
    {
        try
        {
            if (group.Count > 0)
            {
                Tell(commits.Run(group));
            }

            KeepLogShort(open);
            return true;
        }
        catch (SqliteFailure failure)
        {
            Log.WriteFailed(logger, failure.ExtendedCode);
            return false;
        }
        catch (Exception failure)
        {
            // The thread must live: whatever it was, nothing in this group was acknowledged and the database is opened anew.
            Log.WriterFailed(logger, failure);
            return false;
        }
    }

    private void Tell(CommitGroup durable)
    {
        var stamped = 0;
        foreach (var pending in group)
        {
            CommitOutcome outcome = pending.Conflict is { } conflict
                ? conflict
                : new CommitOutcome.Committed(pending.Versions, durable, pending.Commit.Stamp.IsEmpty ? -1 : stamped++);
            pending.TrySetResult(outcome);
        }
    }

    private void KeepLogShort(StoreConnections open)
    {
        logPages += open.Writer.TakePagesWritten();
        if (logPages == 0)
        {
            truncatedAt = time.GetTimestamp();
            return;
        }

        // Deleted rows lie in the log until it is emptied, so it is emptied whenever there is quiet, and every now and then without.
        if (group.Count == 0 || time.GetElapsedTime(truncatedAt) > LongestUntruncated || logPages >= TruncateFactor * checkpointPages)
        {
            Truncate(open);
        }
        else if (logPages >= checkpointPages && !open.Copier.HasBegun)
        {
            open.Copier.Begin();
        }
        else if (open.Copier.TryEnd())
        {
            // Most of it has been copied and synced while commits went on. Only with all of it copied can the log begin anew.
            var (complete, pages) = open.Writer.Checkpoint(truncate: false);
            logPages = 0;
            if (pages >= TruncateFactor * checkpointPages || (!complete && 2 * pages >= TruncateFactor * checkpointPages))
            {
                Truncate(open);
            }
        }
    }

    private void Truncate(StoreConnections open)
    {
        open.TruncateLog();
        logPages = 0;
        truncatedAt = time.GetTimestamp();
    }

    /// <summary>
    /// After a failure nothing is acknowledged until the database has been opened anew and its log copied and synced. Linux marks pages clean
    /// after a failed sync: trying the same commit again on the same connection would acknowledge what the disk does not have.
    /// </summary>
    private void Recover()
    {
        foreach (var pending in group)
        {
            pending.TrySetException(Unavailable());
        }

        if (Interlocked.Exchange(ref connections, null) is { } broken)
        {
            broken.Dispose();
        }

        try
        {
            var fresh = open();
            cache.Clear();
            commits = new GroupCommit(fresh, cache);
            logPages = 0;
            Volatile.Write(ref connections, fresh);
            Log.Reopened(logger);
        }
        catch (Exception failure) when (failure is SqliteFailure or StoreUnavailableException or IOException)
        {
            Log.ReopenFailed(logger, failure.Message);
        }
    }
}
