namespace DataSharing.Web.Edge;

internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Warning, "The store cannot answer ({ExceptionTypes}); request {TraceId} was answered 503")]
    public static partial void StoreUnavailable(this ILogger logger, string exceptionTypes, string? traceId);

    [LoggerMessage(1001, LogLevel.Error, "The key ring cannot answer ({ExceptionTypes}); request {TraceId} was answered 503")]
    public static partial void KeyRingUnavailable(this ILogger logger, string exceptionTypes, string? traceId);

    [LoggerMessage(1002, LogLevel.Error, "{Endpoint} failed with {ExceptionTypes}; request {TraceId} was answered 500\n{StackTrace}")]
    public static partial void RequestFailed(
        this ILogger logger,
        string? endpoint,
        string exceptionTypes,
        string? traceId,
        string? stackTrace
    );
}
