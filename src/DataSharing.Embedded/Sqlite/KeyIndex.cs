using DataSharing.Storage;

namespace DataSharing.Embedded.Sqlite;

/// <summary>The index on disk of the state rows, on one connection. Newer rows are in the <see cref="KeyTail"/> only.</summary>
internal sealed class KeyIndex(SqliteDatabase database, VersionCodec versions)
{
    private readonly SqliteStatement find = database.Prepare("SELECT id FROM state_index WHERE partition = ?1 AND key = ?2");
    private readonly SqliteStatement insert = database.Prepare("INSERT INTO state_index(partition, key, id) VALUES(?1, ?2, ?3)");
    private readonly SqliteStatement delete = database.Prepare("DELETE FROM state_index WHERE partition = ?1 AND key = ?2");
    private readonly SqliteStatement row = database.Prepare(
        """
        SELECT s.shape, s.version, s.body FROM state_index i CROSS JOIN state s ON s.id = i.id
        WHERE i.partition = ?1 AND i.key = ?2
        """
    );
    private readonly SqliteStatement range = database.Prepare(
        """
        SELECT s.shape, s.version, s.body, i.key FROM state_index i CROSS JOIN state s ON s.id = i.id
        WHERE i.partition = ?1 AND i.key >= ?2 AND i.key < ?3 ORDER BY i.key LIMIT ?4
        """
    );

    public long? FindId(string partition, string key)
    {
        Bind(find, partition, key);
        try
        {
            return find.Step() ? find.Long(0) : null;
        }
        finally
        {
            find.Reset();
        }
    }

    public void Insert(string partition, string key, long id)
    {
        Bind(insert, partition, key);
        insert.Bind(3, id);
        insert.Run();
    }

    public void Delete(string partition, string key)
    {
        Bind(delete, partition, key);
        delete.Run();
    }

    public StoredRow? FindRow(string partition, string key)
    {
        Bind(row, partition, key);
        try
        {
            return row.Step() ? Row(row, key) : null;
        }
        finally
        {
            row.Reset();
        }
    }

    /// <summary>Rows in order, at most so many; stop whenever enough have been taken.</summary>
    public IEnumerable<StoredRow> Range(string partition, string from, string toExclusive, int limit)
    {
        Bind(range, partition, from);
        range.BindKey(3, toExclusive);
        range.Bind(4, limit);
        try
        {
            while (range.Step())
            {
                yield return Row(range, range.Key(3));
            }
        }
        finally
        {
            range.Reset();
        }
    }

    private StoredRow Row(SqliteStatement statement, string key) =>
        new(key, (int)statement.Long(0), statement.Blob(2), versions.Write(statement.Long(1)));

    private static void Bind(SqliteStatement statement, string partition, string key)
    {
        statement.BindKey(1, partition);
        statement.BindKey(2, key);
    }
}
