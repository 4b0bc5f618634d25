using DataSharing.Agreements;
using DataSharing.Partnership;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Web.Telemetry;

/// <summary>
/// Looks every few minutes at which agreements are in force, so that operators hear of an end before sharing stops. Runs only where telemetry is
/// exported.
/// </summary>
public sealed class AgreementWatch(PartnershipHeadRow heads, ArtefactCache artefacts, TimeProvider time, ILogger<AgreementWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private AgreementsInForce? seen;

    /// <summary>When the next agreement in force ends; null before the first look, and where none has an end.</summary>
    public DateTimeOffset? NextEnd => Volatile.Read(ref seen)?.NextEnd(time.GetUtcNow());

    /// <summary>How many cannot be read; null before the first look.</summary>
    public int? Unreadable => Volatile.Read(ref seen)?.Unreadable;

    /// <summary>Looks once. A partnership that is not founded yet has no agreements.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (await heads.FindAsync(cancellationToken) is { } head)
        {
            Volatile.Write(ref seen, await artefacts.ForAsync(head, cancellationToken));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (Exception failure) when (failure is StoreUnavailableException or KeyRingUnavailableException)
                {
                    // The last reading stands; health and commits tell of the store.
                    Log.AgreementsNotSeen(logger, failure.GetType().Name);
                }
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The platform stops.
        }
    }
}
