using Microsoft.Extensions.Logging;

namespace DataSharing.AzureServices;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Try {Try} of a commit had no usable answer ({Failure}); it is tried again.")]
    public static partial void CommitInDoubt(ILogger logger, int @try, string failure);

    [LoggerMessage(2, LogLevel.Error, "A commit's outcome could not be learnt after {Tries} tries ({Failure}).")]
    public static partial void CommitUnknown(ILogger logger, int tries, string failure);

    [LoggerMessage(3, LogLevel.Error, "The table service refused a commit with status {Status} and code {Code}.")]
    public static partial void CommitRefused(ILogger logger, int status, string code);

    [LoggerMessage(4, LogLevel.Information, "A commit whose answer was lost had taken effect.")]
    public static partial void CommitRecognised(ILogger logger);
}
