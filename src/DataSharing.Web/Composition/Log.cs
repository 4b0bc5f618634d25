namespace DataSharing.Web.Composition;

internal static partial class Log
{
    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Events are delivered in this process: neither ServiceBus:Namespace nor ServiceBus:BrokerUri is set"
    )]
    public static partial void EventsInProcess(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Events go to the broker's topic {Topic}; {Receiver} receives them")]
    public static partial void EventsOverTheBus(ILogger logger, string topic, string receiver);
}
