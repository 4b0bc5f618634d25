namespace DataSharing.Web.Security;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The identity provider's keys cannot be read: requests are answered with 503")]
    public static partial void KeysUnreadable(ILogger logger, Exception exception);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Count} unauthenticated failures ({Cause}) could not be written to the log; they are counted on"
    )]
    public static partial void FailuresNotWritten(ILogger logger, AuthenticationFault cause, long count);

    [LoggerMessage(Level = LogLevel.Information, Message = "The store was empty: the partnership is founded, with one administrator")]
    public static partial void Founded(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "The keys of sessions could not be read anew ({ExceptionType}); the known ones go on")]
    public static partial void SessionKeysNotRead(ILogger logger, string exceptionType);
}
