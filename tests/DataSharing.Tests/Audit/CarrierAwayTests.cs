using System.Collections.Concurrent;
using DataSharing.Audit;
using DataSharing.Messaging;
using DataSharing.Storage;
using DataSharing.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace DataSharing.Tests.Audit;

/// <summary>The relay and the shelf while the carrier of events takes nothing.</summary>
public sealed class CarrierAwayTests : IAsyncLifetime
{
    private readonly TestPlatform platform = new();
    private readonly Carrier carrier = new();
    private readonly Recorder recorder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await platform.DisposeAsync();

    [Fact]
    public async Task Sweep_CarrierAway_EntriesAreInTheLog_EventsWaitAndGoOnceItIsBack()
    {
        await CommitAsync(200);
        carrier.IsAway = true;
        var relay = NewRelay(platform.Records);

        await relay.SweepAsync(CancellationToken.None);

        Assert.Equal(200, (await platform.LogAsync()).Count);
        Assert.NotNull(platform.Monitor.Current.OldestPending);
        Assert.Null(platform.Monitor.Current.OldestUnlogged);
        // Those that were under way when it said so; the others were not offered.
        Assert.InRange(carrier.Offered, 1, 64);

        carrier.IsAway = false;
        await relay.SweepAsync(CancellationToken.None);
        Assert.Equal(200, carrier.Taken.Count);
        Assert.Null(platform.Monitor.Current.OldestPending);
    }

    [Fact]
    public async Task Sweep_MoreWaitThanAPage_WhatComesBehindReachesTheLogAllTheSame()
    {
        carrier.IsAway = true;
        await CommitAsync(40);
        var relay = NewRelay(new SmallPages(platform.Records, 10));
        var sweeps = 0;
        while (!await relay.SweepAsync(CancellationToken.None))
        {
            Assert.InRange(++sweeps, 1, 10);
        }

        await CommitAsync(5);
        while (!await relay.SweepAsync(CancellationToken.None)) { }

        Assert.Equal(45, (await platform.LogAsync()).Count);
        Assert.Empty(carrier.Taken);
        carrier.IsAway = false;
        while (!await relay.SweepAsync(CancellationToken.None) || platform.Monitor.Current.OldestPending is not null) { }
        Assert.Equal(45, carrier.Taken.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(45, (await platform.LogAsync()).Count);
    }

    [Fact]
    public async Task Shelve_AnswerLostAndMessageCameBack_IsNotShelvedAgain()
    {
        var shelf = new EventShelf(platform.Records, [recorder]);
        var sender = new ShelvingEventSender(shelf, carrier);
        carrier.IsAway = true;
        await Assert.ThrowsAsync<CarrierUnavailableException>(async () => await sender.SendAsync([Event("a")], CancellationToken.None));
        Assert.True(await shelf.DeliverAsync("a", CancellationToken.None));

        carrier.IsAway = false;
        await sender.SendAsync([Event("a")], CancellationToken.None);

        Assert.False(await shelf.DeliverAsync("a", CancellationToken.None));
        Assert.Equal(["a"], recorder.Seen);
    }

    [Fact]
    public async Task ShelfSweep_NoMessageCame_DeliversWhatHasWaitedLong()
    {
        var shelf = new EventShelf(platform.Records, [recorder]);
        var sweep = new ShelfSweep(shelf, platform.Clock, NullLogger<ShelfSweep>.Instance);
        await shelf.PutAsync([Event("lost"), Event("poison")], CancellationToken.None);
        recorder.Refuse = "poison";
        Assert.Equal(0, await sweep.SweepAsync(CancellationToken.None));

        platform.Clock.Advance(ShelfSweep.Patience + TimeSpan.FromSeconds(1));

        Assert.Equal(1, await sweep.SweepAsync(CancellationToken.None));
        Assert.Equal(["lost"], recorder.Seen);
        recorder.Refuse = null;
        Assert.Equal(1, await sweep.SweepAsync(CancellationToken.None));
        Assert.Equal(0, await sweep.SweepAsync(CancellationToken.None));
        Assert.Equal(["lost", "poison"], recorder.Seen);
    }

    [Fact]
    public async Task ShelvedEvents_CarrierBringsOtherWords_TheShelfIsBelieved()
    {
        var shelf = new EventShelf(platform.Records, [recorder]);
        await shelf.PutAsync([Event("a")], CancellationToken.None);

        await new ShelvedEvents(shelf).HandleAsync(Event("a") with { Subject = "other", Type = "other" }, CancellationToken.None);
        await new ShelvedEvents(shelf).HandleAsync(Event("never-sent"), CancellationToken.None);

        Assert.Equal(["a"], recorder.Seen);
        Assert.Equal("thing.done", recorder.Last?.Type);
    }

    private Relay NewRelay(IRecordStore records) =>
        new(records, platform.Blobs, carrier, platform.Monitor, platform.Clock, NullLogger<Relay>.Instance);

    private EventEnvelope Event(string id) =>
        new(id, "thing.done", id, platform.Clock.GetUtcNow(), new Dictionary<string, string>(StringComparer.Ordinal));

    private async Task CommitAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var act = new AuditAct { Act = "thing.done", Caller = TestPlatform.Caller("eastmere-council") };
            var commit = new JournalCommit(Shards.All[0], [], act, [Event(Guid.NewGuid().ToString("D"))]);
            Assert.IsType<JournalOutcome.Committed>(await platform.Journal.CommitAsync(commit, CancellationToken.None));
            platform.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    private sealed class Carrier : IEventSender
    {
        private int offered;

        public bool IsAway { get; set; }

        public int Offered => offered;

        public ConcurrentQueue<string> Taken { get; } = new();

        public ValueTask SendAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref offered);
            if (IsAway)
            {
                throw new CarrierUnavailableException("Away.");
            }

            foreach (var envelope in events)
            {
                Taken.Enqueue(envelope.Id);
            }

            return ValueTask.CompletedTask;
        }
    }

    private sealed class Recorder : IEventConsumer
    {
        private readonly List<EventEnvelope> seen = [];

        public string? Refuse { get; set; }

        public IEnumerable<string> Seen => seen.Select(e => e.Id);

        public EventEnvelope? Last => seen.LastOrDefault();

        public ValueTask HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
        {
            if (envelope.Id == Refuse)
            {
                throw new InvalidOperationException("Not today.");
            }

            seen.Add(envelope);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>The real store, a few rows at a time.</summary>
    private sealed class SmallPages(IRecordStore inner, int most) : IRecordStore
    {
        public ValueTask<StoredRow?> FindAsync(string partitionKey, string rowKey, CancellationToken cancellationToken) =>
            inner.FindAsync(partitionKey, rowKey, cancellationToken);

        public ValueTask<RowPage> ReadRangeAsync(
            string partitionKey,
            string from,
            string toExclusive,
            int limit,
            CancellationToken cancellationToken
        ) => inner.ReadRangeAsync(partitionKey, from, toExclusive, Math.Min(limit, most), cancellationToken);

        public ValueTask<CommitOutcome> CommitAsync(RecordCommit commit, CancellationToken cancellationToken) =>
            inner.CommitAsync(commit, cancellationToken);
    }
}
