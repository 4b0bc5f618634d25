using System.Globalization;
using System.Text.RegularExpressions;
using Amqp;
using Amqp.Types;
using DataSharing.Messaging;

namespace DataSharing.AzureServices.Messaging;

/// <summary>
/// Reads a message that the broker has put aside. Anybody who may write to the topic can write anything into a message, so whatever has not the form
/// of a code of ours is left out.
/// </summary>
internal static partial class DeadLetterMessage
{
    internal static DeadLetter Of(Message message)
    {
        var annotations = message.MessageAnnotations?.Map;
        var enqueued = annotations?[new Symbol("x-opt-enqueued-time")] as DateTime?;
        var reason = message.ApplicationProperties?.Map[EventMessage.DeadLetterReason] as string ?? "";
        return new DeadLetter(
            KeyOf(message),
            EventMessage.TryRead(message)?.Type is { } type && Code().IsMatch(type) ? type : null,
            Code().IsMatch(reason) ? reason : "",
            enqueued is { } moment ? new DateTimeOffset(DateTime.SpecifyKind(moment, DateTimeKind.Utc)) : null,
            (int)(message.Header?.DeliveryCount ?? 0),
            NumberOf(message)
        );
    }

    internal static string KeyOf(Message message) =>
        EventMessage.TryRead(message)?.Id
        ?? (NumberOf(message) is { } number ? string.Create(CultureInfo.InvariantCulture, $"number:{number}") : DeadLetter.Unnamed);

    private static long? NumberOf(Message message) => message.MessageAnnotations?.Map[new Symbol("x-opt-sequence-number")] as long?;

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9.-]{0,63}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
