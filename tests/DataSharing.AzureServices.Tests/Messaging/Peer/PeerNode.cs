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

    /// <summary>An answer of a <c>$management</c> node, which always says something in words, too: official clients read no condition without.</summary>
    public static Message Status(int code, string description, Map? body = null, string? condition = null)
    {
        var message = Answer(body ?? []);
        message.ApplicationProperties["statusCode"] = code;
        message.ApplicationProperties["statusDescription"] = description;
        if (condition is not null)
        {
            message.ApplicationProperties["errorCondition"] = new Symbol(condition);
        }

        return message;
    }

    /// <summary>An answer of <c>$cbs</c>, which spells the same otherwise.</summary>
    public static Message TokenStatus(int code, string description)
    {
        var message = Answer([]);
        message.ApplicationProperties["status-code"] = code;
        message.ApplicationProperties["status-description"] = description;
        return message;
    }

    private static Message Answer(Map body) =>
        new()
        {
            ApplicationProperties = new ApplicationProperties(),
            BodySection = new AmqpValue { Value = body },
        };

    private static string ReplyAddress(Attach attach) => (attach.Target as Target)?.Address ?? attach.LinkName;

    private sealed class Outgoing : LinkEndpoint
    {
        public override void OnFlow(FlowContext flowContext) { }

        public override void OnDisposition(DispositionContext dispositionContext) { }
    }
}
