using System.Collections.Concurrent;
using DataSharing.Audit;
using DataSharing.Messaging;
using DataSharing.Storage;
using DataSharing.Testing;
using DataSharing.Testing.Azure;
using DataSharing.TransparencyLog;
using Xunit;

namespace DataSharing.AzureServices.Tests.Audit;

/// <summary>The journal and two racing relays over tables and blobs, on connections that lose answers: every entry is in the log exactly once.</summary>
public sealed class JournalOverLostAnswersTests
{
    private const int Commits = 60;

    [Fact]
    public async Task Relays_AnswersLost_EveryAcknowledgedEntryOnceAndEveryEventAtLeastOnce()
    {
        var azurite = await Azurite.SharedAsync();
        using var home = await CloudHome.CreateAsync();
        await using var tables = Proxy(azurite.TableEndpoint, 1);
        await using var blobs = Proxy(azurite.BlobEndpoint, 2);
        using var far = home.Through(tables.Address, blobs.Address, commitSeconds: 120);
        await using var platform = new TestPlatform(_ => far.Records);
        var (promised, events) = (new ConcurrentBag<string>(), new Recorder());
        using var stop = new CancellationTokenSource();
        var relays = Enumerable.Range(0, 2).Select(_ => RunAsync(platform.NewRelay(far.Records, far.Blobs, events), stop.Token)).ToArray();

        await Parallel.ForAsync(
            0,
            Commits,
            new ParallelOptions { MaxDegreeOfParallelism = 6 },
            async (i, token) => promised.Add(await CommitAsync(platform, $"thing:{i}", token))
        );
        await stop.CancelAsync();
        await Task.WhenAll(relays);
        var last = platform.NewRelay(home.Records, home.Blobs, events);
        while (!await last.SweepAsync(CancellationToken.None) || platform.Monitor.Current.OldestPending is not null) { }

        Assert.True(tables.Faults + blobs.Faults > 20, $"only {tables.Faults} and {blobs.Faults} faults");
        Assert.Equal(promised.Order(StringComparer.Ordinal), (await LogAsync(home.Blobs)).Order(StringComparer.Ordinal));
        Assert.Equal(Commits, events.Seen.Distinct(StringComparer.Ordinal).Count());
        foreach (var shard in Shards.All)
        {
            var waiting = await home.Records.ReadRangeAsync(shard, OutboxRow.From, OutboxRow.ToExclusive, 10, CancellationToken.None);
            Assert.Empty(waiting.Rows);
        }
    }

    private static FaultyProxy Proxy(Uri service, int seed) =>
        new(service, FaultyProxy.AtRandom(seed, lost: 0.1, torn: 0.04, late: 0.03)) { Late = TimeSpan.FromMilliseconds(400) };

    private static async Task RunAsync(Relay relay, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await relay.SweepAsync(CancellationToken.None);
            }
            catch (StoreUnavailableException)
            {
                // As the relay's loop does: try again.
                await Task.Delay(50, CancellationToken.None);
            }
        }
    }

    private static async Task<string> CommitAsync(TestPlatform platform, string record, CancellationToken cancellationToken)
    {
        var act = new AuditAct
        {
            Act = "thing.done",
            Caller = TestPlatform.Caller("eastmere-council"),
            Records = [record],
        };
        var id = Guid.NewGuid().ToString("D");
        var envelope = new EventEnvelope(
            record,
            "thing.done",
            record,
            platform.Clock.GetUtcNow(),
            new Dictionary<string, string>(StringComparer.Ordinal)
        );
        var commit = new JournalCommit(Shards.Of(id), [new RowWrite.Insert($"thing:{id}", 1, new byte[10])], act, [envelope]);
        var done = Assert.IsType<JournalOutcome.Committed>(await platform.Journal.CommitAsync(commit, cancellationToken));
        var key = await platform.Receipts.VerifierKeyAsync(cancellationToken);
        var genuine = Assert.IsType<ReceiptVerdict.Genuine>(ReceiptVerifier.Verify(done.Receipt.Text, key));
        return Convert.ToHexString(genuine.Receipt.LeafHash.Span);
    }

    private static async Task<IReadOnlyList<string>> LogAsync(IBlobStore blobs)
    {
        var hashes = new List<string>();
        while (await blobs.FindAsync(SequenceFile.Name(hashes.Count), CancellationToken.None) is { } blob)
        {
            hashes.AddRange(
                SequenceFile.Parse(hashes.Count, blob.Content).Leaves.Select(l => Convert.ToHexString(MerkleTree.LeafHash(l.Span)))
            );
        }

        return hashes;
    }

    private sealed class Recorder : IEventConsumer
    {
        private readonly ConcurrentQueue<string> seen = new();

        public IReadOnlyList<string> Seen => [.. seen];

        public ValueTask HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
        {
            seen.Enqueue(envelope.Id);
            return ValueTask.CompletedTask;
        }
    }
}
