using System.Diagnostics;
using System.Globalization;
using DataSharing.Benchmarks.Commit;

namespace DataSharing.Benchmarks.Logs;

/// <summary>
/// One row and its audit entry in one commit, the log sequencing and integrating meanwhile, beside PostgreSQL with a hash-chained audit table. Rounds
/// of the two take turns; the medians count.
/// </summary>
internal static class AuditedCommits
{
    private const int Rounds = 3;
    private const int Targeted = 256;
    private const double OfPostgres = 10;

    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(2);

    public static async Task<IReadOnlyList<BenchLine>> RunAsync(string root, CancellationToken cancellationToken)
    {
        using var cluster = PostgresCluster.Start();
        var lines = new List<BenchLine>();
        foreach (var callers in (int[])[1, 32, Targeted])
        {
            lines.Add(await RunAsync(Path.Combine(root, $"commits-{callers}"), cluster, callers, cancellationToken));
        }

        return lines;
    }

    private static async Task<BenchLine> RunAsync(
        string directory,
        PostgresCluster cluster,
        int callers,
        CancellationToken cancellationToken
    )
    {
        await using var ours = new JournalSide(directory);
        await using var theirs = await BestPoolAsync(cluster, callers, cancellationToken);
        await Load.RunAsync(callers, WarmUp, ours.CommitRowAsync);
        var (ourRounds, theirRounds) = (new List<Round>(), new List<Round>());
        for (var round = 1; round <= Rounds; round++)
        {
            ourRounds.Add(await Load.RunAsync(callers, Measured, ours.CommitRowAsync));
            // The peer's round must not run against a log that is still catching up.
            var settling = Stopwatch.StartNew();
            while (
                (ours.Relayed.OldestPending is not null || ours.LogMonitor.Current.WaitingSince is not null)
                && settling.Elapsed < TimeSpan.FromMinutes(2)
            )
            {
                await Task.Delay(50, cancellationToken);
            }

            var settled = settling.Elapsed.TotalSeconds;
            theirRounds.Add(await Load.RunAsync(callers, Measured, theirs.CommitAsync));
            Progress(
                $"c={callers} round {round}: ours {ourRounds[^1].PerSecond:F0}/s, in the log {settled:F1} s after it; {cluster.Name} {theirRounds[^1].PerSecond:F0}/s"
            );
        }

        if (!await theirs.IsChainedAsync(cancellationToken))
        {
            throw new BenchCouldNotRunException("The peer's entries are not chained.");
        }

        var (our, their) = (Round.Median(ourRounds), Round.Median(theirRounds));
        return new BenchLine(
            "log",
            string.Create(CultureInfo.InvariantCulture, $"c={callers}: audited commits of one row"),
            "commits/s",
            Math.Round(our.PerSecond),
            $"{cluster.Name}, hash-chained",
            Math.Round(their.PerSecond),
            Math.Round(our.PerSecond / their.PerSecond, 3),
            callers == Targeted ? OfPostgres : null,
            Math.Round(our.Percentile(0.5), 3),
            Math.Round(our.Percentile(0.99), 3),
            Math.Round(our.CpuMicroseconds, 1),
            Math.Round(Environment.WorkingSet / 1048576.0, 1),
            Rounds
        );
    }

    private static async Task<ChainedPostgres> BestPoolAsync(PostgresCluster cluster, int callers, CancellationToken cancellationToken)
    {
        var best = (Pool: 0, PerSecond: 0.0);
        // One entry follows another, so few connections may be faster than many.
        foreach (var pool in (int[])[2, 16, 64])
        {
            await using var side = await ChainedPostgres.OpenAsync(cluster, pool, cancellationToken);
            await Load.RunAsync(callers, Probe, side.CommitAsync);
            var round = await Load.RunAsync(callers, Probe, side.CommitAsync);
            Progress($"c={callers}: {cluster.Name} with a pool of {pool}: {round.PerSecond:F0}/s");
            best = round.PerSecond > best.PerSecond ? (pool, round.PerSecond) : best;
        }

        return await ChainedPostgres.OpenAsync(cluster, best.Pool, cancellationToken);
    }

    private static void Progress(FormattableString text) => Console.Error.WriteLine("  " + FormattableString.Invariant(text));
}
