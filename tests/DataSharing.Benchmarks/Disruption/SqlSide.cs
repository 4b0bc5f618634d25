using Npgsql;

namespace DataSharing.Benchmarks.Disruption;

/// <summary>
/// PostgreSQL with the same 5,000 deployments in a table made for the question, and hand-written SQL: the page with its subjects, and one audit
/// row in the same transaction. It is spared sealing, decisions, keys, receipts and the log.
/// </summary>
internal sealed class SqlSide : IAsyncDisposable
{
    private const string Line =
        "SELECT d.id, d.tactic, d.title, d.state, d.owner, d.proposed_at, d.detail, s.name FROM deployment d JOIN subject s ON s.id = d.subject";

    private readonly NpgsqlDataSource source;

    private SqlSide(NpgsqlDataSource source) => this.source = source;

    public static async Task<SqlSide> FillAsync(PostgresCluster cluster)
    {
        var side = new SqlSide(NpgsqlDataSource.Create(cluster.ConnectionString(32)));
        await using var create = side.source.CreateCommand(
            """
            CREATE TABLE subject(id int PRIMARY KEY, name text NOT NULL);
            CREATE TABLE deployment(id uuid PRIMARY KEY, controller text NOT NULL, tactic text NOT NULL, title text NOT NULL, state text NOT NULL,
                owner text NOT NULL, subject int NOT NULL, proposed_at timestamptz NOT NULL, detail jsonb NOT NULL);
            CREATE TABLE due(deployment uuid NOT NULL, controller text NOT NULL, code text NOT NULL, at timestamptz NOT NULL);
            CREATE TABLE audit(id bigserial PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), actor text NOT NULL, act text NOT NULL, detail jsonb NOT NULL);
            INSERT INTO subject SELECT i, 'Place ' || i FROM generate_series(0, 499) i;
            INSERT INTO deployment
                SELECT gen_random_uuid(), CASE WHEN i % 2 = 0 THEN 'police' ELSE 'council' END, 'fire-safety-prohibition', 'Fire safety prohibition notice',
                    CASE WHEN i % 20 = 0 THEN 'active' WHEN i % 10 = 0 THEN 'served' ELSE 'idea' END, 'person', i % 500, now() - i * interval '1 minute',
                    jsonb_build_object('text', repeat('x', 4096))
                FROM generate_series(0, 4999) i;
            INSERT INTO due SELECT id, controller, 'expiry', now() + random() * interval '6 days' FROM deployment WHERE state = 'active';
            CREATE INDEX ON deployment(controller, state, proposed_at DESC);
            CREATE INDEX ON due(controller, at);
            ANALYZE;
            """
        );
        await create.ExecuteNonQueryAsync();
        return side;
    }

    public ValueTask BoardAsync(int caller) =>
        PageAsync($"{Line} WHERE d.controller = 'police' AND d.state IN ('served', 'active') ORDER BY d.proposed_at DESC LIMIT 50");

    public ValueTask DueAsync(int caller) =>
        PageAsync(
            $"{Line} JOIN due ON due.deployment = d.id WHERE due.controller = 'police' AND due.at < now() + interval '7 days' ORDER BY due.at LIMIT 50"
        );

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private async ValueTask PageAsync(string query)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(query));
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand("INSERT INTO audit(actor, act, detail) VALUES ('person', 'deployment.listed', '{\"lines\": 50}')")
        );
        await using var reader = await batch.ExecuteReaderAsync();
        var rows = 0;
        while (await reader.ReadAsync())
        {
            _ = (reader.GetGuid(0), reader.GetString(6), reader.GetString(7));
            rows++;
        }

        if (rows != 50)
        {
            throw new BenchCouldNotRunException("the peer's page did not hold what it should.");
        }
    }
}
