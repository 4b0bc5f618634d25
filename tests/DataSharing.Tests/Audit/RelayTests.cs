using System.Collections.Concurrent;
using DataSharing.Audit;
using DataSharing.Messaging;
using DataSharing.Storage;
using DataSharing.Testing;
using DataSharing.TransparencyLog;
using Xunit;

namespace DataSharing.Tests.Audit;

public sealed class RelayTests : IAsyncLifetime
{
    private readonly TestPlatform platform = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await platform.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Relay_ThreeRacingAndDying_EveryAcknowledgedEntryOnceAndEveryEventAtLeastOnce(int seed)
    {
        var promised = new ConcurrentBag<string>();
        var events = new Recorder();
        using var stop = new CancellationTokenSource();
        var relays = Enumerable.Range(0, 3).Select(i => RunAndDieAsync((seed * 10) + i, events, stop.Token)).ToArray();
        await Parallel.ForAsync(
            0,
            400,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (i, token) => promised.Add(await CommitAsync($"thing:{i}", token))
        );
        await stop.CancelAsync();
        await Task.WhenAll(relays);
        await platform.RelayAsync(events);

        var leaves = await platform.LogAsync();
        var hashes = leaves.Select(l => Convert.ToHexString(MerkleTree.LeafHash(l.Span))).ToArray();
        Assert.Equal(promised.Order(StringComparer.Ordinal), hashes.Order(StringComparer.Ordinal));
        Assert.Equal(400, events.Seen.Distinct(StringComparer.Ordinal).Count());
        foreach (var shard in Shards.All)
        {
            Assert.Empty(await OutboxAsync(shard));
        }
    }

    [Fact]
    public async Task Relay_EventNobodyTakes_KeepsItsRowAndLetsTheOthersPass()
    {
        await CommitAsync("thing:bad", CancellationToken.None);
        await CommitAsync("thing:good", CancellationToken.None);
        var picky = new Recorder { Refuse = "thing:bad" };
        var relay = platform.NewRelay(consumers: picky);
        await relay.SweepAsync(CancellationToken.None);

        Assert.Equal(2, (await platform.LogAsync()).Count);
        Assert.Equal(["thing:good"], picky.Seen);
        Assert.NotNull(platform.Monitor.Current.OldestPending);

        picky.Refuse = null;
        await relay.SweepAsync(CancellationToken.None);
        Assert.Equal(["thing:good", "thing:bad"], picky.Seen);
        Assert.Null(platform.Monitor.Current.OldestPending);
        Assert.Equal(2, (await platform.LogAsync()).Count);
    }

    [Fact]
    public async Task Relay_DamagedSequenceFile_StopsAndWritesNothingAfterIt()
    {
        await CommitAsync("thing:1", CancellationToken.None);
        await platform.Blobs.CreateAsync(SequenceFile.Name(0), new byte[] { 0, 9, 1 }, CancellationToken.None);
        await Assert.ThrowsAsync<UnreadableEntryException>(() => platform.NewRelay().SweepAsync(CancellationToken.None));
        Assert.Null(await platform.Blobs.FindAsync(SequenceFile.Name(1), CancellationToken.None));
    }

    [Fact]
    public async Task Relay_ManyMoreThanAPage_ReachesTheLogInOrderOfTime()
    {
        for (var i = 0; i < 50; i++)
        {
            await CommitAsync($"thing:{i}", CancellationToken.None);
            platform.Clock.Advance(TimeSpan.FromMilliseconds(5));
        }

        await platform.RelayAsync();
        var records = (await platform.LogAsync()).Select(l => AuditEntry.Parse(l.Span).Records.Single()).ToArray();
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"thing:{i}"), records);
    }

    private async Task RunAndDieAsync(int seed, Recorder events, CancellationToken stop)
    {
        var fate = new Fate(seed, 0.01);
        while (!stop.IsCancellationRequested)
        {
            var relay = platform.NewRelay(
                new UnsteadyRecordStore(platform.Records, fate),
                new UnsteadyBlobStore(platform.Blobs, fate),
                events
            );
            try
            {
                while (!stop.IsCancellationRequested)
                {
                    await relay.SweepAsync(CancellationToken.None);
                }
            }
            catch (DiedException)
            {
                // The next round is the restarted process, with nothing in memory.
                continue;
            }
        }
    }

    private async Task<string> CommitAsync(string record, CancellationToken cancellationToken)
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

    private async Task<IReadOnlyList<StoredRow>> OutboxAsync(string shard) =>
        (await platform.Records.ReadRangeAsync(shard, OutboxRow.From, OutboxRow.ToExclusive, 10, CancellationToken.None)).Rows;

    private sealed class Recorder : IEventConsumer
    {
        private readonly ConcurrentQueue<string> seen = new();

        public string? Refuse { get; set; }

        public IReadOnlyList<string> Seen => [.. seen];

        public ValueTask HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
        {
            if (string.Equals(envelope.Id, Refuse, StringComparison.Ordinal))
            {
                throw new InvalidOperationException("Not today.");
            }

            seen.Enqueue(envelope.Id);
            return ValueTask.CompletedTask;
        }
    }
}
