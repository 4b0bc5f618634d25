using DataSharing.AzureServices.Tests.Messaging.Peer;
using Xunit;
using Xunit.Abstractions;

namespace DataSharing.AzureServices.Tests.Messaging;

/// <summary>Service Bus detects duplicates and asks for a token on every connection: what the sender sends twice must be stored once.</summary>
public sealed class PeerSoakTests(ITestOutputHelper output)
{
    private const int Events = 4_000;
    private const string Token = "a-good-token";

    [Fact]
    public async Task Soak_FourThousandEventsAndAResetEveryMoment_NothingLostAndStoredOnce()
    {
        await using var peer = new ServiceBusPeer();
        peer.Settings.GoodToken = Token;
        // What is lost with a connection is delivered again, however often; nothing may end among the dead letters for it.
        peer.Settings.MaximumDeliveries = int.MaxValue;
        peer.Settings.LockDuration = TimeSpan.FromMinutes(5);
        var credential = new FixedCredential(Token, TimeSpan.FromHours(1));

        await BusSoak.RunAsync(Sample.PeerOptions(peer.Uri), peer.Port, "", Events, seed: 1, output, credential);

        output.WriteLine($"stored {peer.Queue.Stored}, duplicates dropped {peer.Queue.Duplicates}, given out {peer.Queue.Given}");
        Assert.Equal((Events, 0), (peer.Queue.Stored, peer.DeadLetters.Count));
    }
}
