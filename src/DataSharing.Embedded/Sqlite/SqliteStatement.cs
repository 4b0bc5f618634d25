using System.Text;
using SQLitePCL;

namespace DataSharing.Embedded.Sqlite;

/// <summary>A prepared statement, kept for the life of its connection: preparing again costs a fifth of the commit.</summary>
internal sealed class SqliteStatement(SqliteDatabase database, sqlite3_stmt statement) : IDisposable
{
    public void Bind(int index, long value) => database.Check(raw.sqlite3_bind_int64(statement, index, value));

    public void Bind(int index, ReadOnlySpan<byte> value) => database.Check(raw.sqlite3_bind_blob(statement, index, value));

    /// <summary>Binds a checked key: ASCII, at most 512 characters.</summary>
    public void BindKey(int index, string key)
    {
        Span<byte> ascii = stackalloc byte[512];
        var length = Encoding.ASCII.GetBytes(key, ascii);
        database.Check(raw.sqlite3_bind_text(statement, index, ascii[..length]));
    }

    /// <summary>True while there is a row to read.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(statement);
        database.Check(code);
        return code == raw.SQLITE_ROW;
    }

    /// <summary>Runs to the end and makes ready for the next use, also after a failure.</summary>
    /// <returns>Rows changed.</returns>
    public int Run()
    {
        try
        {
            Step();
            return database.Changes;
        }
        finally
        {
            Reset();
        }
    }

    public long Long(int column) => raw.sqlite3_column_int64(statement, column);

    public string Key(int column) =>
        raw.sqlite3_column_text(statement, column).utf8_to_string() ?? throw new SqliteFailure(raw.SQLITE_CORRUPT, "A row has no key");

    public byte[] Blob(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    /// <summary>Ends the read that the statement holds open. A failure has been reported by the step before it.</summary>
    public void Reset() => _ = raw.sqlite3_reset(statement);

    public void Dispose() => statement.Dispose();
}
