using Amqp;
using Amqp.Framing;
using DataSharing.Messaging;

namespace DataSharing.AzureServices.Messaging;

/// <summary>An event as an AMQP message: CloudEvents JSON as the body, and outside it what a broker filters and deduplicates by.</summary>
internal static class EventMessage
{
    public const string DeadLetterReason = "DeadLetterReason";
    public const string DeadLetterDescription = "DeadLetterErrorDescription";

    private const string TraceParent = "traceparent";
    private const uint BatchFormat = 0x80013700;

    public static Message Write(EventEnvelope envelope, string source)
    {
        var message = new Message
        {
            Header = new Header { Durable = true },
            Properties = new Properties
            {
                // Duplicate detection goes by this: the same event, sent again, must carry it again.
                MessageId = envelope.Id,
                Subject = envelope.Type,
                ContentType = CloudEventFormat.ContentType,
            },
            ApplicationProperties = new ApplicationProperties(),
            BodySection = new Data { Binary = CloudEventFormat.Write(envelope, source) },
        };
        message.ApplicationProperties["type"] = envelope.Type;
        if (envelope.TraceParent is { } trace)
        {
            message.ApplicationProperties[TraceParent] = trace;
        }

        return message;
    }

    /// <summary>The envelope that Service Bus unpacks into single messages (message format 0x80013700): one encoded message a data section.</summary>
    public static Message Batch(IReadOnlyList<byte[]> encoded, string firstId)
    {
        var sections = new DataList();
        foreach (var one in encoded)
        {
            sections.Add(new Data { Binary = one });
        }

        return new Message
        {
            Format = BatchFormat,
            Properties = new Properties { MessageId = firstId },
            BodySection = sections,
        };
    }

    public static byte[] Encode(Message message)
    {
        var buffer = message.Encode();
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }

    /// <summary>Null where it holds no event of ours.</summary>
    public static EventEnvelope? TryRead(Message message) =>
        message.Body switch
        {
            byte[] bytes => CloudEventFormat.TryRead(bytes),
            ByteBuffer buffer => CloudEventFormat.TryRead(buffer.Buffer.AsSpan(buffer.Offset, buffer.Length)),
            _ => null,
        };
}
