using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace DataSharing.AzureServices.Tests.Messaging.Peer;

/// <summary>One stored message.</summary>
internal sealed class PeerEntry(byte[] encoded, long sequence, DateTime enqueued, DateTime due)
{
    private const int StateActive = 0;
    private const int StateScheduled = 2;

    private static readonly Symbol Token = new("x-opt-lock-token");

    public long Sequence { get; } = sequence;

    public DateTime Due { get; } = due;

    public int Deliveries { get; set; }

    public PeerReceiver? Holder { get; private set; }

    public DateTime LockedUntil { get; private set; }

    /// <summary>Names the lock, anew each time; also the delivery's tag, where official clients read it.</summary>
    public Guid LockToken { get; private set; }

    public static byte[] Encode(Message message)
    {
        var buffer = message.Encode();
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }

    public static Message Decode(byte[] encoded) => Message.Decode(new ByteBuffer(encoded, 0, encoded.Length, encoded.Length));

    /// <summary>Null where the message is no delivery of a queue.</summary>
    public static Guid? LockTokenOf(Message message) => message.DeliveryAnnotations?.Map[Token] as Guid?;

    public void Lock(PeerReceiver receiver, DateTime until) => (Holder, LockedUntil, LockToken) = (receiver, until, Guid.NewGuid());

    public void Unlock() => Holder = null;

    public DateTime Extend(DateTime until) => LockedUntil = until;

    public Message ToMessage()
    {
        var message = Decode(encoded);
        message.Header ??= new Header();
        message.Header.DeliveryCount = (uint)Deliveries;
        message.MessageAnnotations ??= new MessageAnnotations();
        message.MessageAnnotations[new Symbol("x-opt-sequence-number")] = Sequence;
        message.MessageAnnotations[new Symbol("x-opt-enqueued-time")] = enqueued;
        message.MessageAnnotations[new Symbol("x-opt-message-state")] = Due > DateTime.UtcNow ? StateScheduled : StateActive;
        if (Holder is not null)
        {
            message.MessageAnnotations[new Symbol("x-opt-locked-until")] = LockedUntil;
            message.DeliveryAnnotations = new DeliveryAnnotations();
            message.DeliveryAnnotations[Token] = LockToken;
        }

        return message;
    }
}
