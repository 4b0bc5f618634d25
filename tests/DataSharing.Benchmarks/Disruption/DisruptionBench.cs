using System.Diagnostics;
using System.Globalization;

namespace DataSharing.Benchmarks.Disruption;

/// <summary>
/// A board page and a due list over 5,000 deployments, beside the same questions in SQL, and the life of a notice from proposal to service.
/// Storage calls are counted at the seam; those of the relay are not the request's.
/// </summary>
internal static class DisruptionBench
{
    private const int Rounds = 3;
    private const int Callers = 32;

    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync()
    {
        var root = Directory.CreateTempSubdirectory("bench-disruption-");
        try
        {
            var fsyncs = Math.Round(FsyncRate.Measure(root.FullName));
            using var cluster = PostgresCluster.Start();
            await using var sql = await SqlSide.FillAsync(cluster);
            await using var ours = new DeploymentSide(Path.Combine(root.FullName, "ours"));
            var watch = Stopwatch.StartNew();
            await ours.FillAsync();
            Progress($"{DeploymentSide.Deployments} deployments after {watch.Elapsed.TotalSeconds:F0} s");
            foreach (
                var (name, unit, operation, theirs) in new (string, string, Func<int, ValueTask>, Func<int, ValueTask>?)[]
                {
                    ("board", "pages/s", ours.BoardAsync, sql.BoardAsync),
                    ("due-week", "pages/s", ours.DueAsync, sql.DueAsync),
                    ("propose-scope-authorise-serve", "lives/s", ours.LifeAsync, null),
                }
            )
            {
                var line = await MeasureAsync(ours, cluster.Name, name, unit, operation, theirs);
                Console.WriteLine((line with { FsyncsPerSecond = fsyncs }).ToJson());
            }

            return BenchLine.Met;
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static async Task<BenchLine> MeasureAsync(
        DeploymentSide ours,
        string peer,
        string name,
        string unit,
        Func<int, ValueTask> operation,
        Func<int, ValueTask>? theirs
    )
    {
        var before = ours.Calls;
        await operation(0);
        var calls = ours.Calls - before;
        await Load.RunAsync(Callers, WarmUp, operation);
        if (theirs is not null)
        {
            await Load.RunAsync(Callers, WarmUp, theirs);
        }

        var (mine, peers) = (new List<Round>(), new List<Round>());
        for (var round = 1; round <= Rounds; round++)
        {
            mine.Add(await Load.RunAsync(Callers, Measured, operation));
            await ours.SettleAsync();
            if (theirs is not null)
            {
                peers.Add(await Load.RunAsync(Callers, Measured, theirs));
            }

            Progress($"{name} round {round}: ours {mine[^1].PerSecond:F0}/s, {peer} {(peers.Count > 0 ? peers[^1].PerSecond : 0):F0}/s");
        }

        var median = Round.Median(mine);
        double? other = peers.Count > 0 ? Math.Round(Round.Median(peers).PerSecond) : null;
        return new BenchLine(
            "disruption",
            string.Create(CultureInfo.InvariantCulture, $"{name} c={Callers}"),
            unit,
            Math.Round(median.PerSecond, 1),
            other is null ? null : peer,
            other,
            other is { } theirRate ? Math.Round(median.PerSecond / theirRate, 3) : null,
            null,
            Math.Round(median.Percentile(0.5), 3),
            Math.Round(median.Percentile(0.99), 3),
            Math.Round(median.CpuMicroseconds, 1),
            Math.Round(Process.GetCurrentProcess().WorkingSet64 / 1048576.0, 1),
            Rounds
        )
        {
            StorageCalls = calls,
        };
    }

    private static void Progress(FormattableString text) => Console.Error.WriteLine("  " + FormattableString.Invariant(text));
}
