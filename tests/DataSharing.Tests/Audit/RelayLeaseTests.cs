using System.Collections.Concurrent;
using DataSharing.Audit;
using DataSharing.Messaging;
using DataSharing.Storage;
using DataSharing.Testing;
using Xunit;

namespace DataSharing.Tests.Audit;

/// <summary>Several instances, one relay each.</summary>
public sealed class RelayLeaseTests : IAsyncLifetime
{
    private readonly TestPlatform platform = new();
    private readonly Counter events = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await platform.DisposeAsync();

    [Fact]
    public async Task Relays_TakingTurns_DoNothingTwice()
    {
        using var stop = new CancellationTokenSource();
        var relays = Enumerable
            .Range(0, 3)
            .Select(_ =>
                Task.Run(() =>
                    SweepAsync(platform.NewRelayOfMany(new RelayLease(platform.Records, new StandingClock()), events), stop.Token)
                )
            )
            .ToArray();
        await Parallel.ForAsync(
            0,
            200,
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (i, _) => await CommitAsync($"thing:{i}")
        );
        for (var tries = 0; events.Seen.Count < 200 && tries < 600; tries++)
        {
            await Task.Delay(100);
        }

        await stop.CancelAsync();
        await Task.WhenAll(relays);
        // What a sweep that was stopped left over: its events were delivered, and its rows perhaps not deleted yet.
        await platform.RelayAsync();

        Assert.Equal(200, events.Seen.Count);
        Assert.Equal(200, events.Seen.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(200, (await platform.LogAsync()).Count);
    }

    [Fact]
    public async Task Relay_ThatDiedAtWork_KeepsTheOthersWaitingUntilTheLeaseIsOver()
    {
        var dead = new RelayLease(platform.Records, platform.Clock);
        await dead.WaitAsync(null, CancellationToken.None);
        Assert.True(await dead.TryTakeAsync(CancellationToken.None));
        await CommitAsync("thing:1");

        var next = platform.NewRelayOfMany(new RelayLease(platform.Records, platform.Clock), events).SweepAsync(CancellationToken.None);
        // Health must not call it calm while it waits.
        for (var tries = 0; platform.Monitor.Current.OldestPending is null && tries < 600; tries++)
        {
            await Task.Delay(50);
        }

        Assert.NotNull(platform.Monitor.Current.OldestPending);
        Assert.Empty(events.Seen);
        for (var tries = 0; !next.IsCompleted && tries < 600; tries++)
        {
            platform.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(50);
        }

        Assert.True(await next);
        Assert.Equal(["thing:1"], events.Seen);
    }

    [Fact]
    public async Task Lease_ThatAnotherHadMeanwhile_IsNotTaken()
    {
        var (one, other) = (new RelayLease(platform.Records, platform.Clock), new RelayLease(platform.Records, platform.Clock));
        await one.WaitAsync(null, CancellationToken.None);
        await other.WaitAsync(null, CancellationToken.None);
        Assert.True(await other.TryTakeAsync(CancellationToken.None));
        await other.ReturnAsync(CancellationToken.None);

        Assert.False(await one.TryTakeAsync(CancellationToken.None));
        await one.WaitAsync(null, CancellationToken.None);
        Assert.True(await one.TryTakeAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Lease_ThatRanOutAndWasTaken_IsNotGivenBackByItsOldHolder()
    {
        var (slow, next) = (new RelayLease(platform.Records, platform.Clock), new RelayLease(platform.Records, platform.Clock));
        await slow.WaitAsync(null, CancellationToken.None);
        Assert.True(await slow.TryTakeAsync(CancellationToken.None));
        platform.Clock.Advance(TimeSpan.FromSeconds(11));
        await next.WaitAsync(null, CancellationToken.None);
        Assert.True(await next.TryTakeAsync(CancellationToken.None));
        await slow.ReturnAsync(CancellationToken.None);

        var third = new RelayLease(platform.Records, platform.Clock).WaitAsync(null, CancellationToken.None);
        Assert.False(third.IsCompleted);
        await next.ReturnAsync(CancellationToken.None);
        for (var tries = 0; !third.IsCompleted && tries < 600; tries++)
        {
            platform.Clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Delay(20);
        }

        await third;
    }

    private static async Task SweepAsync(Relay relay, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await relay.SweepAsync(stop);
                await Task.Delay(5, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task CommitAsync(string record)
    {
        var act = new AuditAct
        {
            Act = "thing.done",
            Caller = TestPlatform.Caller("eastmere-council"),
            Records = [record],
        };
        var details = new Dictionary<string, string>(StringComparer.Ordinal);
        var envelope = new EventEnvelope(record, "thing.done", record, platform.Clock.GetUtcNow(), details);
        var commit = new JournalCommit(Shards.Of(record), [new RowWrite.Insert(record, 1, new byte[10])], act, [envelope]);
        Assert.IsType<JournalOutcome.Committed>(await platform.Journal.CommitAsync(commit, CancellationToken.None));
    }

    /// <summary>However slow the machine is, no lease runs out.</summary>
    private sealed class StandingClock : TimeProvider
    {
        private readonly DateTimeOffset now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed class Counter : IEventConsumer
    {
        private readonly ConcurrentQueue<string> seen = new();

        public IReadOnlyCollection<string> Seen => seen;

        public ValueTask HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
        {
            seen.Enqueue(envelope.Id);
            return ValueTask.CompletedTask;
        }
    }
}
