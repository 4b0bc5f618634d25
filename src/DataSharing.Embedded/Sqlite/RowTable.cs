using DataSharing.Storage;

namespace DataSharing.Embedded.Sqlite;

/// <summary>
/// One table of rows on one connection, reached by id: state, or the outbox. Ids rise as rows arrive, so what arrives together lies together,
/// and every insert goes to the last page.
/// </summary>
internal sealed class RowTable(SqliteDatabase database, string table, VersionCodec versions)
{
    private readonly SqliteStatement insert = database.Prepare(
        $"INSERT INTO {table}(id, partition, key, shape, version, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6)"
    );
    private readonly SqliteStatement replace = database.Prepare($"UPDATE {table} SET shape = ?2, version = ?3, body = ?4 WHERE id = ?1");
    private readonly SqliteStatement delete = database.Prepare($"DELETE FROM {table} WHERE id = ?1");
    private readonly SqliteStatement version = database.Prepare($"SELECT version FROM {table} WHERE id = ?1");
    private readonly SqliteStatement find = database.Prepare($"SELECT shape, version, body FROM {table} WHERE id = ?1");

    public void Insert(long id, string partition, RowWrite.Insert row)
    {
        insert.Bind(1, id);
        insert.BindKey(2, partition);
        insert.BindKey(3, row.Key);
        insert.Bind(4, row.SchemaVersion);
        insert.Bind(5, id);
        insert.Bind(6, row.Body.Span);
        RunOnOne(insert);
    }

    public void Replace(long id, long newVersion, RowWrite.Replace row)
    {
        replace.Bind(1, id);
        replace.Bind(2, row.SchemaVersion);
        replace.Bind(3, newVersion);
        replace.Bind(4, row.Body.Span);
        RunOnOne(replace);
    }

    public void Delete(long id)
    {
        delete.Bind(1, id);
        RunOnOne(delete);
    }

    public bool IsAt(long id, RowVersion expected)
    {
        version.Bind(1, id);
        try
        {
            return version.Step() && version.Long(0) == versions.Read(expected);
        }
        finally
        {
            version.Reset();
        }
    }

    /// <summary>The row of this id, or null when it has gone: ids are never used again.</summary>
    public StoredRow? Find(long id, string key)
    {
        find.Bind(1, id);
        try
        {
            return find.Step() ? new StoredRow(key, (int)find.Long(0), find.Blob(2), versions.Write(find.Long(1))) : null;
        }
        finally
        {
            find.Reset();
        }
    }

    private static void RunOnOne(SqliteStatement statement)
    {
        if (statement.Run() != 1)
        {
            throw new SqliteFailure(11, "A row that an index names is not there"); // SQLITE_CORRUPT
        }
    }
}
