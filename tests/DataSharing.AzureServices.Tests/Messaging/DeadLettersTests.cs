using System.Collections.Immutable;
using DataSharing.AzureServices.Messaging;
using DataSharing.AzureServices.Tests.Messaging.Peer;
using DataSharing.Messaging;
using DataSharing.Testing;
using Xunit;

namespace DataSharing.AzureServices.Tests.Messaging;

public sealed class DeadLettersTests : IAsyncLifetime
{
    private readonly ServiceBusPeer peer = new();
    private readonly ServiceBusOptions options;
    private readonly RunningReceiver receiver;
    private readonly DeadLetters letters;

    public DeadLettersTests()
    {
        options = Sample.PeerOptions(peer.Uri);
        peer.Settings.MaximumDeliveries = 1;
        receiver = new RunningReceiver(options);
        letters = Sample.DeadLetters(options, receiver.Inbox);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        letters.Dispose();
        await receiver.DisposeAsync();
        await peer.DisposeAsync();
    }

    [Fact]
    public async Task List_None_IsEmpty() => Assert.Empty(await letters.ListAsync(0, CancellationToken.None));

    [Fact]
    public async Task List_ShowsWhichAndWhy_AndTakesNothing()
    {
        // What the broker notes is of thousandths.
        var begun = DateTimeOffset.UtcNow.AddMilliseconds(-1);
        await DieAsync("a");
        peer.Queue.Put(RawMessage.Encode("foreign", "no event"));
        await DeadAsync(2);

        var listed = await letters.ListAsync(0, CancellationToken.None);

        Assert.Equal(2, peer.DeadLetters.Count);
        Assert.Equal(0, peer.DeadLetters.Given);
        Assert.Equal(["a", "number:2"], listed.Select(l => l.Key));
        Assert.Equal(["disclosure.made", null], listed.Select(l => l.EventType));
        Assert.Equal(["MaxDeliveryCountExceeded", "not-an-event"], listed.Select(l => l.Reason));
        Assert.All(listed, l => Assert.InRange(l.EnqueuedAt ?? default, begun, DateTimeOffset.UtcNow));
    }

    [Fact]
    public async Task Replay_ConsumerManagesNow_HandledOnceAndGone()
    {
        await DieAsync("a", "b");
        receiver.Consumer.Fails = null;

        var outcome = await letters.ReplayAsync(null, CancellationToken.None);

        Assert.Equal(new DeadLetterReplay(2, 0, 0), outcome);
        await DeadAsync(0);
        Assert.Equal(2, receiver.Consumer.Deliveries);
    }

    [Fact]
    public async Task Replay_ChosenOnes_OthersStay()
    {
        await DieAsync("a", "b");
        receiver.Consumer.Fails = null;

        var outcome = await letters.ReplayAsync(ImmutableHashSet.Create("b"), CancellationToken.None);

        Assert.Equal(new DeadLetterReplay(1, 0, 0), outcome);
        await DeadAsync(1);
        Assert.Equal("a", Assert.Single(await letters.ListAsync(0, CancellationToken.None)).Key);
    }

    [Fact]
    public async Task Replay_StillFails_Stays()
    {
        await DieAsync("a");

        Assert.Equal(new DeadLetterReplay(0, 0, 1), await letters.ReplayAsync(null, CancellationToken.None));

        await DeadAsync(1);
    }

    [Fact]
    public async Task Replay_HandledMeanwhile_IsNotHandledAgain()
    {
        await DieAsync("a");
        receiver.Consumer.Fails = null;
        await receiver.Inbox.HandleAsync(Sample.Event("a"), CancellationToken.None);

        Assert.Equal(new DeadLetterReplay(0, 1, 0), await letters.ReplayAsync(null, CancellationToken.None));

        await DeadAsync(0);
        Assert.Equal(1, receiver.Consumer.Deliveries);
    }

    [Fact]
    public async Task Discard_ChosenOnes_AreGoneForGood()
    {
        // What the broker notes is of thousandths.
        var begun = DateTimeOffset.UtcNow.AddMilliseconds(-1);
        await DieAsync("a");
        peer.Queue.Put(RawMessage.Encode("foreign", "no event"));
        await DeadAsync(2);

        Assert.Equal(1, await letters.DiscardAsync(ImmutableHashSet.Create("number:2"), CancellationToken.None));

        await DeadAsync(1);
        Assert.Equal("a", Assert.Single(await letters.ListAsync(0, CancellationToken.None)).Key);
    }

    [Fact]
    public async Task List_BrokerAway_SaysSo()
    {
        peer.Close();

        await Assert.ThrowsAsync<BusUnavailableException>(() => letters.ListAsync(0, CancellationToken.None));
    }

    private async Task DieAsync(params string[] ids)
    {
        receiver.Consumer.Fails = _ => new InvalidOperationException("Never.");
        await using var sender = Sample.Sender(options);
        foreach (var id in ids)
        {
            await sender.SendAsync([Sample.Event(id)], CancellationToken.None);
        }

        await DeadAsync(ids.Length);
    }

    private Task DeadAsync(int count) => Eventually.TrueAsync(() => peer.DeadLetters.Count == count);
}
