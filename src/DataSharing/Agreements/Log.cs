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
}
