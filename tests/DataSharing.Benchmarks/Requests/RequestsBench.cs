namespace DataSharing.Benchmarks.Requests;

/// <summary>An authenticated, decided, audited read of 1 KB with receipt, beside a bare endpoint and beside node doing authentication alone.</summary>
internal static class RequestsBench
{
    private const int Rounds = 3;
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(8);
    private static readonly Dictionary<string, string> NoHeaders = new(StringComparer.Ordinal);

    public static async Task<int> RunAsync(string[] options)
    {
        var quick = options.Contains("--quick", StringComparer.Ordinal);
        var (warm, measured) = quick ? (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)) : (Warm, Measured);
        using var platform = await Platform.StartAsync();
        using var bare = await Peers.StartBareAsync();
        using var fastify = await Peers.StartFastifyAsync(platform);
        var read = platform.ReadHeaders;
        var token = new Dictionary<string, string>(StringComparer.Ordinal) { ["Authorization"] = read["Authorization"] };
        var met = true;
        foreach (var connections in (int[])[32, 256])
        {
            List<LoadFigures> ours = [],
                barely = [],
                theirs = [];
            for (var round = 0; round <= Rounds; round++)
            {
                // Round 0 warms all three up and counts for nothing.
                var duration = round == 0 ? warm : measured;
                var figures = (
                    Ours: await WrkLoad.RunAsync(platform.Server, platform.ReadPath, read, connections, duration),
                    Bare: await WrkLoad.RunAsync(bare, "/record", NoHeaders, connections, duration),
                    Fastify: await WrkLoad.RunAsync(fastify, "/record", token, connections, duration)
                );
                await platform.CheckReadAsync();
                await Console.Error.WriteLineAsync(
                    $"c={connections} round {round}: ours {figures.Ours.Rate:0}/s, bare {figures.Bare.Rate:0}/s, fastify {figures.Fastify.Rate:0}/s"
                );
                if (round > 0)
                {
                    ours.Add(figures.Ours);
                    barely.Add(figures.Bare);
                    theirs.Add(figures.Fastify);
                }
            }

            var floors = connections == 32;
            foreach (
                var line in (BenchLine[])
                    [
                        Compare(connections, ours, "bare-kestrel", barely, floors ? 0.2 : null),
                        Compare(connections, ours, "fastify-jose", theirs, floors ? 1.0 : null),
                    ]
            )
            {
                await Console.Out.WriteLineAsync(line.ToJson());
                met &= line.MeetsTarget ?? true;
            }
        }

        return met ? BenchLine.Met : BenchLine.Missed;
    }

    private static BenchLine Compare(int connections, List<LoadFigures> ours, string peer, List<LoadFigures> theirs, double? target)
    {
        var (our, their) = (BenchLine.Median(ours.Select(f => f.Rate)), BenchLine.Median(theirs.Select(f => f.Rate)));
        return new BenchLine(
            "requests",
            $"c={connections}",
            "requests/s",
            our,
            peer,
            their,
            Math.Round(our / their, 3),
            target,
            BenchLine.Median(ours.Select(f => f.P50Ms)),
            BenchLine.Median(ours.Select(f => f.P99Ms)),
            BenchLine.Median(ours.Select(f => f.CpuUsPerOp)),
            BenchLine.Median(ours.Select(f => f.RssMb)),
            ours.Count
        );
    }
}
