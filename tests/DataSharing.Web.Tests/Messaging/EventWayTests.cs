using System.Collections.Concurrent;
using DataSharing.AzureServices.Messaging;
using DataSharing.Embedded;
using DataSharing.Messaging;
using DataSharing.Web.Composition;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSharing.Web.Tests.Messaging;

/// <summary>Which way events take is decided by the settings, and said at start.</summary>
public sealed class EventWayTests
{
    [Fact]
    public async Task Azure_NoBroker_EventsAreDeliveredInProcess_AndTheLogSaysSo()
    {
        var lines = new Lines();
        await using var platform = await StartAsync(lines);

        Assert.IsType<EmbeddedEventSender>(platform.App.Services.GetRequiredService<IEventSender>());
        Assert.Null(platform.App.Services.GetService<ServiceBusEventReceiver>());
        Assert.Single(lines.All, l => l.Contains("Events are delivered in this process", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Azure_Broker_TheLogSaysWhoReceives_AndNotTheAddress()
    {
        var lines = new Lines();
        // Nobody listens there, and the platform starts all the same.
        await using var platform = await StartAsync(
            lines,
            new("ServiceBus:BrokerUri", "amqp://user:overheardwhisper@127.0.0.1:9"),
            new("ServiceBus:Topic", "/queue/events"),
            new("ServiceBus:Subscription", "/queue/events")
        );

        Assert.Single(
            lines.All,
            l => l.Contains("Events go to the broker's topic /queue/events; this process receives them", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(lines.All, l => l.Contains("overheardwhisper", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Azure_BehindTheHostWithAnotherBroker_DoesNotStart() =>
        await Assert.ThrowsAsync<StartupRefusedException>(() =>
            StartAsync(new Lines(), new("FUNCTIONS_CUSTOMHANDLER_PORT", "7071"), new("ServiceBus:BrokerUri", "amqp://127.0.0.1:9"))
        );

    [Theory]
    [InlineData("ServiceBus:Namespace", "not a host")]
    [InlineData("ServiceBus:BrokerUri", "amqp://broker.example:5672")]
    public async Task Azure_BrokerThatCannotBe_DoesNotStart(string key, string value) =>
        await Assert.ThrowsAsync<OptionsValidationException>(() =>
            StartAsync(new Lines(), new(key, value), new("ServiceBus:Topic", "events"), new("ServiceBus:Subscription", "platform"))
        );

    private static Task<RunningPlatform> StartAsync(Lines lines, params KeyValuePair<string, string?>[] settings) =>
        RunningPlatform.StartAsync(
            settings,
            builder =>
            {
                builder.Logging.AddProvider(lines);
                builder.Logging.AddFilter<Lines>(null, LogLevel.Information);
            },
            isAzure: true
        );

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> all = new();

        public IReadOnlyCollection<string> All => all;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => all.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose() { }
    }
}
