using Azure;
using Azure.Core;
using DataSharing.AzureServices.Messaging;
using DataSharing.AzureServices.Tests.Messaging.Peer;
using DataSharing.Storage;
using DataSharing.Testing;
using Xunit;

namespace DataSharing.AzureServices.Tests.Messaging;

public sealed class ReceiverTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly ServiceBusPeer peer = new();
    private readonly ServiceBusOptions options;

    public ReceiverTests() => options = Sample.PeerOptions(peer.Uri);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await peer.DisposeAsync();

    [Fact]
    public async Task Receive_HandledOnce_AndGoneFromTheSubscription()
    {
        await using var receiver = new RunningReceiver(options);

        await SendAsync("a", "b");
        await receiver.Consumer.ReachAsync(2, Patience);
        await UntilAsync(() => peer.Queue.Count == 0);

        Assert.Equal(2, receiver.Consumer.Deliveries);
    }

    [Fact]
    public async Task Receive_ConsumerNeverManages_DeadLetteredWithTheBrokersReason()
    {
        await using var receiver = new RunningReceiver(options);
        receiver.Consumer.Fails = e => e.Id == "bad" ? new InvalidOperationException("Never.") : null;

        await SendAsync("bad", "good");
        await receiver.Consumer.ReachAsync(1, Patience);
        await UntilAsync(() => peer.DeadLetters.Count == 1);

        Assert.Equal(["good"], receiver.Consumer.Seen.Keys);
        Assert.Equal("MaxDeliveryCountExceeded", peer.DeadLetters.Peek(1)[0].ApplicationProperties["DeadLetterReason"]);
    }

    [Fact]
    public async Task Receive_NotAnEvent_DeadLetteredAtOnceWithOurReason()
    {
        await using var receiver = new RunningReceiver(options);

        peer.Queue.Put(RawMessage.Encode("m1", "{\"hello\":\"world\"}"));
        await UntilAsync(() => peer.DeadLetters.Count == 1);

        var dead = peer.DeadLetters.Peek(1)[0];
        Assert.Equal("not-an-event", dead.ApplicationProperties["DeadLetterReason"]);
        Assert.Equal("The body is no CloudEvent of this platform.", dead.ApplicationProperties["DeadLetterErrorDescription"]);
    }

    [Fact]
    public async Task Receive_ScheduledMessage_IsHandledWhenItIsDue()
    {
        await using var receiver = new RunningReceiver(options);
        // Whole seconds: the annotation knows none smaller than a thousandth.
        var due = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 3).UtcDateTime;
        DateTime? handled = null;
        receiver.Consumer.Fails = e =>
        {
            if (e.Id == "later")
            {
                handled = DateTime.UtcNow;
            }

            return null;
        };

        peer.Queue.Put(RawMessage.Scheduled(Sample.Event("later"), due));
        await SendAsync("now");
        await receiver.Consumer.ReachAsync(2, Patience);

        Assert.Equal(2, receiver.Consumer.Distinct);
        Assert.True(handled >= due, $"Handled at {handled:O}, due at {due:O}.");
    }

    [Fact]
    public async Task Receive_LinkDetached_AttachesAgainOnTheSameConnection()
    {
        await using var receiver = new RunningReceiver(options);
        await SendAsync("a");
        await receiver.Consumer.ReachAsync(1, Patience);

        peer.DetachAll("amqp:link:detach-forced");
        await SendAsync("b");
        await receiver.Consumer.ReachAsync(2, Patience);

        Assert.Equal((2, 1), (receiver.Consumer.Distinct, receiver.Receiver.Connections));
    }

    [Fact]
    public async Task Receive_LinkDetachedWhileHandling_TheSecondDeliveryIsAbsorbed()
    {
        var slow = new SlowStore(TimeSpan.FromSeconds(1));
        await using var receiver = new RunningReceiver(options, decorate: slow.Around);
        await SendAsync("a");
        await UntilAsync(() => slow.Finds == 1);

        peer.DetachAll("amqp:link:detach-forced");
        await receiver.Consumer.ReachAsync(1, Patience);
        await UntilAsync(() => peer.Queue.Count == 0);

        Assert.Equal((1, 2), (receiver.Consumer.Seen["a"], peer.Queue.Given));
    }

    [Fact]
    public async Task Receive_BrokerBackAfterItWasAway_ReceivesAgain()
    {
        await using var receiver = new RunningReceiver(options);
        await SendAsync("a");
        await receiver.Consumer.ReachAsync(1, Patience);

        peer.Close();
        peer.Open();
        await SendAsync("b");
        await receiver.Consumer.ReachAsync(2, Patience);

        Assert.Equal((2, 2), (receiver.Consumer.Distinct, receiver.Receiver.Connections));
    }

    [Fact]
    public async Task Receive_LockRunsOutWhileHandling_TheSecondDeliveryIsAbsorbed()
    {
        peer.Settings.LockDuration = TimeSpan.FromMilliseconds(300);
        peer.Settings.MaximumDeliveries = 100;
        var slow = new SlowStore(TimeSpan.FromSeconds(1));
        await using var receiver = new RunningReceiver(options, decorate: slow.Around);

        await SendAsync("a");
        await receiver.Consumer.ReachAsync(1, Patience);
        await UntilAsync(() => peer.Queue.Count == 0);

        Assert.Equal(1, receiver.Consumer.Seen["a"]);
        Assert.True(peer.Queue.Given > 1, "It was delivered once only.");
    }

    [Fact]
    public async Task Receive_StoreAwayForAMoment_CostsNoDelivery()
    {
        peer.Settings.MaximumDeliveries = 1;
        var failures = 2;
        await using var receiver = new RunningReceiver(
            options,
            decorate: inner =>
                new SlowStore(TimeSpan.Zero)
                {
                    Fails = () => Interlocked.Decrement(ref failures) >= 0 ? new StoreUnavailableException("Away.") : null,
                }.Around(inner)
        );

        await SendAsync("a");
        await receiver.Consumer.ReachAsync(1, Patience);

        Assert.Equal((1, 0), (receiver.Consumer.Distinct, peer.DeadLetters.Count));
    }

    [Fact]
    public async Task Stop_WhatIsInHandGoesBack()
    {
        peer.Settings.LockDuration = TimeSpan.FromMinutes(5);
        var slow = new SlowStore(TimeSpan.FromMinutes(1));
        var first = new RunningReceiver(options, decorate: slow.Around);
        await SendAsync("a");
        await UntilAsync(() => slow.Finds == 1);
        await first.DisposeAsync();

        await using var second = new RunningReceiver(options);
        await second.Consumer.ReachAsync(1, Patience);

        Assert.Equal(1, second.Consumer.Distinct);
    }

    [Fact]
    public async Task Stop_WhileAnAttemptToConnectFails_EndsInPeace()
    {
        var credential = new LateCredential();
        var receiver = new RunningReceiver(options, credential);
        await credential.Asked.WaitAsync(Patience);

        var stopping = receiver.DisposeAsync().AsTask();
        credential.Fail();

        await stopping.WaitAsync(Patience);
    }

    private static Task UntilAsync(Func<bool> condition) => Eventually.TrueAsync(condition);

    private async Task SendAsync(params string[] ids)
    {
        await using var sender = Sample.Sender(options);
        await sender.SendAsync([.. ids.Select(id => Sample.Event(id))], CancellationToken.None);
    }

    /// <summary>Answers when it is told to, with a failure, and takes no notice of who no longer waits.</summary>
    private sealed class LateCredential : TokenCredential
    {
        private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<AccessToken> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => asked.Task;

        public void Fail() => answer.SetException(new RequestFailedException("The identity service is away."));

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            asked.TrySetResult();
            return new ValueTask<AccessToken>(answer.Task);
        }
    }
}
