using Amqp;
using Amqp.Framing;
using Amqp.Types;
using DataSharing.Messaging;
using DataSharing.Storage;
using Microsoft.Extensions.Logging;

namespace DataSharing.AzureServices.Messaging;

/// <summary>Handles one message and tells the broker what became of it: done, to be delivered again, or to be put among the dead letters.</summary>
/// <remarks>The library does not wait for the broker's answer, so a lock that was lost goes unnoticed and the message comes again: the inbox has it.</remarks>
internal sealed class EventSettlement(EventInbox inbox, bool isServiceBus, TimeProvider time, ILogger logger)
{
    /// <summary>Why a message of ours is among the dead letters.</summary>
    public const string NotAnEvent = "not-an-event";

    // Below the shortest lock that anyone sets up (30 s): a message held back longer would be delivered again meanwhile.
    private const int LongestHoldMilliseconds = 10_000;
    private const int StoreTries = 10;
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(1);

    /// <exception cref="StoreUnavailableException">The message goes back; take no more for a while.</exception>
    public async Task SettleAsync(ReceiverLink link, Message message, CancellationToken cancellationToken)
    {
        if (link.IsClosed)
        {
            // Its lock went with the link.
            return;
        }

        if (EventMessage.TryRead(message) is not { } envelope)
        {
            Log.NotAnEvent(logger, NotAnEvent);
            Settle(() => link.Reject(message, DeadLetter(NotAnEvent, "The body is no CloudEvent of this platform.")));
            return;
        }

        try
        {
            await HandleAsync(envelope, cancellationToken);
            Settle(() => link.Accept(message));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Settle(() => link.Release(message));
        }
        catch (StoreUnavailableException)
        {
            GiveBack(link, message);
            throw;
        }
        catch (Exception failure)
        {
            // Whatever a consumer throws: the broker counts deliveries, and puts the message among the dead letters when there were too many.
            var delivery = (int)(message.Header?.DeliveryCount ?? 0);
            Log.EventNotHandled(logger, envelope.Id, failure.GetType().Name, delivery + 1);
            await HoldAsync(delivery, cancellationToken);
            GiveBack(link, message);
        }
    }

    /// <summary>Back to the broker untouched.</summary>
    public static void Return(ReceiverLink link, Message message) => Settle(() => link.Release(message));

    /// <summary>What Service Bus reads as dead-lettering with a reason (seen on the wire of its official clients).</summary>
    internal static Error DeadLetter(string reason, string description) =>
        new("com.microsoft:dead-letter")
        {
            Info = new Fields
            {
                [new Symbol(EventMessage.DeadLetterReason)] = reason,
                [new Symbol(EventMessage.DeadLetterDescription)] = description,
            },
        };

    internal static void Settle(Action settle)
    {
        try
        {
            settle();
        }
        catch (AmqpException)
        {
            // The link went first: the message comes again, and the inbox knows it.
        }
    }

    private async Task HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await inbox.HandleAsync(envelope, cancellationToken);
                return;
            }
            catch (StoreUnavailableException) when (tries < StoreTries)
            {
                // A store that is away for a moment must not use up the deliveries that a message has.
                await Task.Delay(StorePause, time, cancellationToken);
            }
        }
    }

    private async Task HoldAsync(int delivery, CancellationToken cancellationToken)
    {
        var hold = TimeSpan.FromMilliseconds(Math.Min(LongestHoldMilliseconds, 100 << Math.Min(delivery, 10)));
        await Task.Delay(hold, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void GiveBack(ReceiverLink link, Message message) =>
        Settle(() =>
        {
            if (isServiceBus)
            {
                link.Modify(message, deliveryFailed: true);
            }
            else
            {
                // RabbitMQ 3.10 ends the session at a modified outcome.
                link.Release(message);
            }
        });
}
