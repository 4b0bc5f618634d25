using DataSharing.Storage;
using Npgsql;

namespace DataSharing.Benchmarks.Commit;

/// <summary>
/// PostgreSQL: the same three rows in one batch, one round trip, which is one transaction. It is spared the relay's deletes and look-up rows,
/// the entries and the receipts.
/// </summary>
internal sealed class PostgresSide : IAsyncDisposable
{
    private const string Insert = "INSERT INTO rows(partition, key, shape, version, body) VALUES ($1, $2, $3, $4, $5)";

    private readonly NpgsqlDataSource source;
    private long version;

    private PostgresSide(NpgsqlDataSource source) => this.source = source;

    public static async Task<PostgresSide> OpenAsync(PostgresCluster cluster, int pool, CancellationToken cancellationToken)
    {
        var side = new PostgresSide(NpgsqlDataSource.Create(cluster.ConnectionString(pool)));
        await using var create = side.source.CreateCommand(
            """
            CREATE TABLE IF NOT EXISTS rows(
                partition text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL,
                shape int NOT NULL, version bigint NOT NULL, body bytea NOT NULL,
                PRIMARY KEY (partition, key))
            """
        );
        await create.ExecuteNonQueryAsync(cancellationToken);
        return side;
    }

    public async ValueTask CommitAsync(int caller)
    {
        var id = CommitShape.NewId();
        var partition = Shards.Of(id);
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, partition, $"disclosure:{id}", CommitShape.State);
        Add(batch, partition, $"idem:{id}", CommitShape.Idempotency);
        Add(batch, partition, CommitShape.OutboxKey(id), CommitShape.Outbox);
        await batch.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private void Add(NpgsqlBatch batch, string partition, string key, byte[] body) =>
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(Insert)
            {
                Parameters =
                {
                    new NpgsqlParameter<string> { TypedValue = partition },
                    new NpgsqlParameter<string> { TypedValue = key },
                    new NpgsqlParameter<int> { TypedValue = 1 },
                    new NpgsqlParameter<long> { TypedValue = Interlocked.Increment(ref version) },
                    new NpgsqlParameter<byte[]> { TypedValue = body },
                },
            }
        );
}
