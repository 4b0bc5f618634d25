using System.Globalization;
using System.Text.RegularExpressions;
using Amqp;
using Amqp.Types;

namespace DataSharing.AzureServices.Messaging;

/// <summary>
/// A message that the broker has put aside, in codes, numbers and times. Anybody who may write to the topic can write anything into a message, so
/// whatever has not the form of a code of ours is left out.
/// </summary>
/// <param name="Key">
/// Names it among the dead letters: the event's id; where it holds no event, its number at the broker (<c>number:17</c>), or <c>unnamed</c>.
/// </param>
/// <param name="EventType">Null where it holds no event.</param>
/// <param name="Reason">A code: the broker's (such as <c>MaxDeliveryCountExceeded</c>) or ours; empty where the broker keeps none.</param>
/// <param name="EnqueuedAt">When the broker first had it; null where the broker does not say.</param>
/// <param name="Deliveries">How often it was delivered in vain.</param>
/// <param name="Number">Its number at the broker, in the order of arrival; null where the broker gives none.</param>
public sealed partial record DeadLetter(
    string Key,
    string? EventType,
    string Reason,
    DateTimeOffset? EnqueuedAt,
    int Deliveries,
    long? Number
)
{
    /// <summary>The key of messages that neither hold an event nor have a number.</summary>
    public const string Unnamed = "unnamed";

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
        ?? (NumberOf(message) is { } number ? string.Create(CultureInfo.InvariantCulture, $"number:{number}") : Unnamed);

    private static long? NumberOf(Message message) => message.MessageAnnotations?.Map[new Symbol("x-opt-sequence-number")] as long?;

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9.-]{0,63}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
