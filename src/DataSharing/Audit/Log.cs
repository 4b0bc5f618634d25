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
        EventId = 2005,
        Level = LogLevel.Warning,
        Message = "{Events} events that no message reminded of were delivered from the shelf"
    )]
    public static partial void OverdueEventsDelivered(ILogger logger, int events);

    [LoggerMessage(
        EventId = 2006,
        Level = LogLevel.Error,
        Message = "Event {EventId} has waited on the shelf for long, and was not handled now either ({Failure})"
    )]
    public static partial void OverdueEventNotDelivered(ILogger logger, string eventId, string failure);

    [LoggerMessage(
        EventId = 2004,
        Level = LogLevel.Warning,
        Message = "The carrier of events cannot be used: the events of {Entries} entries or more wait; they will be sent again"
    )]
    public static partial void CarrierUnavailable(ILogger logger, int entries);

    [LoggerMessage(
        EventId = 2003,
        Level = LogLevel.Warning,
        Message = "The relay's sweep failed ({Failure}); next try in {DelayMilliseconds} ms"
    )]
    public static partial void SweepFailed(ILogger logger, string failure, int delayMilliseconds);

    [LoggerMessage(
        EventId = 2004,
        Level = LogLevel.Critical,
        Message = "The log is not gone on with ({Reason}): entries are sequenced, but no checkpoint is signed until an operator has acted"
    )]
    public static partial void IntegrationRefused(ILogger logger, string reason);

    [LoggerMessage(
        EventId = 2005,
        Level = LogLevel.Warning,
        Message = "Tiles under the checkpoint of {Size} entries were missing or damaged; they are made again from the sequence files"
    )]
    public static partial void TilesRebuilt(ILogger logger, long size);

    [LoggerMessage(
        EventId = 2006,
        Level = LogLevel.Information,
        Message = "Another instance published a checkpoint before the one of {Size} entries"
    )]
    public static partial void CheckpointContended(ILogger logger, long size);

    [LoggerMessage(
        EventId = 2010,
        Level = LogLevel.Critical,
        Message = "Witness {Witness} REFUSES the log ({Reason}); it has cosigned {Size} entries. Either history was changed, or the store was put back: see the operator guide, \"When a witness refuses\""
    )]
    public static partial void WitnessRefusedHistory(ILogger logger, string witness, string reason, long size);

    [LoggerMessage(
        EventId = 2011,
        Level = LogLevel.Error,
        Message = "Witness {Witness} does not cosign ({Reason}): it is set wrongly, here or there"
    )]
    public static partial void WitnessRefused(ILogger logger, string witness, string reason);

    [LoggerMessage(EventId = 2012, Level = LogLevel.Warning, Message = "Witness {Witness} does not answer; it is asked again")]
    public static partial void WitnessAway(ILogger logger, string witness);

    [LoggerMessage(EventId = 2013, Level = LogLevel.Information, Message = "Witness {Witness} cosigns again, up to {Size} entries")]
    public static partial void WitnessBack(ILogger logger, string witness, long size);

    [LoggerMessage(
        EventId = 2014,
        Level = LogLevel.Warning,
        Message = "A round of the witnesses failed ({Failure}); the next is {DelayMilliseconds} ms later than usual"
    )]
    public static partial void WitnessRoundFailed(ILogger logger, string failure, int delayMilliseconds);
}
