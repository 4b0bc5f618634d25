namespace DataSharing.Embedded.Sqlite;

/// <summary>Where a row lies. The outbox is apart, so that what arrives together lies together and the relay's deletes leave whole pages.</summary>
internal static class RowTableLayout
{
    /// <summary>Written to <c>user_version</c>; another number is another release's.</summary>
    public const int Version = 2;

    public const string State = "state";

    public const string Outbox = "outbox";

    public const string OutboxPrefix = "outbox:";

    /// <summary>The smallest key after every outbox key.</summary>
    public const string OutboxEnd = "outboxA";

    /// <summary>
    /// Rows lie in order of arrival; their id is the version they were inserted under, so ids rise and never return. The index of state keys is
    /// a table of its own because it is written later, many keys at once: every row up to <c>opening.indexed</c> is in it. The outbox has none
    /// on disk: it is short, and read into memory at opening.
    /// </summary>
    public const string CreateAll = """
        CREATE TABLE state(id INTEGER PRIMARY KEY, partition TEXT NOT NULL, key TEXT NOT NULL, shape INTEGER NOT NULL, version INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE TABLE state_index(partition TEXT NOT NULL, key TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY(partition, key)) WITHOUT ROWID;
        CREATE TABLE outbox(id INTEGER PRIMARY KEY, partition TEXT NOT NULL, key TEXT NOT NULL, shape INTEGER NOT NULL, version INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE TABLE opening(id INTEGER PRIMARY KEY CHECK (id = 1), epoch INTEGER NOT NULL, indexed INTEGER NOT NULL, secret BLOB NOT NULL);
        """;

    public static bool IsOutbox(string key) => key.StartsWith(OutboxPrefix, StringComparison.Ordinal);
}
