using System.Globalization;
using Amqp;
using Amqp.Framing;

namespace DataSharing.AzureServices.Messaging;

/// <summary>A question to a node that answers (<c>$cbs</c>, <c>$management</c>): one link there, one back, for one exchange.</summary>
/// <remarks>Opened anew each time: questions are rare, and Service Bus detaches a link that was idle for ten minutes.</remarks>
internal sealed class BusRequest : IDisposable
{
    private readonly SenderLink requests;
    private readonly ReceiverLink replies;
    private readonly string replyTo;
    private readonly TimeSpan patience;

    private BusRequest(SenderLink requests, ReceiverLink replies, string replyTo, TimeSpan patience) =>
        (this.requests, this.replies, this.replyTo, this.patience) = (requests, replies, replyTo, patience);

    public static async Task<BusRequest> OpenAsync(Session session, string node, TimeSpan patience, CancellationToken cancellationToken)
    {
        var name = $"reply-{Guid.NewGuid():N}";
        var back = new LinkAttachment();
        var incoming = new ReceiverLink(
            session,
            name,
            new Attach
            {
                Source = new Source { Address = node },
                Target = new Target { Address = name },
            },
            back.OnAttached
        );
        await back.CompleteAsync(incoming, patience, cancellationToken);
        var there = new LinkAttachment();
        var outgoing = new SenderLink(session, $"{name}-ask", new Target { Address = node }, there.OnAttached);
        await there.CompleteAsync(outgoing, patience, cancellationToken);
        return new BusRequest(outgoing, incoming, name, patience);
    }

    /// <exception cref="TimeoutException">The node did not answer.</exception>
    public async Task<Message> AskAsync(Message request, CancellationToken cancellationToken)
    {
        request.Properties ??= new Properties();
        request.Properties.MessageId = replyTo;
        request.Properties.ReplyTo = replyTo;
        replies.SetCredit(1, autoRestore: false);
        await requests.SendAsync(request, patience).WaitAsync(cancellationToken);
        var reply =
            await replies.ReceiveAsync(patience).WaitAsync(cancellationToken)
            ?? throw (
                replies.IsClosed ? new AmqpException(replies.Error ?? new Error(ErrorCode.DetachForced)) : new TimeoutException("No reply.")
            );
        replies.Accept(reply);
        return reply;
    }

    /// <summary>HTTP's codes; $cbs and $management spell the property differently.</summary>
    public static int StatusOf(Message reply)
    {
        var value = reply.ApplicationProperties?.Map["status-code"] ?? reply.ApplicationProperties?.Map["statusCode"];
        return Convert.ToInt32(value ?? 0, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        // Not waited for: whether the peer answers a detach changes nothing.
        LinkAttachment.CloseQuietly(requests);
        LinkAttachment.CloseQuietly(replies);
    }
}
