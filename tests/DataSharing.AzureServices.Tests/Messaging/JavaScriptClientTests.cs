using System.Globalization;
using System.Text.Json;
using DataSharing.AzureServices.Tests.Messaging.Peer;
using DataSharing.Messaging;
using DataSharing.Testing;
using Xunit;

namespace DataSharing.AzureServices.Tests.Messaging;

/// <summary>
/// Microsoft's own JavaScript client, unchanged, against the peer: so the peer speaks what a real client expects, and what we read and write
/// there is what others write and read.
/// </summary>
public sealed class JavaScriptClientTests : IAsyncLifetime
{
    private const string Token = "a-good-token";
    private static readonly string[] Ids = ["disclosure.made:1", "disclosure.made:2", "disclosure.made:3"];

    private readonly ServiceBusPeer peer = new();
    private readonly TlsFront front;
    private readonly FixedCredential credential = new(Token, TimeSpan.FromHours(1));
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("datasharing-javascript-");

    public JavaScriptClientTests()
    {
        peer.Settings.GoodToken = Token;
        peer.Settings.LockDuration = TimeSpan.FromMinutes(5);
        front = new TlsFront(peer.Port, "localhost", ListenerManners.ExchangeAsync);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await front.DisposeAsync();
        await peer.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task OfficialClient_EachOfItsOperations_DoesWhatItDoesAtServiceBus()
    {
        var lines = await RunAsync("steps");

        Assert.Equal(
            """
            send and receive: {"messageId":"one","subject":"disclosure.made","body":{"a":1},"applicationProperties":{"region":"north","parts":3},"deliveryCount":0,"renewed":true,"lost":"MessageLockLost","left":[]}
            batch: batch-0 batch-1 batch-2 batch-3 batch-4 of at most 262144 bytes
            abandon: again came again, deliveries before: 1
            dead-letter: bad schema: No such version. south
            peek: p1 active, p2 active; then 0
            schedule: later when it was due
            cancel: never scheduled; then 0; again MessageNotFound
            duplicate: same active; then 0
            nothing there: 0 messages
            unknown entity: MessagingEntityNotFound MessagingEntityNotFound
            wrong token: UnauthorizedAccess
            """,
            string.Join('\n', lines)
        );
        Assert.Equal((0, 0, 1), (peer.Queue.Count, peer.DeadLetters.Count, peer.Queue.Duplicates));
    }

    [Fact]
    public async Task WeReceive_WhatItSent_OnceEach()
    {
        await using var receiver = new RunningReceiver(Sample.PeerOptions(peer.Uri), credential);

        var lines = await RunAsync(["send", .. Files(), .. Files()]);
        await receiver.Consumer.ReachAsync(Ids.Length, TimeSpan.FromSeconds(60));

        Assert.Equal([.. Ids, .. Ids], lines.Select(line => line["sent ".Length..]));
        Assert.Equal(Ids, receiver.Consumer.Seen.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((3, 3), (peer.Queue.Stored, peer.Queue.Duplicates));
        var second = receiver.Consumer.Events.Single(e => e.Id == Ids[1]);
        var expected = Sample.Event(Ids[1]);
        Assert.Equal((expected.Type, expected.Subject, expected.Time), (second.Type, second.Subject, second.Time));
        Assert.Equal(expected.Data, second.Data);
    }

    [Fact]
    public async Task ItReceives_WhatWeSent()
    {
        await using var sender = Sample.Sender(Sample.PeerOptions(peer.Uri), credential);

        await sender.SendAsync([.. Ids.Select(id => Sample.Event(id))], CancellationToken.None);
        var lines = await RunAsync("receive", Ids.Length.ToString(CultureInfo.InvariantCulture));

        var messages = lines
            .Select(line => JsonSerializer.Deserialize<Received>(line, JsonSerializerOptions.Web))
            .OfType<Received>()
            .ToArray();
        Assert.Equal(Ids, messages.Select(m => m.MessageId).Order(StringComparer.Ordinal));
        Assert.All(
            messages,
            message =>
            {
                Assert.Equal(
                    ("disclosure.made", CloudEventFormat.ContentType, 0),
                    (message.Subject, message.ContentType, message.DeliveryCount)
                );
                Assert.Equal("disclosure.made", message.ApplicationProperties["type"].GetString());
                var body = JsonSerializer.SerializeToUtf8Bytes(message.Body);
                var envelope = Assert.IsType<EventEnvelope>(CloudEventFormat.TryRead(body));
                var expected = Sample.Event(message.MessageId);
                Assert.Equal((expected.Id, expected.Subject, expected.Time), (envelope.Id, envelope.Subject, envelope.Time));
                Assert.Equal(expected.Data, envelope.Data);
            }
        );
        Assert.Equal(0, peer.Queue.Count);
    }

    private Task<IReadOnlyList<string>> RunAsync(params string[] arguments) =>
        ForeignProgram.RunAsync(
            "node",
            [Path.Combine(AppContext.BaseDirectory, "Messaging", "service_bus_client.mjs"), .. arguments],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["BUS_PACKAGE"] = NpmFolder.Locate("service-bus", Path.Combine("@azure", "service-bus")),
                ["BUS_ENDPOINT"] = string.Create(CultureInfo.InvariantCulture, $"sb://localhost:{front.Port}"),
                ["BUS_TOKEN"] = Token,
                ["NODE_EXTRA_CA_CERTS"] = front.AuthorityPath,
            }
        );

    private string[] Files() =>
        [
            .. Ids.Select(id =>
            {
                var path = Path.Combine(folder.FullName, id);
                File.WriteAllBytes(path, CloudEventFormat.Write(Sample.Event(id), "/elsewhere"));
                return path;
            }),
        ];

    private sealed record Received(
        string MessageId,
        string Subject,
        string ContentType,
        Dictionary<string, JsonElement> ApplicationProperties,
        int DeliveryCount,
        JsonElement Body
    );
}
