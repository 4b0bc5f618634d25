using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;

namespace DataSharing.AzureServices.Tests.Messaging.Peer;

/// <summary>A node that answers questions: where answers go is a client's receiving link on the same connection.</summary>
internal sealed class PeerNode(Func<ListenerLink, Message, Message> answer) : LinkEndpoint
{
    private readonly Dictionary<(Connection Connection, string ReplyTo), ListenerLink> replies = [];

    public LinkEndpoint Reply(ListenerLink link, Attach attach)
    {
        lock (replies)
        {
            replies[(link.Session.Connection, ReplyAddress(attach))] = link;
            // The JavaScript client names no target: its answers go to the link's name.
            replies[(link.Session.Connection, "")] = link;
        }

        return new Outgoing();
    }

    public override void OnMessage(MessageContext messageContext)
    {
        var request = messageContext.Message;
        var reply = answer(messageContext.Link, request);
        reply.Properties = new Properties();
        reply.Properties.SetCorrelationId(request.Properties?.GetMessageId());
        messageContext.Complete();
        ListenerLink? back;
        lock (replies)
        {
            var connection = messageContext.Link.Session.Connection;
            back =
                replies.GetValueOrDefault((connection, request.Properties?.ReplyTo ?? "")) ?? replies.GetValueOrDefault((connection, ""));
        }

        back?.SendMessage(reply);
    }

    public override void OnFlow(FlowContext flowContext) { }

    public override void OnDisposition(DispositionContext dispositionContext) { }

    public static Message Status(string property, int code, object? body = null)
    {
        var message = new Message
        {
            ApplicationProperties = new ApplicationProperties(),
            BodySection = new AmqpValue { Value = body ?? new Map() },
        };
        message.ApplicationProperties[property] = code;
        return message;
    }

    private static string ReplyAddress(Attach attach) => (attach.Target as Target)?.Address ?? attach.LinkName;

    private sealed class Outgoing : LinkEndpoint
    {
        public override void OnFlow(FlowContext flowContext) { }

        public override void OnDisposition(DispositionContext dispositionContext) { }
    }
}
