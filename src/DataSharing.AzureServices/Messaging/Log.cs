using Microsoft.Extensions.Logging;

namespace DataSharing.AzureServices.Messaging;

internal static partial class Log
{
    [LoggerMessage(EventId = 7001, Level = LogLevel.Information, Message = "Connected to the broker at {Host} (connection {Number})")]
    public static partial void Connected(ILogger logger, string host, int number);

    [LoggerMessage(
        EventId = 7002,
        Level = LogLevel.Warning,
        Message = "The token for {Entity} was not renewed ({Failure}); next try in {DelaySeconds} s"
    )]
    public static partial void TokenNotRenewed(ILogger logger, string entity, string failure, int delaySeconds);

    [LoggerMessage(EventId = 7003, Level = LogLevel.Warning, Message = "The broker is busy: nothing is sent for {Seconds} s")]
    public static partial void BrokerBusy(ILogger logger, int seconds);

    [LoggerMessage(
        EventId = 7004,
        Level = LogLevel.Error,
        Message = "The broker's entity is full ({Condition}): events wait in the outbox"
    )]
    public static partial void BrokerFull(ILogger logger, string condition);

    [LoggerMessage(EventId = 7005, Level = LogLevel.Error, Message = "The broker refuses event {EventId} ({Condition})")]
    public static partial void EventRefused(ILogger logger, string eventId, string condition);

    [LoggerMessage(EventId = 7006, Message = "Receiving from {Entity} was interrupted ({Condition}); next try in {DelayMilliseconds} ms")]
    public static partial void ReceivingInterrupted(ILogger logger, LogLevel level, string entity, string condition, int delayMilliseconds);

    [LoggerMessage(
        EventId = 7007,
        Level = LogLevel.Error,
        Message = "A message that holds no event was put among the dead letters ({Reason})"
    )]
    public static partial void NotAnEvent(ILogger logger, string reason);

    [LoggerMessage(
        EventId = 7008,
        Level = LogLevel.Warning,
        Message = "Event {EventId} was not handled ({Failure}) at delivery {Delivery}; the broker will deliver it again"
    )]
    public static partial void EventNotHandled(ILogger logger, string eventId, string failure, int delivery);

    [LoggerMessage(EventId = 7009, Level = LogLevel.Warning, Message = "Notes of handled events were not purged ({Failure})")]
    public static partial void NotPurged(ILogger logger, string failure);

    [LoggerMessage(
        EventId = 7010,
        Level = LogLevel.Warning,
        Message = "Dead letter {EventId} was not handled this time either ({Failure})"
    )]
    public static partial void DeadLetterNotHandled(ILogger logger, string eventId, string failure);
}
