using System.Diagnostics;
using System.Globalization;
using System.Text;
using DataSharing.Benchmarks.Commit;
using DataSharing.TransparencyLog;

namespace DataSharing.Benchmarks.Logs;

/// <summary>
/// The log: audited commits beside a hash-chained table, how long a commit waits for its checkpoint under 256 callers, hashing alone, a folder of 1M
/// entries verified as a sceptic does, proofs of it, and what is asked of a log of 1M entries. Bounds, not peers, except the first.
/// </summary>
internal static class LogBench
{
    private const int Entries = 1_000_000;
    private const int Rounds = 3;
    private const int Callers = 256;

    private static readonly byte[] Seed = new byte[32];

    /// <param name="options"><c>--quick</c>: the log that is asked has a tenth of the entries. <c>--commits</c>: only what concerns commits.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] options, CancellationToken cancellationToken)
    {
        var asked = options.Contains("--quick", StringComparer.Ordinal) ? Entries / 10 : Entries;
        var root = Directory.CreateTempSubdirectory("bench-log-");
        try
        {
            var lines = new List<BenchLine>();
            void Add(params IEnumerable<BenchLine> further)
            {
                foreach (var line in further)
                {
                    lines.Add(line);
                    Console.WriteLine(line.ToJson());
                }
            }

            Add(await AuditedCommits.RunAsync(root.FullName, cancellationToken));
            Add(await DelayAsync(Path.Combine(root.FullName, "delay"), cancellationToken));
            if (!options.Contains("--commits", StringComparer.Ordinal))
            {
                Add(Hashing());
                Add(await FolderAsync(root.FullName, cancellationToken));
                Add(await FilledLogBench.RunAsync(root.FullName, asked, cancellationToken));
            }

            return lines.All(l => l.MeetsTarget ?? true) ? BenchLine.Met : BenchLine.Missed;
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    // 300 bytes: what the target was set by.
    private static byte[] Entry(long index)
    {
        var entry = new byte[300];
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"entry\":{index}}}"), entry);
        return entry;
    }

