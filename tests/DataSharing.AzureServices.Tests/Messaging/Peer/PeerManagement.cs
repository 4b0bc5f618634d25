using System.Collections;
using Amqp;
using Amqp.Types;

namespace DataSharing.AzureServices.Tests.Messaging.Peer;

/// <summary>What the <c>$management</c> nodes of a topic and of a subscription answer.</summary>
/// <remarks>After "AMQP 1.0 in Azure Service Bus: request-response-based operations", and what the official JavaScript client sends.</remarks>
internal static class PeerManagement
{
    /// <summary>A topic takes messages that are to come later.</summary>
    public static Message OfTopic(PeerQueue queue, Message request) =>
        Operation(request) switch
        {
            "com.microsoft:schedule-message" => Schedule(queue, (Map)request.Body),
            "com.microsoft:cancel-scheduled-message" => Cancel(queue, (Map)request.Body),
            _ => PeerNode.Status(501, "No such operation."),
        };

    /// <summary>A subscription, or its dead letters, shows messages and keeps them longer for whoever holds them.</summary>
    public static Message OfQueue(PeerQueue queue, Message request) =>
        Operation(request) switch
        {
            "com.microsoft:peek-message" => Peek(queue, (Map)request.Body),
            "com.microsoft:renew-lock" => Renew(queue, (Map)request.Body),
            _ => PeerNode.Status(501, "No such operation."),
        };

    private static string? Operation(Message request) => request.ApplicationProperties?["operation"] as string;

    private static Message Peek(PeerQueue queue, Map question)
    {
        var found = queue.Peek((int)question["message-count"], (long)question["from-sequence-number"]);
        return found.Count == 0
            ? PeerNode.Status(204, "There are none.")
            : Answer("messages", found.Select(m => new Map { ["message"] = PeerEntry.Encode(m) }).ToList<object>());
    }

    private static Message Renew(PeerQueue queue, Map question)
    {
        var until = ((IEnumerable)question["lock-tokens"]).Cast<Guid>().Select(queue.Renew).ToArray();
        return until.Contains(null)
            ? PeerNode.Status(410, "The lock was lost.", condition: "com.microsoft:message-lock-lost")
            : Answer("expirations", until.OfType<DateTime>().ToArray());
    }

    private static Message Schedule(PeerQueue queue, Map question)
    {
        var messages = ((IEnumerable)question["messages"]).Cast<Map>().Select(one => (byte[])one["message"]);
        return Answer("sequence-numbers", messages.Select(queue.Put).ToArray());
    }

    private static Message Cancel(PeerQueue queue, Map question)
    {
        var cancelled = ((IEnumerable)question["sequence-numbers"]).Cast<long>().Select(queue.Cancel).ToArray();
        return cancelled.Contains(false)
            ? PeerNode.Status(404, "None waits under this number.", condition: "com.microsoft:message-not-found")
            : PeerNode.Status(200, "OK");
    }

    private static Message Answer(string name, object value) => PeerNode.Status(200, "OK", new Map { [name] = value });
}
