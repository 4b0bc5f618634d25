namespace DataSharing.Embedded.Sqlite;

/// <summary>SQLite refused or failed. The text is SQLite's own and names no value.</summary>
internal sealed class SqliteFailure(int extendedCode, string message)
    : Exception($"{message} (SQLite {extendedCode & 0xff}, extended {extendedCode}).")
{
    /// <summary>SQLITE_IOERR_FSYNC.</summary>
    public const int SyncFailed = 10 | (4 << 8);

    public int ExtendedCode { get; } = extendedCode;
}
