using Microsoft.Extensions.Logging;

namespace DataSharing.Agreements;

/// <summary>Sweeps every few minutes while the process runs, and when a host that woke the process asks for it.</summary>
public sealed class AgreementSweepLoop(AgreementSweep sweep, TimeProvider time, ILogger<AgreementSweepLoop> logger)
{
    /// <summary>The first sweep leaves the start to the requests.</summary>
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>A version has a few steps at most; more in one go would be a fault.</summary>
    private const int MostRounds = 10;

    private readonly Lock gate = new();
    private DateTimeOffset next = time.GetUtcNow() + First;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(First, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await RunIfDueAsync(cancellationToken);
        }
    }

    /// <summary>Sweeps if nobody did for a while. What fails is told in the log of operation and tried again when it is due next.</summary>
    public async Task RunIfDueAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (time.GetUtcNow() < next || cancellationToken.IsCancellationRequested)
            {
                return;
            }

            next = time.GetUtcNow() + Interval;
        }

        try
        {
            for (var round = 0; round < MostRounds && await sweep.RunAsync(cancellationToken) > 0; round++)
            {
                // Each sweep takes one step for each agreement; the next finds whether there is another.
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The platform stops; the next one sweeps.
        }
        catch (Exception failure)
        {
            // Whatever it was, decisions refuse by the clock without it, and the loop must not stop trying.
            Log.SweepFailed(logger, failure.GetType().Name);
        }
    }
}
