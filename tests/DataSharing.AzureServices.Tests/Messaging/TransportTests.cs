using DataSharing.AzureServices.Messaging;
using DataSharing.AzureServices.Tests.Messaging.Peer;
using Xunit;

namespace DataSharing.AzureServices.Tests.Messaging;

/// <summary>TLS, checked each time, over TCP and inside a WebSocket.</summary>
public sealed class TransportTests
{
    private const string WebSocketPath = "/$servicebus/websocket";

    [Theory]
    [InlineData("amqp", "amqps")]
    [InlineData("ws", "wss")]
    public async Task Send_CertificateOfATrustedAuthority_ArrivesAndIsReceived(string scheme, string secure)
    {
        await using var peer = NewPeer(scheme);
        await using var front = new TlsFront(peer.Port, "localhost");
        var options = OptionsFor(secure, "localhost", front, trusted: true);
        await using var sender = Sample.Sender(options);
        await using var receiver = new RunningReceiver(options);

        await sender.SendAsync([.. Enumerable.Range(0, 200).Select(i => Sample.Event($"e{i}"))], CancellationToken.None);
        await receiver.Consumer.ReachAsync(200, TimeSpan.FromMinutes(2));

        Assert.Equal(200, receiver.Consumer.Distinct);
    }

    [Theory]
    [InlineData("amqp", "amqps")]
    [InlineData("ws", "wss")]
    public async Task Send_AuthorityNobodyKnows_IsRefused(string scheme, string secure)
    {
        await using var peer = NewPeer(scheme);
        await using var front = new TlsFront(peer.Port, "localhost");

        await AssertRefusedAsync(OptionsFor(secure, "localhost", front, trusted: false));

        Assert.Equal(0, peer.Counters.Connections);
    }

    [Theory]
    [InlineData("amqp", "amqps")]
    [InlineData("ws", "wss")]
    public async Task Send_CertificateForAnotherName_IsRefusedWhoeverSignedIt(string scheme, string secure)
    {
        await using var peer = NewPeer(scheme);
        await using var front = new TlsFront(peer.Port, "elsewhere.example");

        await AssertRefusedAsync(OptionsFor(secure, "localhost", front, trusted: true));

        Assert.Equal(0, peer.Counters.Connections);
    }

    [Fact]
    public void Address_OfANamespace_IsTlsOverTcpOrWebSocket()
    {
        var options = Sample.PeerOptions("");
        var tcp = new BusAddress(options).Endpoint;
        options.UseWebSockets = true;
        var socket = new BusAddress(options).Endpoint;

        Assert.Equal(("amqps", 5671, "eastmere.servicebus.windows.net"), (tcp.Scheme.ToLowerInvariant(), tcp.Port, tcp.Host));
        Assert.Equal(("wss", 443, WebSocketPath), (socket.Scheme.ToLowerInvariant(), socket.Port, socket.Path));
    }

    private static ServiceBusPeer NewPeer(string scheme) =>
        scheme == "ws" ? new ServiceBusPeer("ws", path: WebSocketPath) : new ServiceBusPeer();

    private static async Task AssertRefusedAsync(ServiceBusOptions options)
    {
        await using var sender = Sample.Sender(options);
        await Assert.ThrowsAsync<EventRefusedException>(async () => await sender.SendAsync([Sample.Event("a")], CancellationToken.None));
    }

    private static ServiceBusOptions OptionsFor(string scheme, string host, TlsFront front, bool trusted)
    {
        var options = Sample.PeerOptions($"{scheme}://{host}:{front.Port}{(scheme == "wss" ? WebSocketPath : "")}");
        options.TrustedAuthorityPath = trusted ? front.AuthorityPath : "";
        return options;
    }
}
