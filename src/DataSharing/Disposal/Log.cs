using Microsoft.Extensions.Logging;

namespace DataSharing.Disposal;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Disposal {Disposal} is complete; the last look round swept up {Swept}")]
    public static partial void DisposalCompleted(ILogger logger, string disposal, int swept);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweeping up after disposals failed ({Failure}); it is tried again")]
    public static partial void SweepFailed(ILogger logger, string failure);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "The words of {Agency} of {Month} are disposed of: their retention time is over"
    )]
    public static partial void MonthDisposed(ILogger logger, string agency, string month);

    [LoggerMessage(Level = LogLevel.Information, Message = "The words of {Agency} of {Month} are kept beyond their time: {Holds}")]
    public static partial void MonthHeld(ILogger logger, string agency, string month, string holds);
}
