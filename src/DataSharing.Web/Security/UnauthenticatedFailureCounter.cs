using System.Globalization;
using DataSharing.Audit;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Web.Security;

/// <summary>
/// Counts requests that nobody stands behind, and writes one entry a minute for each cause that occurred: an entry a request would let anybody
/// on the network fill the log.
/// </summary>
public sealed class UnauthenticatedFailureCounter(Journal journal, TimeProvider time, ILogger<UnauthenticatedFailureCounter> logger)
    : BackgroundService
{
    public const string Act = "access.failures-counted";

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly AuthenticationFault[] Causes = [.. Enum.GetValues<AuthenticationFault>().Order()];

    private readonly long[] counts = new long[Causes.Length];
    private DateTimeOffset since = time.GetUtcNow();

    public void Count(AuthenticationFault cause) => Interlocked.Increment(ref counts[(int)cause]);

    /// <summary>Writes what has been counted since the last time. What cannot be written is counted on.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var (from, to) = (since, time.GetUtcNow());
        foreach (var cause in Causes)
        {
            var count = Interlocked.Exchange(ref counts[(int)cause], 0);
            if (count == 0)
            {
                continue;
            }

            try
            {
                await journal.RecordAsync(Shards.Of(Act), Entry(cause, count, from, to), cancellationToken);
            }
            catch (Exception exception) when (exception is StoreUnavailableException or KeyRingUnavailableException)
            {
                Interlocked.Add(ref counts[(int)cause], count);
                Log.FailuresNotWritten(logger, cause, count);
                return;
            }
        }

        since = to;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await WriteAsync(CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The platform stops: the last minute is written now, whatever the token says.
            await WriteAsync(CancellationToken.None);
        }
    }

    private static AuditAct Entry(AuthenticationFault cause, long count, DateTimeOffset from, DateTimeOffset to) =>
        new()
        {
            Act = Act,
            Caller = null,
            Details = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["cause"] = Code(cause),
                ["count"] = count.ToString(CultureInfo.InvariantCulture),
                ["from"] = from.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                ["to"] = to.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            },
        };

    private static string Code(AuthenticationFault cause) =>
        cause switch
        {
            AuthenticationFault.NoToken => "no-token",
            AuthenticationFault.Malformed => "malformed-token",
            AuthenticationFault.Expired => "expired-token",
            AuthenticationFault.WrongIssuer => "wrong-issuer",
            AuthenticationFault.WrongAudience => "wrong-audience",
            AuthenticationFault.WrongSignature => "wrong-signature",
            AuthenticationFault.UnknownTenant => "unknown-tenant",
            _ => "other",
        };
}
