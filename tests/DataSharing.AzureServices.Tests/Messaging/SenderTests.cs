using System.Diagnostics;
using System.Globalization;
using DataSharing.AzureServices.Messaging;
using DataSharing.AzureServices.Tests.Messaging.Peer;
using DataSharing.Messaging;
using DataSharing.Testing;
using Xunit;

namespace DataSharing.AzureServices.Tests.Messaging;

public sealed class SenderTests : IAsyncLifetime
{
    private readonly ServiceBusPeer peer = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await peer.DisposeAsync();

    [Fact]
    public async Task Send_ManyAtOnce_GoInBatches()
    {
        await using var sender = Sender();

        await sender.SendAsync(Events(1_000), CancellationToken.None);

        Assert.Equal(1_000, peer.Queue.Stored);
        Assert.InRange(peer.Counters.Transfers, 1, 100);
    }

    [Theory]
    [InlineData(4_096UL, null)]
    [InlineData(100_000_000UL, 8_192UL)]
    public async Task Send_LinkTakesLittle_BatchesKeepToIt(ulong messageBytes, ulong? batchBytes)
    {
        (peer.Settings.MessageBytes, peer.Settings.BatchBytes) = (messageBytes, batchBytes);
        await using var sender = Sender();

        await sender.SendAsync(Events(200), CancellationToken.None);

        Assert.Equal(200, peer.Queue.Stored);
        Assert.InRange(peer.Counters.Transfers, 5, 100);
        Assert.Equal(1, peer.Counters.Connections);
    }

    [Fact]
    public async Task Send_EventLargerThanTheLinkTakes_IsRefusedAndTheOthersPass()
    {
        peer.Settings.MessageBytes = 4_096;
        await using var sender = Sender();
        var large = Sample.Event("large") with
        {
            Data = new Dictionary<string, string>(StringComparer.Ordinal) { ["codes"] = new('x', 5_000) },
        };

        var refusal = await Assert.ThrowsAsync<EventRefusedException>(async () =>
            await sender.SendAsync([Sample.Event("a"), large, Sample.Event("b")], CancellationToken.None)
        );

        Assert.Equal("amqp:link:message-size-exceeded", refusal.Condition);
        Assert.Equal(2, peer.Queue.Stored);
    }

    [Fact]
    public async Task Send_SameEventTwice_TheBrokerKeepsOne()
    {
        await using var sender = Sender();

        await sender.SendAsync([Sample.Event("same")], CancellationToken.None);
        await sender.SendAsync([Sample.Event("same"), Sample.Event("other")], CancellationToken.None);

        Assert.Equal((2, 1), (peer.Queue.Stored, peer.Queue.Duplicates));
    }

    [Fact]
    public async Task Send_ServerBusy_NothingIsSentDuringThePause()
    {
        peer.Settings.BusyNext(1);
        await using var sender = Sender(o => o.BusyPauseSeconds = 2);
        var begun = Stopwatch.GetTimestamp();

        await sender.SendAsync([Sample.Event("a")], CancellationToken.None);

        Assert.True(Stopwatch.GetElapsedTime(begun).TotalSeconds > 1.9, "It did not pause.");
        Assert.Equal(2, peer.Counters.Transfers);
    }

    [Fact]
    public async Task Send_ServerBusyForLongerThanAnyoneWaits_FailsAtOnceAndThenWithoutAsking()
    {
        peer.Settings.BusyNext(100);
        await using var sender = Sender(o => (o.BusyPauseSeconds, o.SendPatienceSeconds) = (300, 5));
        var begun = Stopwatch.GetTimestamp();

        for (var i = 0; i < 3; i++)
        {
            var failure = await Assert.ThrowsAsync<BusUnavailableException>(async () =>
                await sender.SendAsync([Sample.Event("a")], CancellationToken.None)
            );
            Assert.Equal("com.microsoft:server-busy", failure.Condition);
        }

        Assert.Equal(1, peer.Counters.Transfers);
        Assert.True(Stopwatch.GetElapsedTime(begun).TotalSeconds < 300, "It waited for the pause to end.");
    }

    [Fact]
    public async Task Send_NoAnswer_GoesAgainOverANewConnection()
    {
        peer.Settings.SilentNext(1);
        await using var sender = Sender(o => o.AnswerSeconds = 1);

        await sender.SendAsync([Sample.Event("a")], CancellationToken.None);

        Assert.Equal((1, 2), (peer.Queue.Stored, sender.Connections));
    }

    [Theory]
    [InlineData("amqp:link:detach-forced")]
    [InlineData("amqp:internal-error")]
    [InlineData("com.microsoft:timeout")]
    public async Task Send_LinkDetachedWithTransfersUnsettled_TheyGoAgain(string condition)
    {
        peer.Settings.SilentNext(1);
        await using var sender = Sender();

        var sending = sender.SendAsync([Sample.Event("a")], CancellationToken.None).AsTask();
        await UntilAsync(() => peer.Counters.Transfers == 1);
        peer.DetachAll(condition);
        await sending;

        Assert.Equal((1, 1), (peer.Queue.Stored, sender.Connections));
    }

