using System.Diagnostics;
using System.Globalization;
using DataSharing.AzureServices.Messaging;
using DataSharing.Embedded;
using DataSharing.Messaging;
using DataSharing.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DataSharing.Benchmarks.Bus;

/// <summary>Our sender and receiver, as the platform runs them.</summary>
internal sealed class OurSide(string url, int window, string dataDirectory) : IAsyncDisposable
{
    private readonly EmbeddedRecordStore store = EmbeddedRecordStore.Open(
        new EmbeddedHomeOptions { DataDirectory = dataDirectory },
        TimeProvider.System,
        NullLogger<EmbeddedRecordStore>.Instance
    );
    private int run;

    /// <summary>Callers that each hand over the next event when the last one was settled: many at once, or one.</summary>
    public async Task<Round> PublishAsync(string address, int count, int callers)
    {
        var events = Events(count);
        await using var sender = new ServiceBusEventSender(
            Options.Create(OptionsFor(address)),
            null,
            new CarrierMonitor(),
            TimeProvider.System,
            NullLogger<ServiceBusEventSender>.Instance
        );
        // Proton's clock, too, starts when its link has been attached.
        await sender.SendAsync([events[0]], CancellationToken.None);
        var (next, latencies) = (0, new double[count]);
        return await MeasureAsync(
            count - 1,
            () =>
                Task.WhenAll(
                    Enumerable
                        .Range(0, callers)
                        .Select(async _ =>
                        {
                            for (int i; (i = Interlocked.Increment(ref next)) < count; )
                            {
                                var begun = Stopwatch.GetTimestamp();
                                await sender.SendAsync([events[i]], CancellationToken.None);
                                latencies[i] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
                            }
                        })
                ),
            latencies
        );
    }

    /// <summary>From the first event handled to the last.</summary>
    /// <param name="address">Where they wait.</param>
    /// <param name="count">How many.</param>
    /// <param name="isDurable">With the inbox's notes on disk, as in the platform; else the client alone.</param>
    public async Task<Round> DeliverAsync(string address, int count, bool isDurable)
    {
        var consumer = new Counter(count);
        IRecordStore notes = isDurable ? store : new Forgetful();
        using var receiver = new ServiceBusEventReceiver(
            new EventInbox(notes, [consumer], TimeProvider.System),
            Options.Create(OptionsFor(address)),
            null,
            new CarrierMonitor(),
            TimeProvider.System,
            NullLogger<ServiceBusEventReceiver>.Instance
        );
        using var stop = new CancellationTokenSource();
        var receiving = receiver.RunAsync(stop.Token);
        await consumer.Begun.Task.WaitAsync(TimeSpan.FromMinutes(2));
        var round = await MeasureAsync(count, () => consumer.Done.Task.WaitAsync(TimeSpan.FromMinutes(5)), []);
        await stop.CancelAsync();
        await receiving;
        return round;
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private static async Task<Round> MeasureAsync(int count, Func<Task> work, double[] latencies)
    {
        var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var begun = Stopwatch.GetTimestamp();
        await work();
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        process.Refresh();
        Array.Sort(latencies);
        return new Round(count / seconds, latencies, (process.TotalProcessorTime - cpu).TotalMicroseconds / count);
    }

    private EventEnvelope[] Events(int count)
    {
        var lot = Interlocked.Increment(ref run);
        var data = new Dictionary<string, string>(StringComparer.Ordinal) { ["from"] = "eastmere-council", ["to"] = "eastmere-police" };
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new EventEnvelope(
                    string.Create(CultureInfo.InvariantCulture, $"disclosure.made:{lot}-{i}"),
                    "disclosure.made",
                    Guid.NewGuid().ToString(),
                    new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero),
                    data
                )),
        ];
    }

    private ServiceBusOptions OptionsFor(string address) =>
        new()
        {
            BrokerUri = url,
            Topic = address,
            Subscription = address,
            Source = "/bench",
            TransfersInFlight = window,
            ConcurrentEvents = window,
            SendPatienceSeconds = 120,
        };

    private sealed class Counter(int count) : IEventConsumer
    {
        private int seen;

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ValueTask HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
        {
            var now = Interlocked.Increment(ref seen);
            if (now == 1)
            {
                Begun.TrySetResult();
            }

            if (now == count)
            {
                Done.TrySetResult();
            }

            return ValueTask.CompletedTask;
        }
    }

    /// <summary>Remembers nothing, at no cost: what is measured then is the client.</summary>
    private sealed class Forgetful : IRecordStore
    {
        private static readonly CommitOutcome Committed = new CommitOutcome.Committed([null], new CommitGroup([]), -1);

        public ValueTask<StoredRow?> FindAsync(string partitionKey, string rowKey, CancellationToken cancellationToken) =>
            ValueTask.FromResult<StoredRow?>(null);

        public ValueTask<RowPage> ReadRangeAsync(
            string partitionKey,
            string from,
            string toExclusive,
            int limit,
            CancellationToken cancellationToken
        ) => ValueTask.FromResult(new RowPage([], null));

        public ValueTask<CommitOutcome> CommitAsync(RecordCommit commit, CancellationToken cancellationToken) =>
            ValueTask.FromResult(Committed);
    }
}
