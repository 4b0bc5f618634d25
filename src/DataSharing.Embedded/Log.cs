using Microsoft.Extensions.Logging;

namespace DataSharing.Embedded;

internal static partial class Log
{
    [LoggerMessage(
        1,
        LogLevel.Error,
        "A write to the record store failed with SQLite code {Code}; it takes nothing until it is opened anew."
    )]
    public static partial void WriteFailed(ILogger logger, int code);

    [LoggerMessage(2, LogLevel.Error, "The record store's writer failed; it takes nothing until it is opened anew.")]
    public static partial void WriterFailed(ILogger logger, Exception failure);

    [LoggerMessage(3, LogLevel.Warning, "The record store has been opened anew.")]
    public static partial void Reopened(ILogger logger);

    [LoggerMessage(4, LogLevel.Error, "The record store cannot be opened: {Reason}")]
    public static partial void ReopenFailed(ILogger logger, string reason);
}
