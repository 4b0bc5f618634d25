using System.Collections.Concurrent;
using DataSharing.Messaging;
using DataSharing.Storage;
using DataSharing.Testing;
using Xunit;

namespace DataSharing.Tests.Messaging;

public sealed class EventInboxTests : IAsyncLifetime
{
    private readonly TestPlatform platform = new();
    private readonly Consumer consumer = new();
    private readonly EventInbox inbox;

    public EventInboxTests() => inbox = new EventInbox(platform.Records, [consumer], platform.Clock);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await platform.DisposeAsync();

    [Fact]
    public async Task Handle_SecondCopy_GoesNoFurther()
    {
        Assert.True(await HandleAsync("a"));
        Assert.False(await HandleAsync("a"));
        Assert.True(await HandleAsync("b"));

        Assert.Equal(["a", "b"], consumer.Seen);
    }

    [Fact]
    public async Task Handle_AnotherInstance_KnowsWhatThisOneHandled()
    {
        await HandleAsync("a");

        Assert.False(await new EventInbox(platform.Records, [consumer], platform.Clock).HandleAsync(Event("a"), CancellationToken.None));
    }

    [Fact]
    public async Task Handle_ConsumerFails_ThrowsAndTheNextCopyIsHandled()
    {
        consumer.Failures = 1;

        await Assert.ThrowsAsync<InvalidOperationException>(() => HandleAsync("a"));
        Assert.True(await HandleAsync("a"));
    }

    [Fact]
    public async Task Handle_CopiesAtTheSameMoment_OneIsHandledAndTheOthersWaitForIt()
    {
        consumer.Held = new TaskCompletionSource();
        var all = Enumerable.Range(0, 8).Select(_ => HandleAsync("a")).ToArray();
        consumer.Held.SetResult();

        var outcomes = await Task.WhenAll(all);

        Assert.Equal(1, outcomes.Count(isNew => isNew));
        Assert.Equal(["a"], consumer.Seen);
    }

    [Fact]
    public async Task Handle_FirstOfTwoAtTheSameMomentFails_SoDoesTheOther()
    {
        consumer.Held = new TaskCompletionSource();
        consumer.Failures = 1;
        // The second waits for the first before it gives way for the first time.
        var both = new[] { HandleAsync("a"), HandleAsync("a") };
        consumer.Held.SetResult();

        await Assert.ThrowsAsync<InvalidOperationException>(() => both[0]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => both[1]);
        Assert.True(await HandleAsync("a"));
    }

    [Fact]
    public async Task Purge_OldNotesGoAndYoungOnesStay()
    {
        for (var i = 0; i < 250; i++)
        {
            await HandleAsync($"old:{i}");
        }

        platform.Clock.Advance(TimeSpan.FromDays(EventInbox.RetentionDays + 1));
        await HandleAsync("young");

        Assert.Equal(250, await inbox.PurgeAsync(CancellationToken.None));
        Assert.Equal(0, await inbox.PurgeAsync(CancellationToken.None));
        Assert.Equal(1, await NotesAsync());
        Assert.False(await HandleAsync("young"));
    }

    private static readonly DateTimeOffset Start = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    private EventEnvelope Event(string id) =>
        new(
            id,
            "disclosure.made",
            "s",
            id == "young" ? Start.AddDays(EventInbox.RetentionDays) : Start,
            new Dictionary<string, string>(StringComparer.Ordinal)
        );

    private Task<bool> HandleAsync(string id) => inbox.HandleAsync(Event(id), CancellationToken.None).AsTask();

    private async Task<int> NotesAsync()
    {
        var count = 0;
        foreach (var shard in Shards.All)
        {
            count += (await platform.Records.ReadRangeAsync(shard, "inbox:", RowKeys.PrefixEnd("inbox:"), 1_000, CancellationToken.None))
                .Rows
                .Count;
        }

        return count;
    }

    private sealed class Consumer : IEventConsumer
    {
        private int failures;

        public ConcurrentQueue<string> Seen { get; } = new();

        /// <summary>Nobody is done before it is set.</summary>
        public TaskCompletionSource? Held { get; set; }

        public int Failures
        {
            set => failures = value;
        }

        public async ValueTask HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
        {
            if (Held is { } held)
            {
                await held.Task.WaitAsync(cancellationToken);
            }

            if (Interlocked.Decrement(ref failures) >= 0)
            {
                throw new InvalidOperationException("Not now.");
            }

            Seen.Enqueue(envelope.Id);
        }
    }
}
