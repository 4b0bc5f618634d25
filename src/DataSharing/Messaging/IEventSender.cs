namespace DataSharing.Messaging;

/// <summary>
/// Takes events on their way to subscribers. Completing means the events are durable with the carrier or handled; the relay then deletes the
/// outbox row. Events arrive at least once and in no promised order; subscribers deduplicate by <see cref="EventEnvelope.Id"/>.
/// </summary>
public interface IEventSender
{
    /// <exception cref="CarrierUnavailableException">Not now, and not the others either: send them all again later.</exception>
    ValueTask SendAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken);
}

/// <summary>The carrier takes no events at present, whichever they are. Nothing is lost: they wait where they are.</summary>
public class CarrierUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A notice that something happened. It carries ids and codes only: whoever is told reads the record under their own permission.</summary>
/// <param name="Id">Unique; the key by which subscribers deduplicate.</param>
/// <param name="Type">For example <c>disclosure.made</c>.</param>
/// <param name="Subject">The aggregate's id, opaque.</param>
/// <param name="Time">When it was committed, UTC.</param>
/// <param name="Data">String codes and ids. Never a personal value.</param>
public sealed record EventEnvelope(string Id, string Type, string Subject, DateTimeOffset Time, IReadOnlyDictionary<string, string> Data)
{
    /// <summary>
    /// The trace of the request that committed it (W3C Trace Context, <c>traceparent</c>); null where it had none. The journal sets it. Ids and flags
    /// only: what else a caller may put into trace headers (<c>tracestate</c>, <c>baggage</c>) is never taken along.
    /// </summary>
    public string? TraceParent { get; init; }
}

/// <summary>Handles events inside the platform. Idempotent: the same event may come again, or twice at once.</summary>
public interface IEventConsumer
{
    ValueTask HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken);
}
