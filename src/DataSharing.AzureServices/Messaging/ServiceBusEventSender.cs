using System.Threading.Channels;
using Azure.Core;
using DataSharing.Messaging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSharing.AzureServices.Messaging;

/// <summary>
/// Sends events to the broker's topic. Those that wait at the same moment, whoever sends them, go together: as one batch to Service Bus, one
/// after another without waiting to any other broker. What the broker has not settled is sent again, under the same message id.
/// </summary>
public sealed class ServiceBusEventSender : IEventSender, IAsyncDisposable
{
    private const int LongestQueue = 4_096;
    private const int LargestBatch = 500;

    // The last attempt within the patience gets this long to be answered.
    private static readonly TimeSpan LastAnswer = TimeSpan.FromSeconds(2);

    private readonly Channel<PendingEvent> queue = Channel.CreateBounded<PendingEvent>(
        new BoundedChannelOptions(LongestQueue) { SingleReader = true }
    );
    private readonly CarrierMonitor monitor;
    private readonly string source;
    private readonly TimeSpan patience;
    private readonly int largestBatch;
    private readonly SemaphoreSlim window;
    private readonly int windowSize;
    private readonly BusClient client;
    private readonly EventTransmission transmission;
    private readonly Task pump;

    public ServiceBusEventSender(
        IOptions<ServiceBusOptions> options,
        TokenCredential? credential,
        CarrierMonitor monitor,
        TimeProvider time,
        ILogger<ServiceBusEventSender> logger
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        this.monitor = monitor;
        source = options.Value.Source;
        patience = TimeSpan.FromSeconds(options.Value.SendPatienceSeconds) + LastAnswer;
        client = new BusClient(options.Value, credential, time, logger);
        largestBatch = client.Address.IsServiceBus ? LargestBatch : 1;
        windowSize = options.Value.TransfersInFlight;
        window = new SemaphoreSlim(windowSize);
        transmission = new EventTransmission(client, options.Value, time, logger);
        pump = Task.Run(PumpAsync);
    }

    /// <summary>How many connections it has needed so far, for those who watch over it.</summary>
    public int Connections => client.Connections;

    /// <summary>Ends when the broker has settled them all.</summary>
    /// <exception cref="BusUnavailableException">Not within the patience set. The broker may have some: send them again, they carry the same ids.</exception>
    /// <exception cref="EventRefusedException">Never, as things are.</exception>
    public async ValueTask SendAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        var waiting = new Task[events.Count];
        for (var i = 0; i < waiting.Length; i++)
        {
            var pending = new PendingEvent(events[i], source);
            await queue.Writer.WriteAsync(pending, cancellationToken);
            waiting[i] = pending.Taken;
        }

        // Whoever gives up waiting takes nothing back: the relay keeps the row, and the event goes again under its id.
        try
        {
            await Task.WhenAll(waiting).WaitAsync(patience, cancellationToken);
            monitor.Sent(isTaken: true);
        }
        catch (BusUnavailableException)
        {
            monitor.Sent(isTaken: false);
            throw;
        }
        catch (TimeoutException slow)
        {
            monitor.Sent(isTaken: false);
            throw new BusUnavailableException("no-answer", slow);
        }
    }

    /// <summary>Sends what is queued, for no longer than the patience set, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await pump;
        for (var i = 0; i < windowSize; i++)
        {
            await window.WaitAsync();
        }

        client.Dispose();
    }

    private async Task PumpAsync()
    {
        while (await queue.Reader.WaitToReadAsync())
        {
            await window.WaitAsync();
            var batch = new List<PendingEvent>();
            while (batch.Count < largestBatch && queue.Reader.TryRead(out var next))
            {
                batch.Add(next);
            }

            _ = TransmitAsync(batch);
        }
    }

    private async Task TransmitAsync(List<PendingEvent> batch)
    {
        try
        {
            await transmission.SendAsync(batch);
        }
        catch (Exception unforeseen)
        {
            // A fault of ours must reach those who wait, or they would wait for ever.
            batch.ForEach(e => e.Fail(unforeseen));
        }
        finally
        {
            window.Release();
        }
    }
}
