using DataSharing.Messaging;

namespace DataSharing.AzureServices.Messaging;

/// <summary>One event on its way, and who waits for it.</summary>
internal sealed class PendingEvent
{
    private readonly TaskCompletionSource taken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PendingEvent(EventEnvelope envelope, string source)
    {
        Id = envelope.Id;
        Encoded = EventMessage.Encode(EventMessage.Write(envelope, source));
    }

    public string Id { get; }

    /// <summary>The whole message as it goes over the wire.</summary>
    public byte[] Encoded { get; }

    /// <summary>Ends when the broker has it.</summary>
    public Task Taken => taken.Task;

    public void Take() => taken.TrySetResult();

    public void Fail(Exception failure) => taken.TrySetException(failure);
}

/// <summary>Cuts events into transfers that a link takes.</summary>
internal static class EventBatches
{
    // A data section's own bytes (descriptor and length), and the envelope's around all sections.
    private const int SectionBytes = 8;
    private const int EnvelopeBytes = 512;

    public static long SizeOf(IReadOnlyList<PendingEvent> events) =>
        events.Count == 1 ? events[0].Encoded.Length : EnvelopeBytes + events.Sum(e => (long)e.Encoded.Length + SectionBytes);

    public static bool Fits(IReadOnlyList<PendingEvent> events, LinkLimits limits) =>
        SizeOf(events) <= (events.Count == 1 ? limits.MessageBytes : limits.BatchBytes);

    /// <summary>In the order given, each part as full as the limits allow; an event too large for any link is alone in its part.</summary>
    public static IReadOnlyList<PendingEvent[]> Cut(IReadOnlyList<PendingEvent> events, LinkLimits limits)
    {
        var parts = new List<PendingEvent[]>();
        var part = new List<PendingEvent>();
        long bytes = EnvelopeBytes;
        foreach (var one in events)
        {
            var more = one.Encoded.Length + SectionBytes;
            if (part.Count > 0 && bytes + more > limits.BatchBytes)
            {
                parts.Add([.. part]);
                part.Clear();
                bytes = EnvelopeBytes;
            }

            part.Add(one);
            bytes += more;
        }

        parts.Add([.. part]);
        return parts;
    }
}
