using System.Threading.Channels;
using Amqp;
using Amqp.Framing;
using Azure.Core;
using DataSharing.Messaging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSharing.AzureServices.Messaging;

/// <summary>
/// Receives this platform's subscription and hands every event through the inbox to the consumers. A message is settled only after that, so a
/// death in between brings it again. Whatever ends a link, the next one is attached.
/// </summary>
public sealed class ServiceBusEventReceiver : IDisposable
{
    private const int ShortestDelayMilliseconds = 20;
    private const int LongestDelayMilliseconds = 30_000;

    private static readonly TimeSpan PurgeInterval = TimeSpan.FromHours(6);

    private readonly EventInbox inbox;
    private readonly CarrierMonitor monitor;
    private readonly BusClient client;
    private readonly EventSettlement settlement;
    private readonly int concurrency;
    private readonly TimeSpan answer;
    private readonly TimeProvider time;
    private readonly ILogger logger;

    public ServiceBusEventReceiver(
        EventInbox inbox,
        IOptions<ServiceBusOptions> options,
        TokenCredential? credential,
        CarrierMonitor monitor,
        TimeProvider time,
        ILogger<ServiceBusEventReceiver> logger
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        this.inbox = inbox;
        this.monitor = monitor;
        this.time = time;
        this.logger = logger;
        concurrency = options.Value.ConcurrentEvents;
        answer = TimeSpan.FromSeconds(options.Value.AnswerSeconds);
        client = new BusClient(options.Value, credential, time, logger);
        settlement = new EventSettlement(inbox, client.Address.IsServiceBus, time, logger);
    }

    /// <summary>How many connections it has needed so far, for those who watch over it.</summary>
    public int Connections => client.Connections;

    /// <summary>Until cancelled. What it had in hand then goes back to the broker.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var purging = PurgeAsync(cancellationToken);
        for (var failures = 0; !cancellationToken.IsCancellationRequested; failures++)
        {
            BusSession? session = null;
            try
            {
                session = await client.SessionAsync(cancellationToken);
                var link = await session.ReceiverAsync(client.Address.Subscription, cancellationToken);
                failures = 0;
                monitor.Receives(isAttached: true);
                await ReceiveAsync(link, cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                // Whatever it was, events wait in the subscription: this must not stop trying, and the log says what is wrong.
                if (session is not null && (failure is TimeoutException || BusFaults.Of(failure) == BusFault.Unauthorised))
                {
                    client.Abandon(session);
                }

                var delay = Math.Min(LongestDelayMilliseconds, ShortestDelayMilliseconds << Math.Min(failures, 11));
                // A link that goes now and then is a broker's everyday.
                monitor.Receives(isAttached: failures < 3);
                var level = failures < 3 ? LogLevel.Information : LogLevel.Warning;
                var condition = BusFaults.ConditionOf(failure);
                Log.ReceivingInterrupted(logger, level, client.Address.Subscription, condition, delay);
                await RestAsync(TimeSpan.FromMilliseconds(delay), cancellationToken);
            }
            catch (Exception)
            {
                // Asked to stop in the middle of an attempt: however that ended, there is nothing more to try.
                break;
            }
        }

        await purging;
    }

    public void Dispose() => client.Dispose();

    private async Task ReceiveAsync(ReceiverLink link, CancellationToken cancellationToken)
    {
        // Bounded by the credit: the broker hands out no more than that before something is settled.
        var arrived = Channel.CreateUnbounded<Message>(new UnboundedChannelOptions { SingleWriter = true });
        link.AddClosedCallback((_, error) => arrived.Writer.TryComplete(new AmqpException(error ?? new Error(ErrorCode.DetachForced))));
        link.Start(concurrency, (_, message) => arrived.Writer.TryWrite(message));
        var workers = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForEachAsync(
                arrived.Reader.ReadAllAsync(CancellationToken.None),
                workers,
                async (message, cancellation) => await settlement.SettleAsync(link, message, cancellation)
            );
        }
        finally
        {
            while (arrived.Reader.TryRead(out var unhandled))
            {
                EventSettlement.Return(link, unhandled);
            }

            // Waited for, so that what was settled has gone out.
            await link.CloseAsync(answer, null).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PurgeAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await inbox.PurgeAsync(cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                // Old notes cost a little room and do no harm: next time.
                Log.NotPurged(logger, failure.GetType().Name);
            }
            catch (Exception)
            {
                // Stopped in the middle of it: what is left goes next time.
                return;
            }

            await RestAsync(PurgeInterval, cancellationToken);
        }
    }

    private async Task RestAsync(TimeSpan pause, CancellationToken cancellationToken) =>
        await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
