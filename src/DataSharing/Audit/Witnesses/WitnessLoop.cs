using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSharing.Audit;

/// <summary>Keeps the collector going at the pace set. Ends at once where there is no witness.</summary>
public sealed class WitnessLoop(
    WitnessCollector collector,
    IOptions<WitnessOptions> options,
    TimeProvider time,
    ILogger<WitnessLoop> logger
)
{
    private const int LongestDelayMilliseconds = 60_000;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pace = TimeSpan.FromMilliseconds(options.Value.PaceMilliseconds);
        var failures = 0;
        while (collector.HasWitnesses && !cancellationToken.IsCancellationRequested)
        {
            var wait = pace;
            try
            {
                await collector.RunAsync(cancellationToken);
                failures = 0;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Whatever it was, the log goes on without cosignatures, and they are asked for again.
                var delay = Math.Min(LongestDelayMilliseconds, 500 << Math.Min(failures++, 8));
                Log.WitnessRoundFailed(logger, failure.GetType().Name, delay);
                wait += TimeSpan.FromMilliseconds(delay);
            }

            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