    private static BenchLine Hashing()
    {
        var entry = Entry(7);
        var rates = new List<double>();
        var hash = new byte[MerkleTree.HashLength];
        for (var round = 0; round < Rounds; round++)
        {
            var edge = new TreeEdge();
            var begun = Stopwatch.GetTimestamp();
            for (var i = 0; i < Entries; i++)
            {
                MerkleTree.LeafHash(entry, hash);
                edge.Append(hash, null);
            }

            rates.Add(Entries / Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }

        return Line("leaves hashed into the tree", "leaves/s", BenchLine.Median(rates), 250_000, true);
    }

    private static async Task<IReadOnlyList<BenchLine>> FolderAsync(string root, CancellationToken cancellationToken)
    {
        using var signer = new CheckpointSigner("log.example/bench", Seed);
        var folder = new LogFolder(root);
        var (edge, bundle) = (new TreeEdge(), new List<ReadOnlyMemory<byte>>());
        var hash = new byte[MerkleTree.HashLength];
        var begun = Stopwatch.GetTimestamp();
        for (long i = 0; i < Entries; i++)
        {
            var entry = Entry(i);
            bundle.Add(entry);
            MerkleTree.LeafHash(entry, hash);
            edge.Append(hash, (tile, hashes) => Put(folder.PathOf(tile.Path), hashes));
            if (bundle.Count == Tile.MaximumWidth || i == Entries - 1)
            {
                Put(folder.PathOf(new Tile(Tile.EntriesLevel, i / Tile.MaximumWidth, bundle.Count).Path), EntryBundle.Write(bundle));
                bundle.Clear();
            }
        }

        foreach (var (tile, hashes) in edge.Tiles)
        {
            Put(folder.PathOf(tile.Path), hashes.Span);
        }

        var written = Entries / Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var checkpoint = new Checkpoint("log.example/bench", edge.Size, edge.Root());
        var (rates, peak) = (new List<double>(), 0.0);
        for (var round = 0; round < Rounds; round++)
        {
            begun = Stopwatch.GetTimestamp();
            var fault = new LogVerifier(checkpoint, folder.Read)
            {
                Progress = _ => peak = Math.Max(peak, Environment.WorkingSet / 1048576.0),
            }.Verify(cancellationToken);
            if (fault is not null)
            {
                throw new BenchCouldNotRunException(fault.Why);
            }

            rates.Add(Entries / Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }

        var folded = new FoldedTiles();
        ValueTask<ReadOnlyMemory<byte>> Read(Tile tile, CancellationToken _) =>
            ValueTask.FromResult<ReadOnlyMemory<byte>>(File.ReadAllBytes(folder.PathOf(tile.Path)));
        var inclusion = await ProofsAsync(i => new TreeHashes(Entries, Read, folded).InclusionPathAsync(i, cancellationToken));
        var consistency = await ProofsAsync(i => new TreeHashes(Entries, Read, folded).ConsistencyPathAsync(i, cancellationToken));
        return
        [
            Line("leaves into tile and bundle files, unsynced", "leaves/s", written, null, true),
            Line("verify log of 1M entries", "entries/s", BenchLine.Median(rates), null, true) with
            {
                RssMb = Math.Round(peak, 1),
            },
            Line("inclusion proof at 1M", "ms", inclusion, 1, false),
            Line("consistency proof at 1M", "ms", consistency, 1, false),
        ];
    }

    private static async Task<double> ProofsAsync(Func<long, ValueTask<IReadOnlyList<byte[]>>> prove)
    {
        var times = new List<double>();
        for (var i = 0; i < 2_000; i++)
        {
            var index = Random.Shared.Next(1, Entries);
            var begun = Stopwatch.GetTimestamp();
            await prove(index);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        return BenchLine.Median(times);
    }

    /// <summary>Each new checkpoint is looked for every 5 ms; an entry's delay is from before its commit until a checkpoint as long as the log was seen.</summary>
    private static async Task<BenchLine> DelayAsync(string directory, CancellationToken cancellationToken)
    {
        await using var ours = new JournalSide(directory);
        await Load.RunAsync(Callers, TimeSpan.FromSeconds(3), ours.CommitAsync);
        var delays = new List<double>();
        var committed = 0L;
        var marks = new Queue<(long Count, long At)>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var before = ours.LogMonitor.Current.Size ?? 0;
        while ((ours.LogMonitor.Current.Size ?? 0) is var size && (size != before || ours.LogMonitor.Current.WaitingSince is not null))
        {
            before = size;
            await Task.Delay(1_000, cancellationToken);
        }

        var watching = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested || marks.Count > 0)
                {
                    lock (marks)
                    {
                        marks.Enqueue((before + Volatile.Read(ref committed), Stopwatch.GetTimestamp()));
                        var size = ours.LogMonitor.Current.Size ?? 0;
                        while (marks.TryPeek(out var mark) && mark.Count <= size)
                        {
                            delays.Add(Stopwatch.GetElapsedTime(marks.Dequeue().At).TotalMilliseconds);
                        }
                    }

                    if (stop.IsCancellationRequested)
                    {
                        break;
                    }

                    await Task.Delay(5, CancellationToken.None);
                }
            },
            CancellationToken.None
        );
        var round = await Load.RunAsync(
            Callers,
            TimeSpan.FromSeconds(10),
            async caller =>
            {
                await ours.CommitAsync(caller);
                Interlocked.Increment(ref committed);
            }
        );
        await stop.CancelAsync();
        await watching;
        delays.Sort();
        var p99 = delays.Count == 0 ? double.MaxValue : delays[(int)(delays.Count * 0.99)];
        return Line($"c={Callers}: commit to checkpoint, p99, at {round.PerSecond:F0} commits/s", "ms", p99, 2_000, false);
    }

    private static BenchLine Line(string name, string unit, double ours, double? bound, bool larger) =>
        new(
            "log",
            name,
            unit,
            Math.Round(ours, 3),
            null,
            bound,
            bound is { } b ? Math.Round(larger ? ours / b : b / ours, 3) : null,
            bound is null ? null : 1,
            0,
            0,
            0,
            Math.Round(Environment.WorkingSet / 1048576.0, 1),
            Rounds
        );

    private static void Put(string path, ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? "");
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(file, bytes, 0);
    }
}
