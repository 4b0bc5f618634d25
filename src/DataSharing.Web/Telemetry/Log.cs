namespace DataSharing.Web.Telemetry;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Which agreements are in force could not be read for the metrics ({Failure})")]
    public static partial void AgreementsNotSeen(ILogger logger, string failure);
}
