using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace DataSharing.AzureServices.Tests.Messaging.Peer;

/// <summary>A queue or subscription as Service Bus keeps one: locks, delivery counts, duplicate detection, scheduled messages, dead letters.</summary>
internal sealed class PeerQueue(string name, PeerSettings settings, PeerQueue? deadLetters)
{
    private static readonly Symbol Scheduled = new("x-opt-scheduled-enqueue-time");

    private readonly Lock gate = new();
    private readonly LinkedList<PeerEntry> entries = [];
    private readonly Dictionary<string, DateTime> ids = new(StringComparer.Ordinal);
    private readonly List<PeerReceiver> receivers = [];
    private long sequence;

    public string Name { get; } = name;

    public PeerQueue? DeadLetters { get; } = deadLetters;

    /// <summary>How many messages it took, duplicates not counted.</summary>
    public int Stored { get; private set; }

    /// <summary>How many it dropped because it had seen their id.</summary>
    public int Duplicates { get; private set; }

    /// <summary>How many deliveries it made.</summary>
    public int Given { get; private set; }

    public int Count
    {
        get
        {
            lock (gate)
            {
                return entries.Count;
            }
        }
    }

    /// <summary>The sequence number it got; of a duplicate, that of nothing.</summary>
    public long Put(byte[] encoded)
    {
        long number;
        var message = PeerEntry.Decode(encoded);
        var now = DateTime.UtcNow;
        lock (gate)
        {
            if (settings.DetectsDuplicates && message.Properties?.MessageId is { } id)
            {
                if (ids.TryGetValue(id, out var seen) && now - seen < settings.DuplicateWindow)
                {
                    Duplicates++;
                    return 0;
                }

                ids[id] = now;
            }

            var due = message.MessageAnnotations?.Map[Scheduled] as DateTime? ?? now;
            number = ++sequence;
            entries.AddLast(new PeerEntry(encoded, number, now, due));
            Stored++;
        }

        Deliver();
        return number;
    }

    public IReadOnlyList<Message> Peek(int most, long from = 0)
    {
        lock (gate)
        {
            return [.. entries.Where(e => e.Sequence >= from).Take(most).Select(e => e.ToMessage())];
        }
    }

    /// <summary>Until when the message of this lock is kept for its holder now; null where nobody holds it by that lock.</summary>
    public DateTime? Renew(Guid lockToken)
    {
        lock (gate)
        {
            var now = DateTime.UtcNow;
            var held = entries.FirstOrDefault(e => e.Holder is not null && e.LockToken == lockToken && e.LockedUntil > now);
            return held?.Extend(now + settings.LockDuration);
        }
    }

    /// <summary>Takes back a message that was to come later; false where none waits under this number.</summary>
    public bool Cancel(long number)
    {
        lock (gate)
        {
            var now = DateTime.UtcNow;
            return entries.FirstOrDefault(e => e.Sequence == number && e.Due > now) is { } waiting && entries.Remove(waiting);
        }
    }

    public void Attach(PeerReceiver receiver)
    {
        lock (gate)
        {
            receivers.Add(receiver);
        }
    }

    public void Detach(PeerReceiver receiver)
    {
        lock (gate)
        {
            receivers.Remove(receiver);
            foreach (var entry in entries.Where(e => e.Holder == receiver))
            {
                entry.Unlock();
            }
        }

        Deliver();
    }

    public void Settle(PeerReceiver receiver, PeerEntry entry, DeliveryState state)
    {
        lock (gate)
        {
            if (entry.Holder != receiver)
            {
                // The lock was lost: whoever holds the message now decides.
                return;
            }

            entry.Unlock();
            switch (state)
            {
                case Accepted:
                    entries.Remove(entry);
                    break;
                case Rejected rejected:
                    Bury(entry, Info(rejected, "DeadLetterReason"), Info(rejected, "DeadLetterErrorDescription"));
                    break;
                case Modified { UndeliverableHere: not true }:
                    // The official clients abandon so, and say nothing of a failure.
                    CountDelivery(entry);
                    break;
            }
        }

        Deliver();
    }

    /// <summary>Gives out what may be given out, after taking back the locks that have run out.</summary>
    public void Deliver()
    {
        lock (gate)
        {
            var now = DateTime.UtcNow;
            foreach (var entry in entries.Where(e => e.Holder is not null && e.LockedUntil <= now).ToArray())
            {
                entry.Unlock();
                CountDelivery(entry);
            }

            foreach (var entry in entries.Where(e => e.Holder is null && e.Due <= now).ToArray())
            {
                var receiver = receivers.Find(r => r.HasCredit);
                if (receiver is null)
                {
                    return;
                }

                entry.Lock(receiver, now + settings.LockDuration);
                if (receiver.TrySend(entry))
                {
                    Given++;
                }
                else
                {
                    entry.Unlock();
                }
            }
        }
    }

    private static string Info(Rejected rejected, string key) => rejected.Error?.Info?[new Symbol(key)] as string ?? "";

    private void CountDelivery(PeerEntry entry)
    {
        entry.Deliveries++;
        if (DeadLetters is not null && entry.Deliveries >= settings.MaximumDeliveries)
        {
            Bury(entry, "MaxDeliveryCountExceeded", "Message could not be consumed after the maximum number of deliveries.");
        }
    }

    private void Bury(PeerEntry entry, string reason, string description)
    {
        entries.Remove(entry);
        var message = entry.ToMessage();
        message.ApplicationProperties ??= new ApplicationProperties();
        message.ApplicationProperties["DeadLetterReason"] = reason;
        message.ApplicationProperties["DeadLetterErrorDescription"] = description;
        DeadLetters?.Put(PeerEntry.Encode(message));
    }
}
