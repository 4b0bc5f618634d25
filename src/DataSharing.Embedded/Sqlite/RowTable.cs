using DataSharing.Storage;

namespace DataSharing.Embedded.Sqlite;

/// <summary>
/// One table of rows on one connection. There are two: state, and the outbox in arrival order (docs/adr/0009). A rowid table with a unique
/// index, because WITHOUT ROWID spills bodies to overflow pages and halves the rate.
/// </summary>
internal sealed class RowTable(SqliteDatabase database, RowTableLayout layout, VersionCodec versions)
{
    private const int PageBytes = 16 * 1024 * 1024;

    private readonly SqliteStatement insert = database.Prepare(
        $"INSERT INTO {layout.Table}(partition, key, shape, version, body) VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING"
    );
    private readonly SqliteStatement replace = database.Prepare(
        $"UPDATE {layout.Table} SET shape = ?3, version = ?4, body = ?5 WHERE partition = ?1 AND key = ?2 AND version = ?6"
    );
    private readonly SqliteStatement delete = database.Prepare($"DELETE FROM {layout.Table} WHERE partition = ?1 AND key = ?2");
    private readonly SqliteStatement deleteVersion = database.Prepare(
        $"DELETE FROM {layout.Table} WHERE partition = ?1 AND key = ?2 AND version = ?3"
    );
    private readonly SqliteStatement findVersion = database.Prepare(
        $"SELECT version FROM {layout.Table} WHERE partition = ?1 AND key = ?2"
    );
    private readonly SqliteStatement find = database.Prepare(
        $"SELECT shape, version, body FROM {layout.Table} WHERE partition = ?1 AND key = ?2"
    );
    private readonly SqliteStatement range = database.Prepare(
        $"SELECT shape, version, body, key FROM {layout.Table} WHERE partition = ?1 AND key >= ?2 AND key < ?3 ORDER BY key LIMIT ?4"
    );

    /// <summary>Null when written, else why not; nothing was changed then.</summary>
    public ConflictKind? Write(string partition, RowWrite write, long version)
    {
        switch (write)
        {
            case RowWrite.Insert row:
                BindRow(insert, partition, row.Key, row.SchemaVersion, version, row.Body.Span);
                return insert.Run() == 1 ? null : ConflictKind.AlreadyExists;
            case RowWrite.Replace row:
                BindRow(replace, partition, row.Key, row.SchemaVersion, version, row.Body.Span);
                replace.Bind(6, versions.Read(row.Expected));
                return replace.Run() == 1 ? null : MissingOrChanged(partition, row.Key);
            case RowWrite.Delete { Expected: { } expected } row:
                BindKey(deleteVersion, partition, row.Key);
                deleteVersion.Bind(3, versions.Read(expected));
                return deleteVersion.Run() == 1 ? null : MissingOrChanged(partition, row.Key);
            default:
                BindKey(delete, partition, write.RowKey);
                return delete.Run() == 1 ? null : ConflictKind.Missing;
        }
    }

    /// <summary>What <see cref="Write"/> would answer, without writing.</summary>
    public ConflictKind? Check(string partition, RowWrite write)
    {
        var present = FindVersion(partition, write.RowKey);
        return write switch
        {
            RowWrite.Insert => present is null ? null : ConflictKind.AlreadyExists,
            _ when present is null => ConflictKind.Missing,
            RowWrite.Replace row when present != versions.Read(row.Expected) => ConflictKind.Changed,
            RowWrite.Delete { Expected: { } expected } when present != versions.Read(expected) => ConflictKind.Changed,
            _ => null,
        };
    }

    public StoredRow? Find(string partition, string key)
    {
        BindKey(find, partition, key);
        try
        {
            return find.Step() ? Row(find, key) : null;
        }
        finally
        {
            find.Reset();
        }
    }

    /// <summary>Adds rows in order until the page has <paramref name="limit"/> rows or enough bytes.</summary>
    /// <returns>True when the page is full and more rows follow.</returns>
    public bool ReadRange(string partition, string from, string toExclusive, int limit, List<StoredRow> page, ref long bytes)
    {
        BindKey(range, partition, from);
        range.BindKey(3, toExclusive);
        range.Bind(4, limit - page.Count + 1);
        try
        {
            while (range.Step())
            {
                if (page.Count == limit || bytes >= PageBytes)
                {
                    return true;
                }

                var row = Row(range, range.Key(3));
                bytes += row.Body.Length;
                page.Add(row);
            }

            return false;
        }
        finally
        {
            range.Reset();
        }
    }

    private StoredRow Row(SqliteStatement statement, string key) =>
        new(key, (int)statement.Long(0), statement.Blob(2), versions.Write(statement.Long(1)));

    private ConflictKind MissingOrChanged(string partition, string key) =>
        FindVersion(partition, key) is null ? ConflictKind.Missing : ConflictKind.Changed;

    private long? FindVersion(string partition, string key)
    {
        BindKey(findVersion, partition, key);
        try
        {
            return findVersion.Step() ? findVersion.Long(0) : null;
        }
        finally
        {
            findVersion.Reset();
        }
    }

    private static void BindKey(SqliteStatement statement, string partition, string key)
    {
        statement.BindKey(1, partition);
        statement.BindKey(2, key);
    }

    private static void BindRow(SqliteStatement statement, string partition, string key, int shape, long version, ReadOnlySpan<byte> body)
    {
        BindKey(statement, partition, key);
        statement.Bind(3, shape);
        statement.Bind(4, version);
        statement.Bind(5, body);
    }
}
