using DataSharing.AzureServices.Messaging;
using DataSharing.Testing.Messaging;
using Xunit;

namespace DataSharing.AzureServices.Tests.Messaging;

public sealed class RabbitMqFixture : IAsyncLifetime
{
    private RabbitMqBroker? broker;

    internal RabbitMqBroker Broker => broker ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => broker = await RabbitMqBroker.StartAsync();

    public async Task DisposeAsync() => await Broker.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class RabbitMqCollection : ICollectionFixture<RabbitMqFixture>
{
    public const string Name = "RabbitMQ";
}

/// <summary>Against a broker that others wrote.</summary>
[Collection(RabbitMqCollection.Name)]
public sealed class RabbitMqTests(RabbitMqFixture rabbit)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task SendAndReceive_EveryEventArrivesWhole()
    {
        var options = OptionsFor("whole");
        await using var sender = Sample.Sender(options);
        await using var receiver = new RunningReceiver(options);
        var events = Enumerable.Range(0, 500).Select(i => Sample.Event($"e{i}")).ToArray();

        await Parallel.ForEachAsync(events, async (one, token) => await sender.SendAsync([one], token));
        await receiver.Consumer.ReachAsync(events.Length, Patience);

        Assert.Equal(events.Select(e => e.Id).Order(StringComparer.Ordinal), receiver.Consumer.Seen.Keys.Order(StringComparer.Ordinal));
        var first = receiver.Consumer.Events.Single(e => e.Id == "e7");
        Assert.Equal((events[7].Type, events[7].Subject, events[7].Time), (first.Type, first.Subject, first.Time));
        Assert.Equal("eastmere-police", first.Data["to"]);
    }

    [Fact]
    public async Task Receive_ConsumerFails_EventComesAgain()
    {
        var options = OptionsFor("again");
        await using var sender = Sample.Sender(options);
        await using var receiver = new RunningReceiver(options);
        var failures = 2;
        receiver.Consumer.Fails = _ => Interlocked.Decrement(ref failures) >= 0 ? new InvalidOperationException("Not now.") : null;

        await sender.SendAsync([Sample.Event("e")], CancellationToken.None);
        await receiver.Consumer.ReachAsync(1, Patience);

        Assert.Equal(1, receiver.Consumer.Seen["e"]);
    }

    private ServiceBusOptions OptionsFor(string queue) =>
        new()
        {
            BrokerUri = rabbit.Broker.Uri,
            Topic = $"/queue/{queue}",
            Subscription = $"/queue/{queue}",
            DeadLetterAddress = $"/queue/{queue}-dead",
            SendPatienceSeconds = 60,
        };
}
