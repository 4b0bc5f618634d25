using Microsoft.Extensions.Logging;

namespace DataSharing.Audit;

internal static partial class Log
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "Another relay took the next index; continuing at {Index}")]
    public static partial void SequenceContended(ILogger logger, long index);

    [LoggerMessage(
        EventId = 2002,
        Level = LogLevel.Warning,
        Message = "Events of entry {EntryId} were not delivered ({Failure}); they will be sent again"
    )]
    public static partial void EventNotDelivered(ILogger logger, string entryId, string failure);

    [LoggerMessage(
        EventId = 2003,
        Level = LogLevel.Warning,
        Message = "The relay's sweep failed ({Failure}); next try in {DelayMilliseconds} ms"
    )]
    public static partial void SweepFailed(ILogger logger, string failure, int delayMilliseconds);
}
