using System.Diagnostics;

namespace DataSharing.Messaging;

/// <summary>
/// Keeps the trace of a request together with the events that it caused, over the outbox, the carrier and the shelf, until somebody handles them.
/// </summary>
public static class EventTrace
{
    // The platform's own source, by the name that telemetry subscribes to.
    private static readonly ActivitySource Source = new("DataSharing");

    /// <summary>The events with the trace of whatever is going on here; as they are where nothing is traced.</summary>
    public static IReadOnlyList<EventEnvelope> Stamp(IReadOnlyList<EventEnvelope> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        // Any other form of id may hold words of the caller's own (Request-Id).
        return events.Count > 0 && Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id }
            ? [.. events.Select(e => e with { TraceParent = id })]
            : events;
    }

    /// <summary>
    /// Begins the handling of one event: a part of what is going on here (the Functions host's call, say), else of the request's own trace; linked to
    /// that request either way. Null where nobody listens.
    /// </summary>
    public static Activity? StartHandling(EventEnvelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        var cause = ContextOf(envelope.TraceParent);
        var activity = Source.StartActivity(
            "event handle",
            ActivityKind.Consumer,
            Activity.Current is null ? cause : default,
            links: cause == default ? null : [new ActivityLink(cause)]
        );
        activity?.SetTag("datasharing.event.type", envelope.Type);
        return activity;
    }

    /// <summary>Nothing where the text is no W3C <c>traceparent</c>.</summary>
    public static ActivityContext ContextOf(string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var context) ? context : default;
}
