namespace DataSharing.Messaging;

/// <summary>
/// Takes events on their way to subscribers. Completing means the events are durable with the carrier or handled; the relay then deletes the
/// outbox row. Events arrive at least once and in no promised order; subscribers deduplicate by <see cref="EventEnvelope.Id"/>.
/// </summary>
public interface IEventSender
{
    ValueTask SendAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken);
}

/// <summary>A notice that something happened. It carries ids and codes only: whoever is told reads the record under their own permission.</summary>
/// <param name="Id">Unique; the key by which subscribers deduplicate.</param>
/// <param name="Type">For example <c>disclosure.made</c>.</param>
/// <param name="Subject">The aggregate's id, opaque.</param>
/// <param name="Time">When it was committed, UTC.</param>
/// <param name="Data">String codes and ids. Never a personal value.</param>
public sealed record EventEnvelope(string Id, string Type, string Subject, DateTimeOffset Time, IReadOnlyDictionary<string, string> Data);

/// <summary>Handles events inside the platform. Idempotent: the same event may come again, or twice at once.</summary>
public interface IEventConsumer
{
    ValueTask HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken);
}
