using DataSharing.Benchmarks.Requests;

namespace DataSharing.Benchmarks.ColdStart;

/// <summary>
/// Process start to first authenticated 200 of the published program, over an embedded home with the first share in it, beside a minimal API
/// that is published the same way and checks the same kind of token of the same issuer (tests/DataSharing.Benchmarks.Peer). Both run as in
/// production but for the loopback issuer; neither has been asked anything before. A second line says how long the first audited read takes.
/// </summary>
internal static class ColdStartBench
{
    private const int Rounds = 7;
    private const double Floor = 0.4;
    private const string Peer = "minimal-api-jwtbearer";

    private static readonly string Program = Path.GetFullPath("artifacts/bench/functions/handler/DataSharing.Web");
    private static readonly string PeerProgram = Path.GetFullPath("artifacts/bench/peer/DataSharing.Benchmarks.Peer");

    public static async Task<int> RunAsync()
    {
        using var platform = await Platform.StartPublishedAsync(Program);
        platform.Server.Dispose();
        var token = new Dictionary<string, string>(StringComparer.Ordinal) { ["Authorization"] = platform.ReadHeaders["Authorization"] };
        List<FirstAnswer> ours = [],
            theirs = [],
            reads = [];
        for (var round = 0; round <= Rounds; round++)
        {
            var our = await StartAsync(platform, "/api/me", token);
            var their = await StartPeerAsync(platform, token);
            var read = await StartAsync(platform, platform.ReadPath, platform.ReadHeaders);
            var load = (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0];
            await Console.Error.WriteLineAsync(
                FormattableString.Invariant(
                    $"round {round}, load {load}: ours {our.Milliseconds:0} ms ({our.ListeningMilliseconds:0} listening, {our.ProcessorMilliseconds:0} processor), minimal API {their.Milliseconds:0} ms ({their.ListeningMilliseconds:0}, {their.ProcessorMilliseconds:0}), first read {read.Milliseconds:0} ms ({read.ProcessorMilliseconds:0} processor)"
                )
            );
            if (round > 0)
            {
                // Round 0 brings the files into memory and counts for nothing.
                ours.Add(our);
                theirs.Add(their);
                reads.Add(read);
            }
        }

        BenchLine[] lines =
        [
            Line("start to first authenticated 200", "ms", ours, theirs, s => s.Milliseconds, Floor),
            Line("processor to first authenticated 200", "ms of processor", ours, theirs, s => s.ProcessorMilliseconds, null),
            Line("start to first audited read of 1 KB", "ms", reads, theirs, s => s.Milliseconds, null),
        ];
        foreach (var line in lines)
        {
            await Console.Out.WriteLineAsync(line.ToJson());
        }

        return lines.All(line => line.MeetsTarget ?? true) ? BenchLine.Met : BenchLine.Missed;
    }

    private static Task<FirstAnswer> StartAsync(Platform platform, string path, IReadOnlyDictionary<string, string> headers)
    {
        var port = ServerProcess.FreePort();
        var settings = platform.SettingsAt($"http://127.0.0.1:{port}");
        // As in production, where the container does not check itself; Production itself refuses an issuer on the loopback address.
        settings["ASPNETCORE_ENVIRONMENT"] = "Bench";
        return FirstAnswer.MeasureAsync(Program, port, settings, path, headers);
    }

    private static Task<FirstAnswer> StartPeerAsync(Platform platform, IReadOnlyDictionary<string, string> token)
    {
        var port = ServerProcess.FreePort();
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Bench",
            ["Urls"] = $"http://127.0.0.1:{port}",
            ["Peer__Authority"] = platform.TokenIssuer,
            ["Peer__Audience"] = Platform.Audience,
        };
        return FirstAnswer.MeasureAsync(PeerProgram, port, settings, "/me", token);
    }

    private static BenchLine Line(
        string name,
        string unit,
        List<FirstAnswer> ours,
        List<FirstAnswer> theirs,
        Func<FirstAnswer, double> figure,
        double? target
    )
    {
        var (our, their) = (BenchLine.Median(ours.Select(figure)), BenchLine.Median(theirs.Select(figure)));
        var times = ours.Select(s => s.Milliseconds).Order().ToArray();
        return new BenchLine(
            "coldstart",
            name,
            unit,
            our,
            Peer,
            their,
            Math.Round(their / our, 3),
            target,
            times[times.Length / 2],
            times[^1],
            BenchLine.Median(ours.Select(s => s.ProcessorMilliseconds)) * 1_000,
            BenchLine.Median(ours.Select(s => s.RssMb)),
            ours.Count
        );
    }
}
