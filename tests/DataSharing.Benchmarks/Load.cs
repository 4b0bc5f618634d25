using System.Diagnostics;

namespace DataSharing.Benchmarks;

/// <summary>What a load made of one round.</summary>
/// <param name="PerSecond">Operations finished a second.</param>
/// <param name="Milliseconds">Every latency, sorted; empty where none was taken.</param>
/// <param name="CpuMicroseconds">Processor time of this process an operation.</param>
internal sealed record Round(double PerSecond, double[] Milliseconds, double CpuMicroseconds)
{
    public double Percentile(double part) =>
        Milliseconds.Length == 0 ? 0 : Milliseconds[Math.Min(Milliseconds.Length - 1, (int)(Milliseconds.Length * part))];

    /// <summary>The round in the middle by rate.</summary>
    public static Round Median(IReadOnlyList<Round> rounds) => rounds.OrderBy(r => r.PerSecond).ElementAt(rounds.Count / 2);
}

/// <summary>Callers that each begin the next operation when the last one has been answered.</summary>
internal static class Load
{
    public static async Task<Round> RunAsync(int callers, TimeSpan duration, Func<int, ValueTask> operation)
    {
        var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var start = Stopwatch.GetTimestamp();
        var end = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var latencies = await Task.WhenAll(
            Enumerable
                .Range(0, callers)
                .Select(caller =>
                    Task.Run(async () =>
                    {
                        var mine = new List<double>();
                        for (var begun = Stopwatch.GetTimestamp(); begun < end; )
                        {
                            await operation(caller);
                            var done = Stopwatch.GetTimestamp();
                            mine.Add((done - begun) * 1000.0 / Stopwatch.Frequency);
                            begun = done;
                        }

                        return mine;
                    })
                )
        );
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        process.Refresh();
        var all = latencies.SelectMany(l => l).ToArray();
        Array.Sort(all);
        return new Round(all.Length / seconds, all, (process.TotalProcessorTime - cpu).TotalMicroseconds / Math.Max(1, all.Length));
    }
}
