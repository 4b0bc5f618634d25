using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using DataSharing.AzureServices.Messaging;
using DataSharing.AzureServices.Tests.Messaging.Peer;
using DataSharing.Messaging;

namespace DataSharing.AzureServices.Tests.Messaging;

/// <summary>Messages as somebody else would write them.</summary>
internal static class RawMessage
{
    public static byte[] Encode(string id, string body) =>
        PeerEntry.Encode(
            new Message
            {
                Properties = new Properties { MessageId = id },
                BodySection = new Data { Binary = Encoding.UTF8.GetBytes(body) },
            }
        );

    public static byte[] Scheduled(EventEnvelope envelope, DateTime due)
    {
        var message = EventMessage.Write(envelope, "/other");
        message.MessageAnnotations = new MessageAnnotations();
        message.MessageAnnotations[new Symbol("x-opt-scheduled-enqueue-time")] = due;
        return PeerEntry.Encode(message);
    }
}
