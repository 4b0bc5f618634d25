using DataSharing.Storage;
using Microsoft.Extensions.Logging;

namespace DataSharing.Audit;

/// <summary>
/// Hands events over that nobody came to remind of: the carrier lost the message, dropped it as a copy of one that was not ours, or gave it up after
/// too many failures. A message is a reminder and no more, so the platform can do without.
/// </summary>
public sealed class ShelfSweep(EventShelf shelf, TimeProvider time, ILogger<ShelfSweep> logger)
{
    /// <summary>A carrier's own tries are over by then, as a rule; a message that comes later finds nothing, which does no harm.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <summary>Once; says how many were handed over. What a consumer still refuses waits on.</summary>
    /// <exception cref="StoreUnavailableException">Sweep again later.</exception>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var delivered = 0;
        await foreach (var id in shelf.WaitingSinceAsync(time.GetUtcNow() - Patience, cancellationToken))
        {
            try
            {
                delivered += await shelf.DeliverAsync(id, cancellationToken) ? 1 : 0;
            }
            catch (Exception failure) when (failure is not (OperationCanceledException or StoreUnavailableException))
            {
                // Whatever a consumer throws: the others get their turn.
                Log.OverdueEventNotDelivered(logger, id, failure.GetType().Name);
            }
        }

        if (delivered > 0)
        {
            Log.OverdueEventsDelivered(logger, delivered);
        }

        return delivered;
    }

    /// <summary>Until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                try
                {
                    await SweepAsync(cancellationToken);
                }
                catch (StoreUnavailableException)
                {
                    // Health tells of the store; what waits, waits.
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The platform stops.
        }
    }
}
