using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace DataSharing.AzureServices.Tests.Messaging.Peer;

/// <summary>A client's receiving link, seen from the broker.</summary>
internal sealed class PeerReceiver(PeerQueue queue, ListenerLink link) : LinkEndpoint
{
    private const string DeadLetter = "com.microsoft:dead-letter";

    private readonly ConcurrentDictionary<Message, PeerEntry> unsettled = new(ReferenceEqualityComparer.Instance);
    private readonly Lock gate = new();
    private int credit;

    public bool HasCredit => credit > 0 && !link.IsClosed;

    public bool TrySend(PeerEntry entry)
    {
        lock (gate)
        {
            if (!HasCredit)
            {
                return false;
            }

            credit--;
        }

        var message = entry.ToMessage();
        unsettled[message] = entry;
        try
        {
            link.SendMessage(message);
            return true;
        }
        catch (AmqpException)
        {
            // The link went meanwhile.
            return false;
        }
    }

    public override void OnFlow(FlowContext flowContext)
    {
        lock (gate)
        {
            // The library forgets the credit whenever a flow does not raise it: keep count here and write it back.
            credit = Math.Max(0, credit + flowContext.Messages);
            CreditOf(link) = (uint)credit;
        }

        queue.Deliver();
        if (link.IsDraining)
        {
            lock (gate)
            {
                credit = 0;
            }

            link.CompleteDrain();
            // A second flow, because rhea waits for one that says drain.
            link.SetCredit(0, drain: true, autoRestore: false);
        }
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
        var message = dispositionContext.Message;
        if (!unsettled.TryRemove(message, out var entry))
        {
            return;
        }

        queue.Settle(this, entry, WasCancelled(dispositionContext.DeliveryState) ? new Released() : dispositionContext.DeliveryState);
        if (!dispositionContext.Settled)
        {
            // A client that settles second waits for the same outcome, and takes an error in it for a failure.
            DeliveryState answer = dispositionContext.DeliveryState is Rejected ? new Rejected() : dispositionContext.DeliveryState;
            link.DisposeMessage(message, answer, settled: true);
        }
    }

    public override void OnLinkClosed(ListenerLink link, Error error) => queue.Detach(this);

    // What a connection that ends still had in hand the library rejects with the connection's error, as though the client had done it.
    private static bool WasCancelled(DeliveryState state) =>
        state is Rejected { Error.Condition: { } condition } && !string.Equals(condition, DeadLetter, StringComparison.Ordinal);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "credit")]
    private static extern ref uint CreditOf(ListenerLink link);
}

/// <summary>A client's sending link, seen from the broker.</summary>
internal sealed class PeerSender(PeerSettings settings, Action<byte[]> put, PeerCounters counters) : LinkEndpoint
{
    private const uint Batch = 0x80013700;

    public override void OnMessage(MessageContext messageContext)
    {
        counters.Transfer();
        if (settings.IsSilent())
        {
            return;
        }

        if (settings.IsBusy())
        {
            messageContext.Complete(new Error("com.microsoft:server-busy") { Description = "50009" });
            return;
        }

        var message = messageContext.Message;
        var limit =
            message.Format == Batch ? Math.Min(settings.MessageBytes, settings.BatchBytes ?? settings.MessageBytes) : settings.MessageBytes;
        if ((ulong)PeerEntry.Encode(message).Length > limit)
        {
            _ = messageContext.Link.CloseAsync(TimeSpan.FromSeconds(1), new Error(ErrorCode.MessageSizeExceeded));
            return;
        }

        var parts = message.Format == Batch ? [.. Sections(message)] : new[] { PeerEntry.Encode(message) };
        if (settings.Refuses() || (settings.RefusedId is { } bad && parts.Any(p => PeerEntry.Decode(p).Properties?.MessageId == bad)))
        {
            messageContext.Complete(new Error(settings.RefusalCondition));
            return;
        }

        foreach (var part in parts)
        {
            put(part);
        }

        messageContext.Complete();
    }

    public override void OnFlow(FlowContext flowContext) { }

    public override void OnDisposition(DispositionContext dispositionContext) { }

    private static IEnumerable<byte[]> Sections(Message message) =>
        message.BodySection switch
        {
            DataList list => Enumerable.Range(0, list.Count).Select(i => Bytes(list[i])),
            Data data => [Bytes(data)],
            _ => [],
        };

    private static byte[] Bytes(Data data) =>
        data.Buffer is { } buffer ? buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray() : data.Binary;
}

internal sealed class PeerCounters
{
    private int transfers;
    private int tokens;
    private int connections;

    public int Transfers => transfers;

    public int Tokens => tokens;

    public int Connections => connections;

    public void Transfer() => Interlocked.Increment(ref transfers);

    public void Token() => Interlocked.Increment(ref tokens);

    public void Connection() => Interlocked.Increment(ref connections);
}
