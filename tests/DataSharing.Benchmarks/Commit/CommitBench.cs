using System.Diagnostics;
using System.Globalization;

namespace DataSharing.Benchmarks.Commit;

/// <summary>
/// Journal commits of three rows with the relay running, beside SQLite itself and PostgreSQL. Rounds of the three take turns; the medians count.
/// </summary>
internal static class CommitBench
{
    private const int Rounds = 3;
    private const int Target = 256;
    private const double OfRawSqlite = 0.7;
    private const double OfPostgres = 2.5;

    private static TimeSpan measured = TimeSpan.FromSeconds(4);
    private static TimeSpan warmUp = TimeSpan.FromSeconds(5);
    private static TimeSpan probe = TimeSpan.FromSeconds(2);

    /// <param name="options"><c>--quick</c>: only the case that has targets, in short rounds.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] options, CancellationToken cancellationToken)
    {
        int[] cases = [1, 32, Target];
        if (options.Contains("--quick", StringComparer.Ordinal))
        {
            cases = [Target];
            (measured, warmUp, probe) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1));
        }

        var met = true;
        var root = Directory.CreateTempSubdirectory("bench-commit-");
        try
        {
            var fsyncs = Math.Round(FsyncRate.Measure(root.FullName));
            Progress($"appending 64 KiB and syncing: {fsyncs:F0} a second");
            using var cluster = PostgresCluster.Start();
            foreach (var callers in cases)
            {
                foreach (var line in await RunAsync(root.FullName, cluster, callers, cancellationToken))
                {
                    Console.WriteLine((line with { FsyncsPerSecond = fsyncs }).ToJson());
                    met &= line.MeetsTarget ?? true;
                }
            }

            return met ? BenchLine.Met : BenchLine.Missed;
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<BenchLine>> RunAsync(
        string root,
        PostgresCluster cluster,
        int callers,
        CancellationToken cancellationToken
    )
    {
        await using var ours = new JournalSide(Path.Combine(root, $"ours-{callers}"));
        using var raw = new RawSqliteSide(Path.Combine(root, $"raw-{callers}"), callers);
        await using var postgres = await BestPoolAsync(cluster, callers, cancellationToken);
        await Load.RunAsync(callers, warmUp, ours.CommitAsync);
        raw.Run(probe);

        var (ourRounds, rawRounds, postgresRounds) = (new List<Round>(), new List<Round>(), new List<Round>());
        for (var round = 1; round <= Rounds; round++)
        {
            ourRounds.Add(await Load.RunAsync(callers, measured, ours.CommitAsync));
            await SettleAsync(ours, cancellationToken);
            rawRounds.Add(raw.Run(measured));
            postgresRounds.Add(await Load.RunAsync(callers, measured, postgres.CommitAsync));
            Progress(
                $"c={callers} round {round}: ours {ourRounds[^1].PerSecond:F0}/s, SQLite {rawRounds[^1].PerSecond:F0}/s, {cluster.Name} {postgresRounds[^1].PerSecond:F0}/s"
            );
        }

        var rss = Process.GetCurrentProcess().WorkingSet64 / 1048576.0;
        BenchLine Line(string peer, Round theirs, double target)
        {
            var median = Round.Median(ourRounds);
            var ratio = median.PerSecond / theirs.PerSecond;
            return new BenchLine(
                "commit",
                string.Create(CultureInfo.InvariantCulture, $"c={callers}"),
                "commits/s",
                Math.Round(median.PerSecond),
                peer,
                Math.Round(theirs.PerSecond),
                Math.Round(ratio, 3),
                callers == Target ? target : null,
                Math.Round(median.Percentile(0.5), 3),
                Math.Round(median.Percentile(0.99), 3),
                Math.Round(median.CpuMicroseconds, 1),
                Math.Round(rss, 1),
                Rounds
            );
        }

        return [Line("sqlite", Round.Median(rawRounds), OfRawSqlite), Line(cluster.Name, Round.Median(postgresRounds), OfPostgres)];
    }

    /// <summary>The peer's round must not run against a relay that is still catching up.</summary>
    private static async Task SettleAsync(JournalSide ours, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        do
        {
            await Task.Delay(50, cancellationToken);
        } while (ours.Relayed.OldestPending is not null && watch.Elapsed < TimeSpan.FromSeconds(30));

        Progress($"the log had caught up {watch.Elapsed.TotalSeconds:F1} s after the round, {ours.Relayed.Sequenced} entries in all");
    }

    private static async Task<PostgresSide> BestPoolAsync(PostgresCluster cluster, int callers, CancellationToken cancellationToken)
    {
        var best = (Pool: 0, PerSecond: 0.0);
        foreach (var pool in (int[])[16, 64])
        {
            await using var side = await PostgresSide.OpenAsync(cluster, pool, cancellationToken);
            await Load.RunAsync(callers, warmUp, side.CommitAsync);
            var round = await Load.RunAsync(callers, probe, side.CommitAsync);
            Progress($"c={callers}: {cluster.Name} with a pool of {pool}: {round.PerSecond:F0}/s");
            if (round.PerSecond > best.PerSecond)
            {
                best = (pool, round.PerSecond);
            }
        }

        var chosen = await PostgresSide.OpenAsync(cluster, best.Pool, cancellationToken);
        await Load.RunAsync(callers, probe, chosen.CommitAsync);
        return chosen;
    }

    private static void Progress(FormattableString text) => Console.Error.WriteLine("  " + FormattableString.Invariant(text));
}
