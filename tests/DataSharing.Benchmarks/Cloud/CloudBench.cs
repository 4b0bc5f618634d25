using System.Globalization;
using DataSharing.Benchmarks.Requests;
using DataSharing.Testing.Azure;

namespace DataSharing.Benchmarks.Cloud;

/// <summary>
/// What each kind of request asks of the cloud home's storage: calls, billed operations, and round trips one after another, counted on the wire
/// between the platform and the emulator. One request at a time, each kind asked before so that keys and artefacts are known to the process, and
/// the relay held back until the answer is there; its own calls are counted apart.
/// </summary>
internal static class CloudBench
{
    private const int Rounds = 3;
    private const int Batch = 60;

    // The relay begins so long after a commit; what crosses the wire before belongs to the request.
    private const int PaceMilliseconds = 1_000;
    private const int QuietMilliseconds = 1_600;
    private static readonly TimeSpan HeldUp = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<int> RunAsync()
    {
        var azurite = await Azurite.SharedAsync();
        var wire = new WireLog();
        await using var tables = await CountingProxy.StartAsync(azurite.TableEndpoint, blobs: false, wire);
        await using var blobs = await CountingProxy.StartAsync(azurite.BlobEndpoint, blobs: true, wire);
        var keys = Directory.CreateTempSubdirectory("datasharing-bench-keys-").FullName;
        try
        {
            using var platform = await Platform.StartWholeAsync(Settings(tables.Address, blobs.Address, keys));
            var kinds = await CloudRequest.AllAsync(platform);
            wire.Delay = HeldUp;
            var met = true;
            var relayed = new List<IReadOnlyList<WireCall>>();
            foreach (var kind in kinds)
            {
                var line = await MeasureAsync(kind, wire, relayed);
                await Console.Out.WriteLineAsync(line.ToJson());
                met &= line.MeetsTarget ?? true;
            }

            await Console.Out.WriteLineAsync(Relay("relay, an entry alone", relayed, 1).ToJson());
            await Console.Out.WriteLineAsync((await RelayedTogetherAsync(kinds, wire)).ToJson());
            return met ? BenchLine.Met : BenchLine.Missed;
        }
        finally
        {
            Directory.Delete(keys, recursive: true);
        }
    }

    private static Dictionary<string, string> Settings(Uri tables, Uri blobs, string keys) =>
        new(StringComparer.Ordinal)
        {
            ["Platform__Home"] = "Azure",
            ["Azure__Emulator"] = "true",
            ["Azure__CreateMissing"] = "true",
            ["Azure__TableEndpoint"] = tables.ToString(),
            ["Azure__BlobEndpoint"] = blobs.ToString(),
            ["Azure__KeyRing"] = "File",
            ["Azure__KeyDirectory"] = keys,
            ["Log__RelayPaceMilliseconds"] = PaceMilliseconds.ToString(CultureInfo.InvariantCulture),
            ["Log__RelaySweepMilliseconds"] = "60000",
        };

    private static async Task<BenchLine> MeasureAsync(CloudRequest kind, WireLog wire, List<IReadOnlyList<WireCall>> relayed)
    {
        await QuietAsync(wire);
        // The first makes and reads what later ones know; it counts for nothing.
        await kind.SendAsync();
        List<IReadOnlyList<WireCall>> rounds = [];
        List<double> milliseconds = [];
        while (rounds.Count < Rounds)
        {
            await QuietAsync(wire);
            wire.Take();
            var clock = System.Diagnostics.Stopwatch.StartNew();
            await kind.SendAsync();
            var took = clock.Elapsed.TotalMilliseconds;
            var calls = wire.Take();
            if (
                calls.Where(c => c.Kind == CallKind.Commit).MaxBy(c => c.Ended) is { } commit
                && System.Diagnostics.Stopwatch.GetElapsedTime(commit.Ended).TotalMilliseconds >= PaceMilliseconds
            )
            {
                await Console.Error.WriteLineAsync(
                    $"{kind.Name}: answered too long after its commit to tell it from the relay; once more."
                );
                continue;
            }

            milliseconds.Add(took);
            rounds.Add(calls);
            if (calls.Any(c => c.Kind == CallKind.Commit))
            {
                await QuietAsync(wire);
                relayed.Add(wire.Take());
            }
        }

        // Which calls there are does not vary; when they overlap may, so the median of the rounds.
        var usual = rounds.OrderBy(c => WireLog.Rounds(c)).ThenBy(c => c.Count).ElementAt(rounds.Count / 2);
        await Console.Error.WriteLineAsync($"{kind.Name}: {Describe(usual)}");
        return LineOf(kind, usual, milliseconds);
    }

