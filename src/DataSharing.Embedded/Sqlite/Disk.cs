namespace DataSharing.Embedded.Sqlite;

/// <summary>What the database stands on. Anything but the usual is for tests: a failing disk, and proof that a loss would be noticed.</summary>
/// <param name="Vfs">SQLite's operating system layer; null for its own.</param>
/// <param name="Synchronous">SQLite's <c>synchronous</c>.</param>
/// <param name="MergeKeys">Keys of a partition that are gathered in memory before the index on disk takes them.</param>
/// <param name="CheckpointPages">Pages in the log after which they are copied into the database; at four times as many, readers must wait.</param>
internal sealed record Disk(string? Vfs, string Synchronous, int CheckpointPages, int MergeKeys)
{
    /// <summary>Copies at 32 MiB: larger copies save little and make the commits behind them wait longer.</summary>
    public static Disk Usual { get; } = new(null, "FULL", 4_000, 4_096);
}
