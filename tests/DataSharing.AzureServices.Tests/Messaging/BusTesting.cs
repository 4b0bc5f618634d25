using System.Collections.Concurrent;
using DataSharing.AzureServices.Messaging;
using DataSharing.AzureServices.Tests.Messaging.Peer;
using DataSharing.Messaging;
using DataSharing.Storage;
using DataSharing.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DataSharing.AzureServices.Tests.Messaging;

/// <summary>Counts what reaches a consumer.</summary>
internal sealed class CountingConsumer : IEventConsumer
{
    private readonly ConcurrentDictionary<string, int> seen = new(StringComparer.Ordinal);

    /// <summary>Thrown for an event, where it says so.</summary>
    public Func<EventEnvelope, Exception?>? Fails { get; set; }

    public int Distinct => seen.Count;

    public int Deliveries => seen.Values.Sum();

    public IReadOnlyDictionary<string, int> Seen => seen;

    public ConcurrentQueue<EventEnvelope> Events { get; } = new();

    public ValueTask HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        if (Fails?.Invoke(envelope) is { } failure)
        {
            throw failure;
        }

        seen.AddOrUpdate(envelope.Id, 1, (_, n) => n + 1);
        Events.Enqueue(envelope);
        return ValueTask.CompletedTask;
    }

    public async Task ReachAsync(int distinct, TimeSpan patience)
    {
        var end = DateTime.UtcNow + patience;
        while (Distinct < distinct && DateTime.UtcNow < end)
        {
            await Task.Delay(20);
        }
    }
}

/// <summary>A receiver that runs, over a real store.</summary>
internal sealed class RunningReceiver : IAsyncDisposable
{
    private readonly TestPlatform platform = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Task running;

    public RunningReceiver(
        ServiceBusOptions options,
        Azure.Core.TokenCredential? credential = null,
        Func<IRecordStore, IRecordStore>? decorate = null
    )
    {
        Inbox = new EventInbox(decorate?.Invoke(platform.Records) ?? platform.Records, [Consumer], TimeProvider.System);
        Receiver = new ServiceBusEventReceiver(
            Inbox,
            Options.Create(options),
            credential,
            Monitor,
            TimeProvider.System,
            NullLogger<ServiceBusEventReceiver>.Instance
        );
        running = Receiver.RunAsync(stop.Token);
    }

    public CountingConsumer Consumer { get; } = new();

    public CarrierMonitor Monitor { get; } = new();

    public EventInbox Inbox { get; }

    public ServiceBusEventReceiver Receiver { get; }

    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await running;
        Receiver.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stop.Dispose();
        await platform.DisposeAsync();
    }
}

internal static class Sample
{
    /// <summary>Settings for the peer in this process.</summary>
    public static ServiceBusOptions PeerOptions(string uri) =>
        new()
        {
            Namespace = "eastmere.servicebus.windows.net",
            BrokerUri = uri,
            Topic = ServiceBusPeer.Topic,
            Subscription = ServiceBusPeer.Subscription,
            // Long, because a busy machine shakes hands slowly.
            SendPatienceSeconds = 120,
            AnswerSeconds = 60,
        };

    public static EventEnvelope Event(string id, string type = "disclosure.made") =>
        new(
            id,
            type,
            $"subject-{id}",
            new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero),
            new Dictionary<string, string>(StringComparer.Ordinal) { ["from"] = "eastmere-council", ["to"] = "eastmere-police" }
        );

    public static ServiceBusEventSender Sender(ServiceBusOptions options, Azure.Core.TokenCredential? credential = null) =>
        new(Options.Create(options), credential, new CarrierMonitor(), TimeProvider.System, NullLogger<ServiceBusEventSender>.Instance);

    public static DeadLetters DeadLetters(ServiceBusOptions options, EventInbox inbox, Azure.Core.TokenCredential? credential = null) =>
        new(inbox, Options.Create(options), credential, TimeProvider.System, NullLogger<DeadLetters>.Instance);
}
