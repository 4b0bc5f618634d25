using System.ComponentModel.DataAnnotations;
using DataSharing.AzureServices.Messaging;
using Xunit;

namespace DataSharing.AzureServices.Tests.Messaging;

public sealed class ServiceBusOptionsTests
{
    [Theory]
    [InlineData("eastmere.servicebus.windows.net", "")]
    [InlineData("", "amqps://user:secret@broker.example:5671")]
    [InlineData("", "amqp://guest:guest@127.0.0.1:5679")]
    [InlineData("eastmere.servicebus.windows.net", "ws://localhost:8080/$servicebus/websocket")]
    public void Validate_UsableBroker_IsTaken(string name, string uri) => Assert.Empty(FaultsOf(name, uri));

    [Theory]
    [InlineData("", "")]
    [InlineData("eastmere", "")]
    [InlineData("sb://eastmere.servicebus.windows.net", "")]
    [InlineData("", "https://broker.example")]
    [InlineData("", "broker.example:5671")]
    public void Validate_NoUsableBroker_IsRefused(string name, string uri) => Assert.Single(FaultsOf(name, uri));

    [Theory]
    [InlineData("amqp://broker.example:5672")]
    [InlineData("ws://broker.example/")]
    public void Validate_WithoutTlsToAnotherMachine_IsRefused(string uri) =>
        Assert.Contains("TLS", Assert.Single(FaultsOf("", uri)), StringComparison.Ordinal);

    [Fact]
    public void Validate_KeyForServiceBus_IsRefusedWithoutRepeatingIt()
    {
        var fault = Assert.Single(FaultsOf("eastmere.servicebus.windows.net", "amqps://rule:the-key@127.0.0.1"));

        Assert.DoesNotContain("the-key", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("")]
    public void Validate_TopicThatIsNoEntityName_IsRefused(string topic)
    {
        var options = Usable();
        options.Topic = topic;

        Assert.True(new ServiceBusOptionsValidator().Validate(null, options).Failed);
    }

    [Fact]
    public void Annotations_NoConcurrency_IsRefused()
    {
        var options = Usable();
        options.ConcurrentEvents = 0;

        Assert.False(Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true));
    }

    private static ServiceBusOptions Usable() =>
        new()
        {
            Namespace = "eastmere.servicebus.windows.net",
            Topic = "events",
            Subscription = "platform",
        };

    private static string[] FaultsOf(string name, string uri)
    {
        var options = Usable();
        (options.Namespace, options.BrokerUri) = (name, uri);
        return [.. new ServiceBusOptionsValidator().Validate(null, options).Failures ?? []];
    }
}
