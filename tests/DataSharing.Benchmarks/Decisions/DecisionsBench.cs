using System.Diagnostics;
using System.Globalization;

namespace DataSharing.Benchmarks.Decisions;

/// <summary>
/// Decisions with reasons, obligations and category masks at 50, 500 and 5,000 agreements, beside Cedar and RulesEngine with the same rules and
/// the same questions; who permits another number of categories than the others stops the bench.
/// </summary>
internal static class DecisionsBench
{
    private const int Rounds = 3;
    private const int Questions = 2_000;
    private const double CedarTarget = 100;
    private const double RulesEngineTarget = 5;
    private const double GrowthTarget = 1 / 3.0;

    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(2);

    // How many of the questions the peers are asked: each looks at every rule each time.
    private static readonly (int Agreements, int Asked)[] Sizes = [(50, 1_000), (500, 200), (5_000, 20)];

    public static async Task<int> RunAsync()
    {
        var lines = new List<BenchLine>();
        var times = new Dictionary<int, double>();
        foreach (var (agreements, asked) in Sizes)
        {
            var world = new DecisionWorld(agreements, Questions, seed: 20261123);
            Progress($"{world}");
            var ours = new OurSide(world);
            var cold = ours.ColdMicroseconds(Questions);
            ours.Round(Measured);
            using var cedar = new CedarSide(world, asked);
            var rules = new RulesEngineSide(world, asked);
            // Its expressions are compiled when they are first asked.
            var begun = Stopwatch.GetTimestamp();
            var first = await rules.RoundAsync();
            Progress($"RulesEngine was ready after {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s");
            var expected = ours.Permits(asked);
            Agree("RulesEngine", expected, first.Permits);
            var (own, cedars, engines) = (new List<OurRound>(), new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                own.Add(ours.Round(Measured));
                var (permits, perSecond) = await cedar.RoundAsync();
                Agree("Cedar", expected, permits);
                cedars.Add(perSecond);
                var again = await rules.RoundAsync();
                Agree("RulesEngine", expected, again.Permits);
                engines.Add(again.PerSecond);
                Progress(
                    $"round {round + 1}: {1e6 / own[^1].CpuMicroseconds:F0} ours, {cedars[^1]:F0} Cedar, {engines[^1]:F0} RulesEngine"
                );
            }

            var latencies = ours.Latencies(passes: 100);
            times[agreements] = BenchLine.Median(own.Select(round => round.CpuMicroseconds));
            var rate = Math.Round(1e6 / times[agreements], 3);
            Progress(
                $"{times[agreements]:F3} µs of the processor a decision, p50 {latencies[latencies.Length / 2]:F3}, p99 {latencies[latencies.Length * 99 / 100]:F3} µs timed alone; first of its kind {cold:F2} µs; {expected} categories permitted of {asked} questions by all three"
            );
            var line = new BenchLine(
                "decisions",
                string.Create(CultureInfo.InvariantCulture, $"agreements={agreements} rules={world.Rules.Count} agencies={world.Agencies}"),
                // Of the processor, all three, not of the clock: on a busy machine the clock measures the others.
                "decisions/s of processor",
                rate,
                "cedar-wasm-4.13",
                BenchLine.Median(cedars),
                Ratio(rate, BenchLine.Median(cedars)),
                agreements == Sizes[0].Agreements ? CedarTarget : null,
                Math.Round(latencies[latencies.Length / 2] / 1000, 6),
                Math.Round(latencies[latencies.Length * 99 / 100] / 1000, 6),
                Math.Round(times[agreements], 3),
                Math.Round(Environment.WorkingSet / 1048576.0, 1),
                Rounds
            )
            {
                BytesPerOp = Math.Round(BenchLine.Median(own.Select(round => round.Bytes))),
            };
            lines.Add(line);
            lines.Add(
                line with
                {
                    Peer = "RulesEngine-6.0",
                    Theirs = BenchLine.Median(engines),
                    Ratio = Ratio(rate, BenchLine.Median(engines)),
                    Target = agreements == Sizes[0].Agreements ? RulesEngineTarget : null,
                }
            );
            if (agreements == Sizes[^1].Agreements)
            {
                lines.Add(Alone(line, "agreements compiled", "agreements/s", agreements / ours.CompileSeconds));
                lines.Add(Alone(line, "agreements indexed for a new head", "agreements/s", agreements / ours.IndexSeconds));
                lines.Add(Alone(line, "first decision of a pair and purpose", "decisions/s", 1e6 / cold));
                lines.Add(Alone(line, "input digest", "digests/s", ours.Digests()));
                lines.Add(
                    Alone(line, "two versions of the largest example compared", "comparisons/s", 1 / LargestExample.CompareSeconds(Rounds))
                );
            }
        }

        var growth = Math.Round(times[Sizes[0].Agreements] / times[Sizes[^1].Agreements], 3);
        lines.Add(
            Alone(lines[^1], "time at 50 agreements over time at 5000", "of the time", growth) with
            {
                Ratio = growth,
                Target = Math.Round(GrowthTarget, 3),
            }
        );
        lines.ForEach(line => Console.WriteLine(line.ToJson()));
        return lines.All(line => line.MeetsTarget ?? true) ? BenchLine.Met : BenchLine.Missed;
    }

    private static BenchLine Alone(BenchLine like, string name, string unit, double rate) =>
        like with
        {
            Case = name,
            Unit = unit,
            Ours = Math.Round(rate, 3),
            Peer = null,
            Theirs = null,
            Ratio = null,
            Target = null,
            P50Ms = 0,
            P99Ms = 0,
            CpuUsPerOp = Math.Round(1e6 / rate, 3),
            Rounds = 1,
            BytesPerOp = null,
        };

    private static double Ratio(double ours, double theirs) => Math.Round(ours / theirs, 1);

    private static void Agree(string peer, int expected, int permits)
    {
        if (permits != expected)
        {
            throw new BenchCouldNotRunException(
                $"{peer} permits {permits} categories where we permit {expected}: these are not the same rules."
            );
        }
    }

    private static void Progress(string text) => Console.Error.WriteLine(text);
}
