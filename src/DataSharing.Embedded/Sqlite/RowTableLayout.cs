namespace DataSharing.Embedded.Sqlite;

/// <summary>Where a row lies. The outbox is apart, so that what arrives together lies together and the relay's deletes leave whole pages.</summary>
internal sealed record RowTableLayout(string Table)
{
    public const string OutboxPrefix = "outbox:";

    /// <summary>The smallest key after every outbox key.</summary>
    public const string OutboxEnd = "outboxA";

    public static RowTableLayout State { get; } = new("state");

    public static RowTableLayout Outbox { get; } = new("outbox");

    public static bool IsOutbox(string key) => key.StartsWith(OutboxPrefix, StringComparison.Ordinal);

    /// <summary>
    /// The outbox index leads with the key, which begins with a time: arrival order whatever the shard. Its range reads pass over other
    /// shards' rows, which is cheap while the relay keeps it short.
    /// </summary>
    public const string CreateAll = """
        CREATE TABLE state(id INTEGER PRIMARY KEY, partition TEXT NOT NULL, key TEXT NOT NULL, shape INTEGER NOT NULL, version INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE UNIQUE INDEX state_by_key ON state(partition, key);
        CREATE TABLE outbox(id INTEGER PRIMARY KEY, partition TEXT NOT NULL, key TEXT NOT NULL, shape INTEGER NOT NULL, version INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE UNIQUE INDEX outbox_by_key ON outbox(key, partition);
        CREATE TABLE opening(id INTEGER PRIMARY KEY CHECK (id = 1), epoch INTEGER NOT NULL, secret BLOB NOT NULL);
        """;
}
