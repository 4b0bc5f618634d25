using DataSharing.Messaging;
using DataSharing.Storage;

namespace DataSharing.Audit;

/// <summary>
/// Events that were given to a carrier, until the platform's own consumers have handled them. What the carrier brings back is a reminder with an id
/// in it and no more: the event itself is read from here, so that a message which the relay did not send moves nothing.
/// </summary>
/// <remarks>
/// The row goes after the consumers are done, so a second copy of a message finds nothing and a death in between costs a second delivery. Two copies
/// at one moment reach a consumer twice: consumers are idempotent.
/// </remarks>
public sealed class EventShelf(IRecordStore records, IEnumerable<IEventConsumer> consumers)
{
    private const int LongestId = 256;

    private static readonly RowFormat<EventEnvelope> Format = new(1, AuditJson.Default.EventEnvelope);

    private readonly IEventConsumer[] consumers = [.. consumers];
    private readonly RowBatches batches = new(records);

    /// <summary>Puts events on the shelf; one that is there already stays as it is.</summary>
    /// <exception cref="StoreUnavailableException">Nothing may be sent: what comes back would find nothing.</exception>
    public Task PutAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        return batches.InsertAsync(events.Select(e => (Shards.Of(e.Id), Format.Insert(Key(e.Id), e))), cancellationToken);
    }

    /// <summary>
    /// Hands the event to every consumer. False when no such event waits: it was handled before, or never sent. Throws what a consumer throws; the
    /// event then still waits, and the carrier must bring the message again.
    /// </summary>
    /// <exception cref="StoreUnavailableException">Nothing is lost; bring the message again.</exception>
    public async ValueTask<bool> DeliverAsync(string eventId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(eventId);
        if (!CanBeId(eventId) || await records.FindAsync(Shards.Of(eventId), Key(eventId), cancellationToken) is not { } row)
        {
            return false;
        }

        var envelope = Format.Read(row);
        foreach (var consumer in consumers)
        {
            await consumer.HandleAsync(envelope, cancellationToken);
        }

        // Handled is handled, even if whoever brought the message has given up meanwhile.
        await batches.DeleteAsync([(Shards.Of(eventId), Key(eventId))], CancellationToken.None);
        return true;
    }

    /// <summary>Whether a text could be an event's id at all.</summary>
    public static bool CanBeId(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= LongestId && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '-');
    }

    private static string Key(string eventId) => $"event:{eventId}";
}

/// <summary>Shelves events before a carrier has them, because a message may come back sooner than the sender hears that it was taken.</summary>
public sealed class ShelvingEventSender(EventShelf shelf, IEventSender carrier) : IEventSender
{
    public async ValueTask SendAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken)
    {
        await shelf.PutAsync(events, cancellationToken);
        await carrier.SendAsync(events, cancellationToken);
    }
}
