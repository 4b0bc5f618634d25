using System.Collections.Concurrent;
using DataSharing.Messaging;

namespace DataSharing.Web.Tests.Triggers;

/// <summary>A consumer beside the product's own: notes what reaches it, and fails or hangs where a test wants that.</summary>
internal sealed class ProbeConsumer : IEventConsumer
{
    public const string Type = "probe.made";

    private readonly ConcurrentQueue<EventEnvelope> seen = new();

    public IReadOnlyCollection<EventEnvelope> Seen => seen;

    /// <summary>How often it still fails before it takes an event.</summary>
    public int FailuresLeft { get; set; }

    public Task Hang { get; set; } = Task.CompletedTask;

    public async ValueTask HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        if (envelope.Type != Type)
        {
            return;
        }

        await Hang;
        if (FailuresLeft-- > 0)
        {
            throw new InvalidOperationException("The probe fails, as it was told to.");
        }

        seen.Enqueue(envelope);
    }
}

/// <summary>The carrier: the network's edge. It keeps what it was given.</summary>
internal sealed class FakeCarrier : IEventSender
{
    private readonly ConcurrentQueue<EventEnvelope> taken = new();

    public IReadOnlyCollection<EventEnvelope> Taken => taken;

    public ValueTask SendAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken)
    {
        foreach (var envelope in events)
        {
            taken.Enqueue(envelope);
        }

        return ValueTask.CompletedTask;
    }
}
