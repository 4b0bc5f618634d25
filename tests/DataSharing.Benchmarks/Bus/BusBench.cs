using System.Diagnostics;
using System.Globalization;
using DataSharing.Testing.Messaging;

namespace DataSharing.Benchmarks.Bus;

/// <summary>
/// Events published to RabbitMQ and delivered from it, by our client and by Apache Qpid Proton in turns, each consuming what it has published.
/// </summary>
internal static class BusBench
{
    private const int Rounds = 3;
    private const int Window = 200;
    private const int Callers = 256;

    // The peer is interpreted: less than it would mean that we wait where we need not.
    private const double Target = 1.0;

    /// <param name="options"><c>--quick</c>: fewer events.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] options)
    {
        var isQuick = options.Contains("--quick", StringComparer.Ordinal);
        var (many, few) = isQuick ? (2_000, 300) : (20_000, 2_000);
        var folder = Directory.CreateTempSubdirectory("bench-bus-");
        try
        {
            await using var broker = await RabbitMqBroker.StartAsync();
            await using var ours = new OurSide(broker.Uri, Window, folder.FullName);
            var sides = new Sides(ours, broker.Uri);
            Progress("warming up");
            await sides.RoundAsync(many / 4, few / 4, null);
            var figures = new Figures();
            for (var round = 1; round <= Rounds; round++)
            {
                await sides.RoundAsync(many, few, figures);
                Progress(string.Create(CultureInfo.InvariantCulture, $"round {round} of {Rounds} done"));
            }

            return figures.Print() ? BenchLine.Met : BenchLine.Missed;
        }
        catch (InvalidOperationException missing)
        {
            throw new BenchCouldNotRunException(missing.Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Progress(string text) => Console.Error.WriteLine($"bus: {text}");

    private sealed class Sides(OurSide ours, string url)
    {
        private const string Our = "/queue/ours";
        private const string OurInbox = "/queue/ours-inbox";
        private const string Their = "/queue/theirs";

        public async Task RoundAsync(int many, int few, Figures? figures)
        {
            var turns = (await ours.PublishAsync(Our, few, 1), await ProtonSide.RunAsync("turns", url, Their, few, 1));
            var publish = (await ours.PublishAsync(Our, many, Callers), await ProtonSide.RunAsync("publish", url, Their, many, Window));
            var all = many + few;
            var deliver = (
                await ours.DeliverAsync(Our, all, isDurable: false),
                await ProtonSide.RunAsync("deliver", url, Their, all, Window)
            );
            await ours.PublishAsync(OurInbox, few, Callers);
            var inbox = await ours.DeliverAsync(OurInbox, few, isDurable: true);
            figures?.Add(turns, publish, deliver, inbox);
        }
    }

    private sealed class Figures
    {
        private readonly List<(Round Ours, Round Theirs)> turns = [];
        private readonly List<(Round Ours, Round Theirs)> publish = [];
        private readonly List<(Round Ours, Round Theirs)> deliver = [];
        private readonly List<Round> inbox = [];

        public void Add((Round, Round) turn, (Round, Round) published, (Round, Round) delivered, Round noted)
        {
            turns.Add(turn);
            publish.Add(published);
            deliver.Add(delivered);
            inbox.Add(noted);
        }

        public bool Print()
        {
            BenchLine[] lines =
            [
                Line("publish, one after another", turns, null),
                Line($"publish, window {Window}", publish, Target),
                Line($"deliver, credit {Window}", deliver, Target),
                Line("deliver through the inbox on disk", inbox, [], null),
            ];
            foreach (var line in lines)
            {
                Console.WriteLine(line.ToJson());
            }

            return lines.All(l => l.MeetsTarget ?? true);
        }

        private static BenchLine Line(string name, List<(Round Ours, Round Theirs)> rounds, double? target) =>
            Line(name, [.. rounds.Select(r => r.Ours)], [.. rounds.Select(r => r.Theirs)], target);

        private static BenchLine Line(string name, IReadOnlyList<Round> mine, IReadOnlyList<Round> peers, double? target)
        {
            var ours = Round.Median(mine);
            double? theirs = peers.Count == 0 ? null : Round.Median(peers).PerSecond;
            return new BenchLine(
                "bus",
                name,
                "events/s",
                Math.Round(ours.PerSecond),
                theirs is null ? null : ProtonSide.Name,
                theirs is { } perSecond ? Math.Round(perSecond) : null,
                theirs is { } rate ? Math.Round(ours.PerSecond / rate, 3) : null,
                target,
                Math.Round(ours.Percentile(0.5), 3),
                Math.Round(ours.Percentile(0.99), 3),
                Math.Round(ours.CpuMicroseconds, 1),
                Math.Round(Process.GetCurrentProcess().WorkingSet64 / 1048576.0, 1),
                Rounds
            );
        }
    }
}
