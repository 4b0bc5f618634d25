using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
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
    private const string Prefix = "event:";

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
        using var handling = EventTrace.StartHandling(envelope);
        foreach (var consumer in consumers)
        {
            await consumer.HandleAsync(envelope, cancellationToken);
        }

        // Handled is handled, even if whoever brought the message has given up meanwhile.
        await batches.DeleteAsync([(Shards.Of(eventId), Key(eventId))], CancellationToken.None);
        return true;
    }

    /// <summary>Whether the event still waits for its consumers.</summary>
    /// <exception cref="StoreUnavailableException">Ask again later.</exception>
    public async ValueTask<bool> IsWaitingAsync(string eventId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(eventId);
        return CanBeId(eventId) && await records.FindAsync(Shards.Of(eventId), Key(eventId), cancellationToken) is not null;
    }

    /// <summary>The ids of events that were committed before the moment and still wait.</summary>
    /// <exception cref="StoreUnavailableException">Ask again later.</exception>
    public async IAsyncEnumerable<string> WaitingSinceAsync(
        DateTimeOffset moment,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var shard in Shards.All)
        {
            for (string? from = Prefix; from is not null; )
            {
                var page = await records.ReadRangeAsync(
                    shard,
                    from,
                    RowKeys.PrefixEnd(Prefix),
                    RecordLimits.MaximumPage,
                    cancellationToken
                );
                foreach (var envelope in page.Rows.Select(Format.Read).Where(e => e.Time < moment))
                {
                    yield return envelope.Id;
                }

                from = page.ContinueAfter is { } last ? RowKeys.After(last) : null;
            }
        }
    }

    /// <summary>Whether a text could be an event's id at all.</summary>
    public static bool CanBeId(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= LongestId && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '-');
    }

    private static string Key(string eventId) => $"{Prefix}{eventId}";
}

/// <summary>Where a carrier's inbox hands what it brought: only the id counts, the shelf knows the event.</summary>
public sealed class ShelvedEvents(EventShelf shelf) : IEventConsumer
{
    public async ValueTask HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        await shelf.DeliverAsync(envelope.Id, cancellationToken);
    }
}

/// <summary>Shelves events before a carrier has them, because a message may come back sooner than the sender hears that it was taken.</summary>
public sealed class ShelvingEventSender(EventShelf shelf, IEventSender carrier) : IEventSender
{
    // What was shelved and not yet taken. Its message may have come back although the carrier's answer did not: put there again, the event would wait
    // for a message that the carrier drops as a copy. No more than the relay tries at once; a process that dies forgets it (ShelfSweep).
    private readonly ConcurrentDictionary<string, byte> shelved = new(StringComparer.Ordinal);

    public async ValueTask SendAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        EventEnvelope[] unshelved = [.. events.Where(e => !shelved.ContainsKey(e.Id))];
        await shelf.PutAsync(unshelved, cancellationToken);
        foreach (var envelope in unshelved)
        {
            shelved[envelope.Id] = 0;
        }

        await carrier.SendAsync(events, cancellationToken);
        foreach (var envelope in events)
        {
            shelved.TryRemove(envelope.Id, out _);
        }
    }
}
