using System.Text.Json;
using DataSharing.AzureServices.Messaging;
using DataSharing.AzureServices.Tests.Messaging.Peer;
using DataSharing.Messaging;
using DataSharing.Testing;
using Xunit;

namespace DataSharing.AzureServices.Tests.Messaging;

/// <summary>Our messages, read and written by Apache Qpid Proton: at RabbitMQ, where nothing on the way is ours, and at the peer.</summary>
[Collection(RabbitMqCollection.Name)]
public sealed class ProtonTests(RabbitMqFixture rabbit) : IDisposable
{
    private static readonly string[] Ids = ["disclosure.made:1", "disclosure.made:2", "disclosure.made:3"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("datasharing-proton-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task ProtonReceives_WhatWeSentToRabbitMq()
    {
        var options = RabbitOptions("/queue/to-proton");
        await using var sender = Sample.Sender(options);

        await sender.SendAsync([.. Ids.Select(id => Sample.Event(id))], CancellationToken.None);

        AssertOurs(await ProtonAsync("receive", rabbit.Broker.Uri, options.Topic, "3"));
    }

    [Fact]
    public async Task ProtonReceives_WhatWeSentInABatchToThePeer()
    {
        await using var peer = new ServiceBusPeer();
        await using var sender = Sample.Sender(Sample.PeerOptions(peer.Uri));

        await sender.SendAsync([.. Ids.Select(id => Sample.Event(id))], CancellationToken.None);

        AssertOurs(await ProtonAsync("receive", peer.Uri, "events/Subscriptions/platform", "3"));
        await UntilAsync(() => peer.Queue.Count == 0);
    }

    [Fact]
    public async Task WeReceive_WhatProtonSentToRabbitMq()
    {
        var options = RabbitOptions("/queue/from-proton");
        await using var receiver = new RunningReceiver(options);

        await ProtonAsync(["send", rabbit.Broker.Uri, options.Topic, .. Files()]);
        await receiver.Consumer.ReachAsync(Ids.Length, Eventually.Patience);

        Assert.Equal(Ids, receiver.Consumer.Seen.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WeReceive_WhatProtonSentToThePeer_OnceEach()
    {
        await using var peer = new ServiceBusPeer();
        await using var receiver = new RunningReceiver(Sample.PeerOptions(peer.Uri));

        await ProtonAsync(["send", peer.Uri, "events", .. Files(), .. Files()]);
        await receiver.Consumer.ReachAsync(Ids.Length, Eventually.Patience);

        Assert.Equal(Ids, receiver.Consumer.Seen.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((3, 3), (peer.Queue.Stored, peer.Queue.Duplicates));
    }

    private static Task UntilAsync(Func<bool> condition) => Eventually.TrueAsync(condition);

    private static void AssertOurs(IReadOnlyList<string> lines)
    {
        var messages = lines.Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(Ids, messages.Select(m => m.GetProperty("id").GetString()).Order(StringComparer.Ordinal));
        Assert.All(
            messages,
            m =>
            {
                Assert.Equal("disclosure.made", m.GetProperty("subject").GetString());
                Assert.Equal("disclosure.made", m.GetProperty("properties").GetProperty("type").GetString());
                Assert.Contains("application/cloudevents+json", m.GetProperty("contentType").GetString(), StringComparison.Ordinal);
                Assert.True(m.GetProperty("durable").GetBoolean());
                Assert.Equal("1.0", m.GetProperty("body").GetProperty("specversion").GetString());
                Assert.Equal("eastmere-police", m.GetProperty("body").GetProperty("data").GetProperty("to").GetString());
            }
        );
    }

    // The distribution's own Python has the distribution's Proton; another one on the path would not.
    private static Task<IReadOnlyList<string>> ProtonAsync(params string[] arguments) =>
        ForeignProgram.RunAsync(
            "/usr/bin/python3",
            [Path.Combine(AppContext.BaseDirectory, "Messaging", "proton_client.py"), .. arguments]
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

    private ServiceBusOptions RabbitOptions(string address) =>
        new()
        {
            BrokerUri = rabbit.Broker.Uri,
            Topic = address,
            Subscription = address,
            SendPatienceSeconds = 60,
        };
}
