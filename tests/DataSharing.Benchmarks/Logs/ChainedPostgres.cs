using Npgsql;

namespace DataSharing.Benchmarks.Logs;

/// <summary>
/// PostgreSQL as people build a tamper-evident audit there: in one transaction the row, and an entry that carries the hash of the one before it. Both
/// in one round trip. It is spared sealing, signing, and everything that reads the entries later.
/// </summary>
internal sealed class ChainedPostgres : IAsyncDisposable
{
    private const string Insert = "INSERT INTO records(key, body) VALUES ($1, $2)";

    // The head's row is locked until the transaction ends: two entries cannot follow the same one.
    private const string Chain = """
        WITH head AS (SELECT at, hash FROM chain WHERE one FOR UPDATE),
             entry AS (INSERT INTO audit(at, body, before, hash)
                       SELECT at + 1, $1, hash, sha256(hash || $1) FROM head RETURNING at, hash)
        UPDATE chain SET at = entry.at, hash = entry.hash FROM entry WHERE one
        """;

    private readonly NpgsqlDataSource source;

    private ChainedPostgres(NpgsqlDataSource source) => this.source = source;

    public static async Task<ChainedPostgres> OpenAsync(PostgresCluster cluster, int pool, CancellationToken cancellationToken)
    {
        var side = new ChainedPostgres(NpgsqlDataSource.Create(cluster.ConnectionString(pool)));
        await using var create = side.source.CreateCommand(
            """
            CREATE TABLE IF NOT EXISTS records(key text COLLATE "C" PRIMARY KEY, body bytea NOT NULL);
            CREATE TABLE IF NOT EXISTS audit(at bigint PRIMARY KEY, body bytea NOT NULL, before bytea NOT NULL, hash bytea NOT NULL);
            CREATE TABLE IF NOT EXISTS chain(one boolean PRIMARY KEY CHECK (one), at bigint NOT NULL, hash bytea NOT NULL);
            INSERT INTO chain VALUES (true, 0, '') ON CONFLICT DO NOTHING;
            """
        );
        await create.ExecuteNonQueryAsync(cancellationToken);
        return side;
    }

    public async ValueTask CommitAsync(int caller)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(Insert)
            {
                Parameters =
                {
                    new NpgsqlParameter<string> { TypedValue = $"disclosure:{Commit.CommitShape.NewId()}" },
                    new NpgsqlParameter<byte[]> { TypedValue = Commit.CommitShape.State },
                },
            }
        );
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(Chain) { Parameters = { new NpgsqlParameter<byte[]> { TypedValue = Commit.CommitShape.Outbox } } }
        );
        await batch.ExecuteNonQueryAsync();
    }

    /// <summary>Whether each entry follows the one before it: a peer that does not chain would be no peer.</summary>
    public async Task<bool> IsChainedAsync(CancellationToken cancellationToken)
    {
        await using var check = source.CreateCommand(
            """
            SELECT count(*) > 0 AND bool_and(hash = sha256(before || body) AND before = coalesce(earlier, ''))
            FROM (SELECT body, before, hash, lag(hash) OVER (ORDER BY at) AS earlier FROM audit) AS entries
            """
        );
        return await check.ExecuteScalarAsync(cancellationToken) is true;
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
