using DataSharing.Messaging;

namespace DataSharing.Embedded;

/// <summary>
/// Hands each event to every consumer in this process, one after another. The outbox row is the durable copy: when a consumer throws, so does
/// this, and the relay sends the event again, to all of them.
/// </summary>
public sealed class EmbeddedEventSender(IEnumerable<IEventConsumer> consumers) : IEventSender
{
    private readonly IEventConsumer[] consumers = [.. consumers];

    public async ValueTask SendAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        foreach (var envelope in events)
        {
            using var handling = EventTrace.StartHandling(envelope);
            foreach (var consumer in consumers)
            {
                await consumer.HandleAsync(envelope, cancellationToken);
            }
        }
    }
}
