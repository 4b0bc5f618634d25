namespace DataSharing.Web.Security;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The identity provider's keys cannot be read: requests are answered with 503")]
    public static partial void KeysUnreadable(ILogger logger, Exception exception);
}
