using Microsoft.Win32.SafeHandles;

namespace DataSharing.Embedded.Sqlite;

/// <summary>
/// Copies the write-ahead log into the database on a connection and thread of its own, while commits go on: the writer then has to copy only what
/// came meanwhile. It changes nothing that is promised; commits are durable in the log.
/// </summary>
internal sealed class LogCopier : IDisposable
{
    private const int MostRounds = 3;
    private const int FewPages = 200;

    private readonly SqliteDatabase database;
    private readonly SafeFileHandle file;
    private readonly AutoResetEvent begin = new(false);
    private readonly ManualResetEventSlim rest = new(true);
    private readonly Thread thread;
    private SqliteFailure? failure;
    private bool begun;
    private volatile bool closed;

    /// <param name="database">A connection of its own; closed with this.</param>
    /// <param name="file">The database's file, to sync before the writer has to. Whoever opened it closes it, after every connection.</param>
    public LogCopier(SqliteDatabase database, SafeFileHandle file)
    {
        (this.database, this.file) = (database, file);
        thread = new Thread(Copy) { Name = "record store log copier", IsBackground = true };
        thread.Start();
    }

    /// <summary>Between <see cref="Begin"/> and the <see cref="TryEnd"/> or <see cref="End"/> that ends it. For the writer's thread alone, like those.</summary>
    public bool HasBegun => begun;

    public void Begin()
    {
        begun = true;
        rest.Reset();
        begin.Set();
    }

    /// <summary>True once for each beginning, when it has copied what it could.</summary>
    /// <exception cref="SqliteFailure">It could not: the log may not be durable as it lies there.</exception>
    public bool TryEnd()
    {
        if (!begun || !rest.IsSet)
        {
            return false;
        }

        begun = false;
        return failure is { } failed ? throw failed : true;
    }

    /// <summary>Waits until it rests.</summary>
    /// <exception cref="SqliteFailure">As <see cref="TryEnd"/>.</exception>
    public void End()
    {
        rest.Wait();
        TryEnd();
    }

    public void Dispose()
    {
        closed = true;
        begin.Set();
        thread.Join();
        database.Dispose();
        begin.Dispose();
        rest.Dispose();
    }

    private void Copy()
    {
        while (begin.WaitOne() && !closed)
        {
            try
            {
                // Each round is shorter than the one before, for it copies only what came during that.
                var left = int.MaxValue;
                for (var round = 0; round < MostRounds && left > FewPages; round++)
                {
                    left = database.CopyLog();
                    RandomAccess.FlushToDisk(file);
                }
            }
            catch (SqliteFailure failed)
            {
                failure = failed;
            }
            catch (IOException failed)
            {
                failure = new SqliteFailure(SqliteFailure.SyncFailed, failed.Message);
            }

            rest.Set();
        }
    }
}
