using Microsoft.Extensions.Logging;

namespace DataSharing.Agreements;

internal static partial class Log
{
    [LoggerMessage(
        EventId = 3001,
        Level = LogLevel.Error,
        Message = "Agreement {AgreementId} version {Version} does not hold what was signed or compiled: what could rest on it is refused"
    )]
    public static partial void AgreementUnreadable(ILogger logger, string agreementId, int version);

    [LoggerMessage(
        EventId = 3002,
        Level = LogLevel.Warning,
        Message = "The sweep of the agreements' dates failed ({Failure}); it comes again, and decisions do not wait for it"
    )]
    public static partial void SweepFailed(ILogger logger, string failure);
}