    private static BenchLine LineOf(CloudRequest kind, IReadOnlyList<WireCall> calls, List<double> milliseconds)
    {
        var trips = WireLog.Rounds(calls);
        // One round of reads, one commit, and the blob where the content is large; what commits nothing has the round of reads alone.
        var budget = 1 + (calls.Any(c => c.Kind == CallKind.Commit) ? 1 : 0) + (calls.Any(c => c.IsBlob) ? 1 : 0);
        return new BenchLine(
            "cloud",
            kind.Name,
            "round trips",
            trips,
            "budget",
            budget,
            trips == 0 ? 1 : Math.Round((double)budget / trips, 3),
            kind.IsBudgeted ? 1 : null,
            BenchLine.Median(milliseconds),
            Math.Round(milliseconds.Max(), 3),
            0,
            0,
            Rounds
        )
        {
            StorageCalls = calls.Count,
            Wire = WireFigures.Of(calls, 1),
        };
    }

    private static async Task<BenchLine> RelayedTogetherAsync(IReadOnlyList<CloudRequest> kinds, WireLog wire)
    {
        await QuietAsync(wire);
        wire.Delay = TimeSpan.Zero;
        var read = kinds.First(kind => kind.Name == CloudRequest.ReadDisclosure);
        wire.Take();
        await Task.WhenAll(Enumerable.Range(0, Batch).Select(_ => read.SendAsync()));
        var during = wire.Take();
        await QuietAsync(wire);
        // Slow requests overlap the first sweep: what the requests do is known by now, and taken off the whole.
        var single = await CountAsync(read, wire);
        var all = during.Concat(wire.Take()).ToList();
        foreach (var group in single.GroupBy(c => (c.Kind, c.Billed)))
        {
            for (var i = group.Count() * Batch; i > 0 && all.FindIndex(c => (c.Kind, c.Billed) == group.Key) is >= 0 and var at; i--)
            {
                all.RemoveAt(at);
            }
        }

        return Relay($"relay, an entry of {Batch} together", [all], Batch);
    }

    /// <summary>The calls of one request; what the relay makes of it stays on the log's other side.</summary>
    private static async Task<IReadOnlyList<WireCall>> CountAsync(CloudRequest kind, WireLog wire)
    {
        var before = wire.Take();
        await kind.SendAsync();
        var calls = wire.Take();
        await QuietAsync(wire);
        wire.Take();
        foreach (var call in before)
        {
            wire.Add(call);
        }

        return calls;
    }

    private static BenchLine Relay(string name, IReadOnlyList<IReadOnlyList<WireCall>> sweeps, int entries)
    {
        var usual = sweeps.OrderBy(calls => calls.Sum(c => c.Billed)).ElementAt(sweeps.Count / 2);
        var figures = WireFigures.Of(usual, entries);
        return new BenchLine(
            "cloud",
            name,
            "billed operations an entry",
            figures.BilledOperations,
            null,
            null,
            null,
            null,
            0,
            0,
            0,
            0,
            sweeps.Count
        )
        {
            StorageCalls = (long)Math.Round((double)usual.Count / entries),
            Wire = figures,
        };
    }

    private static async Task QuietAsync(WireLog wire)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (wire.QuietFor < QuietMilliseconds)
        {
            if (clock.Elapsed > Patience)
            {
                throw new BenchCouldNotRunException("the relay does not come to rest.");
            }

            await Task.Delay(50);
        }
    }

    private static string Describe(IReadOnlyList<WireCall> calls) =>
        string.Join(
            ", ",
            calls.GroupBy(c => c.Kind).OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.Key} ({g.Sum(c => c.Billed)} billed)")
        ) + $"; {WireLog.Rounds(calls)} one after another";
}
