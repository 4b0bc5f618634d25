namespace DataSharing.Web.Triggers;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A call to {Trigger} was refused: not one that the Functions host makes ({Fault})")]
    public static partial void TriggerRefused(ILogger logger, string trigger, string fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message of the topic is not an event of ours; it goes to the dead letters")]
    public static partial void MessageNotOurs(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "An event was not delivered within {Seconds} s; the broker brings it again")]
    public static partial void EventTookTooLong(ILogger logger, int seconds);
}
