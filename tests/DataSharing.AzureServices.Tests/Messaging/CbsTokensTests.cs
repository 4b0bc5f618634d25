using Azure.Core;
using DataSharing.AzureServices.Messaging;
using DataSharing.AzureServices.Tests.Messaging.Peer;
using DataSharing.Testing;
using Xunit;

namespace DataSharing.AzureServices.Tests.Messaging;

public sealed class CbsTokensTests : IAsyncLifetime
{
    private const string Good = "a-good-token";
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    private readonly ServiceBusPeer peer = new();

    public CbsTokensTests() => peer.Settings.GoodToken = Good;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await peer.DisposeAsync();

    [Fact]
    public async Task Send_GoodToken_IsPresentedOnceForTheTopic()
    {
        var credential = new FixedCredential(Good, TimeSpan.FromHours(1));
        await using var sender = Sample.Sender(Sample.PeerOptions(peer.Uri), credential);

        await sender.SendAsync([Sample.Event("a")], CancellationToken.None);
        await sender.SendAsync([Sample.Event("b")], CancellationToken.None);

        Assert.Equal((2, 1), (peer.Queue.Stored, peer.Counters.Tokens));
        Assert.Equal(["https://servicebus.azure.net/.default"], credential.Scopes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Send_NoGoodToken_IsTriedTwiceAndGivenUp(bool presentsOne)
    {
        var credential = presentsOne ? new FixedCredential("another-token", TimeSpan.FromHours(1)) : null;
        await using var sender = Sample.Sender(Sample.PeerOptions(peer.Uri), credential);

        var failure = await Assert.ThrowsAsync<BusUnavailableException>(async () =>
            await sender.SendAsync([Sample.Event("a")], CancellationToken.None)
        );

        Assert.Equal("amqp:unauthorized-access", failure.Condition);
        Assert.Equal((0, 2), (peer.Queue.Stored, sender.Connections));
    }

    [Fact]
    public async Task Tokens_RenewedBeforeTheyExpire_NoLinkIsDropped()
    {
        var options = Sample.PeerOptions(peer.Uri);
        var credential = new FixedCredential(Good, TimeSpan.FromSeconds(3));
        await using var sender = Sample.Sender(options, credential);
        await using var receiver = new RunningReceiver(options, credential);

        for (var i = 0; i < 16; i++)
        {
            await sender.SendAsync([Sample.Event($"e{i}")], CancellationToken.None);
            await Task.Delay(500);
        }

        await receiver.Consumer.ReachAsync(16, Eventually.Patience);
        Assert.Equal(16, receiver.Consumer.Distinct);
        Assert.Equal((1, 1), (sender.Connections, receiver.Receiver.Connections));
        Assert.InRange(peer.Counters.Tokens, 6, 20);
        Assert.Equal(0, peer.Expired);
    }

    [Fact]
    public async Task Tokens_IdentityAwayUntilTheyExpired_LinksAreDroppedAndComeBack()
    {
        var options = Sample.PeerOptions(peer.Uri);
        var credential = new FixedCredential(Good, TimeSpan.FromSeconds(3));
        await using var sender = Sample.Sender(options, credential);
        await using var receiver = new RunningReceiver(options, credential);
        await sender.SendAsync([Sample.Event("before")], CancellationToken.None);
        await receiver.Consumer.ReachAsync(1, TimeSpan.FromSeconds(60));

        credential.IsAway = true;
        for (var i = 0; i < 3_000 && peer.Expired < 2; i++)
        {
            await Task.Delay(20);
        }

        Assert.True(peer.Expired >= 2, "The links outlived their tokens.");
        await Assert.ThrowsAnyAsync<Exception>(async () => await sender.SendAsync([Sample.Event("meanwhile")], CancellationToken.None));
        credential.IsAway = false;
        await sender.SendAsync([Sample.Event("meanwhile")], CancellationToken.None);
        await receiver.Consumer.ReachAsync(2, TimeSpan.FromSeconds(90));

        Assert.Equal(["before", "meanwhile"], receiver.Consumer.Seen.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void WaitFor_IssuerSaysWhen_ThenItIs() =>
        Assert.Equal(
            TimeSpan.FromMinutes(40),
            CbsTokens.WaitFor(new AccessToken("t", Now.AddHours(1), Now.AddMinutes(40)), Now, TimeSpan.Zero)
        );

    [Theory]
    [InlineData(3_600, 3_300)]
    [InlineData(360, 180)]
    [InlineData(4, 2)]
    [InlineData(0, 1)]
    [InlineData(-100, 1)]
    public void WaitFor_NothingSaid_FiveMinutesBeforeTheEndOrHalfWay(int lifeSeconds, int waitSeconds) =>
        Assert.Equal(
            TimeSpan.FromSeconds(waitSeconds),
            CbsTokens.WaitFor(new AccessToken("t", Now.AddSeconds(lifeSeconds)), Now, TimeSpan.Zero)
        );
}
