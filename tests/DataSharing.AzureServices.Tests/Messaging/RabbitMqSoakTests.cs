using DataSharing.AzureServices.Messaging;
using Xunit;
using Xunit.Abstractions;

namespace DataSharing.AzureServices.Tests.Messaging;

/// <summary>RabbitMQ detects no duplicates: what the sender sends twice, and what the broker delivers twice, the inbox must absorb.</summary>
[Collection(RabbitMqCollection.Name)]
public sealed class RabbitMqSoakTests(RabbitMqFixture rabbit, ITestOutputHelper output)
{
    [Fact]
    public Task Soak_FourThousandEventsAndAResetEveryMoment_NothingLostAndDuplicatesAbsorbed()
    {
        var options = new ServiceBusOptions { Topic = "/queue/soak", Subscription = "/queue/soak" };
        return BusSoak.RunAsync(options, rabbit.Broker.Port, "guest:guest@", events: 4_000, seed: 1, output);
    }
}
