using System.Globalization;
using SQLitePCL;

namespace DataSharing.Embedded.Sqlite;

/// <summary>
/// One connection, used by one thread at a time. It speaks to SQLite through the provider beneath Microsoft.Data.Sqlite, because a command
/// object a row costs the writer more than the row.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly sqlite3 handle;
    private readonly List<SqliteStatement> statements = [];

    static SqliteDatabase() => Batteries_V2.Init();

    private SqliteDatabase(sqlite3 handle) => this.handle = handle;

    /// <param name="path">The file, created when missing.</param>
    /// <param name="vfs">The operating system layer; null for the usual one. Tests put a failing disk here.</param>
    /// <exception cref="SqliteFailure">The file cannot be opened.</exception>
    public static SqliteDatabase Open(string path, string? vfs)
    {
        var flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;
        var code = raw.sqlite3_open_v2(path, out var handle, flags, vfs);
        if (code != raw.SQLITE_OK)
        {
            handle?.Dispose();
            throw new SqliteFailure(code, "The database file cannot be opened");
        }

        _ = raw.sqlite3_extended_result_codes(handle, 1);
        _ = raw.sqlite3_busy_timeout(handle, 5_000);
        return new SqliteDatabase(handle);
    }

    public int Changes => raw.sqlite3_changes(handle);

    public bool InTransaction => raw.sqlite3_get_autocommit(handle) == 0;

    public SqliteStatement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(handle, sql, out var statement));
        var prepared = new SqliteStatement(this, statement);
        statements.Add(prepared);
        return prepared;
    }

    public void Execute(string sql) => Check(raw.sqlite3_exec(handle, sql));

    public long ScalarLong(string sql)
    {
        Check(raw.sqlite3_prepare_v2(handle, sql, out var statement));
        using (statement)
        {
            var code = raw.sqlite3_step(statement);
            return code == raw.SQLITE_ROW ? raw.sqlite3_column_int64(statement, 0) : throw Failure(code);
        }
    }

    /// <summary>Pages that this connection has written to the write-ahead log since it was last asked.</summary>
    public int TakePagesWritten()
    {
        const int CacheWrite = 9; // SQLITE_DBSTATUS_CACHE_WRITE
        Check(raw.sqlite3_db_status(handle, CacheWrite, out var current, out _, 1));
        return current;
    }

    /// <summary>Copies the write-ahead log into the database, both synced.</summary>
    /// <returns>Whether all of it could be copied (and, when asked to truncate, the log is empty now), and the log's pages.</returns>
    public (bool Complete, int LogPages) Checkpoint(bool truncate)
    {
        var mode = truncate ? raw.SQLITE_CHECKPOINT_TRUNCATE : raw.SQLITE_CHECKPOINT_PASSIVE;
        var code = raw.sqlite3_wal_checkpoint_v2(handle, "main", mode, out var logPages, out var copied);
        if (code == raw.SQLITE_BUSY)
        {
            return (false, logPages);
        }

        Check(code);
        return (logPages == copied, logPages);
    }

    /// <summary>Copies as much of the write-ahead log as nobody reads, while others may write to it.</summary>
    /// <returns>The log's pages that were left.</returns>
    public int CopyLog()
    {
        var code = raw.sqlite3_wal_checkpoint_v2(handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var logPages, out var copied);
        if (code == raw.SQLITE_BUSY)
        {
            return logPages;
        }

        Check(code);
        return logPages - copied;
    }

    public void Dispose()
    {
        foreach (var statement in statements)
        {
            statement.Dispose();
        }

        // The error of a close has been reported already by whatever failed before it.
        handle.Dispose();
    }

    internal void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw Failure(code);
        }
    }

    private SqliteFailure Failure(int code)
    {
        var extended = raw.sqlite3_extended_errcode(handle);
        var text = raw.sqlite3_errmsg(handle).utf8_to_string();
        return new SqliteFailure(extended == 0 ? code : extended, string.Create(CultureInfo.InvariantCulture, $"{text}"));
    }
}