    [Theory]
    [InlineData("com.microsoft:argument-error")]
    [InlineData("amqp:not-allowed")]
    public async Task Send_RefusedForGood_SaysSoWithoutTryingAgain(string condition)
    {
        peer.Settings.RefusalCondition = condition;
        peer.Settings.RefuseNext(1);
        await using var sender = Sender();

        var refusal = await Assert.ThrowsAsync<EventRefusedException>(async () =>
            await sender.SendAsync([Sample.Event("a")], CancellationToken.None)
        );
        await sender.SendAsync([Sample.Event("b")], CancellationToken.None);

        Assert.Equal(condition, refusal.Condition);
        Assert.Equal((1, 2), (peer.Queue.Stored, peer.Counters.Transfers));
    }

    [Fact]
    public async Task Send_OneEventOfABatchIsRefused_TheOthersPass()
    {
        peer.Settings.RefusedId = "3";
        await using var sender = Sender();

        await Assert.ThrowsAsync<EventRefusedException>(async () => await sender.SendAsync(Events(20), CancellationToken.None));

        Assert.Equal(19, peer.Queue.Stored);
        Assert.DoesNotContain("3", peer.Queue.Peek(20).Select(m => m.Properties.MessageId));
    }

    [Fact]
    public async Task Send_EntityFull_FailsAtOnceForTheOutboxToKeep()
    {
        peer.Settings.RefusalCondition = "amqp:resource-limit-exceeded";
        peer.Settings.RefuseNext(1);
        await using var sender = Sender();

        await Assert.ThrowsAsync<BusUnavailableException>(async () => await sender.SendAsync([Sample.Event("a")], CancellationToken.None));

        Assert.Equal(1, peer.Counters.Transfers);
    }

    [Fact]
    public async Task Send_NoSuchTopic_IsRefused()
    {
        await using var sender = Sender(o => o.Topic = "nowhere");

        var refusal = await Assert.ThrowsAsync<EventRefusedException>(async () =>
            await sender.SendAsync(Events(3), CancellationToken.None)
        );

        Assert.Equal("amqp:not-found", refusal.Condition);
    }

    [Fact]
    public async Task Send_BrokerAway_GivesUpAfterThePatienceAndFailsFastWhileItLasts()
    {
        peer.Close();
        await using var sender = Sender(o => o.SendPatienceSeconds = 8);

        await Assert.ThrowsAsync<BusUnavailableException>(async () => await sender.SendAsync([Sample.Event("a")], CancellationToken.None));
        var begun = Stopwatch.GetTimestamp();
        await Assert.ThrowsAsync<BusUnavailableException>(async () => await sender.SendAsync([Sample.Event("b")], CancellationToken.None));

        Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalSeconds, 0, 7);
    }

    [Fact]
    public async Task Send_BrokerBackAfterItWasAway_TakesEventsAgain()
    {
        await using var sender = Sender(o => o.SendPatienceSeconds = 1);
        await sender.SendAsync([Sample.Event("before")], CancellationToken.None);
        peer.Close();
        await Assert.ThrowsAsync<BusUnavailableException>(async () => await sender.SendAsync([Sample.Event("a")], CancellationToken.None));
        peer.Open();

        for (var sent = false; !sent; )
        {
            try
            {
                await sender.SendAsync([Sample.Event("a")], CancellationToken.None);
                sent = true;
            }
            catch (BusUnavailableException)
            {
                // As the relay does: again with the next sweep.
                await Task.Delay(100);
            }
        }

        Assert.Equal(2, peer.Queue.Stored);
    }

    [Fact]
    public async Task Send_TraceIsCarried()
    {
        await using var sender = Sender();
        const string Trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        await sender.SendAsync([Sample.Event("a") with { TraceParent = Trace }], CancellationToken.None);

        var message = Assert.Single(peer.Queue.Peek(1));
        Assert.Equal(Trace, message.ApplicationProperties["traceparent"]);
        Assert.Equal(Trace, EventMessage.TryRead(message)?.TraceParent);
        Assert.Equal(("a", "disclosure.made"), (message.Properties.MessageId, message.Properties.Subject));
    }

    private static EventEnvelope[] Events(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Sample.Event(i.ToString(CultureInfo.InvariantCulture)))];

    private static Task UntilAsync(Func<bool> condition) => Eventually.TrueAsync(condition);

    private ServiceBusEventSender Sender(Action<ServiceBusOptions>? change = null)
    {
        var options = Sample.PeerOptions(peer.Uri);
        change?.Invoke(options);
        return Sample.Sender(options);
    }
}
