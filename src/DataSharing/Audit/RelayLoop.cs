using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSharing.Audit;

/// <summary>Keeps the relay sweeping: after each commit at the pace set, and now and then without one. The integrator follows each sweep.</summary>
public sealed class RelayLoop(
    Relay relay,
    Integrator integrator,
    RelaySignal signal,
    IOptions<LogOptions> options,
    TimeProvider time,
    ILogger<RelayLoop> logger
)
{
    private const int LongestDelayMilliseconds = 30_000;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pace = TimeSpan.FromMilliseconds(options.Value.RelayPaceMilliseconds);
        var interval = TimeSpan.FromMilliseconds(options.Value.RelaySweepMilliseconds);
        var failures = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var complete = await relay.SweepAsync(cancellationToken);
                await integrator.RunAsync(relay.SequencedTo, cancellationToken);
                failures = 0;
                if (complete)
                {
                    await signal.WaitAsync(UntilDue(interval), cancellationToken);
                    await Task.Delay(pace, time, cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Whatever it was, entries still wait in the outbox: the relay must not stop trying, and health shows its lag.
                var delay = Math.Min(LongestDelayMilliseconds, 100 << Math.Min(failures++, 8));
                Log.SweepFailed(logger, failure.GetType().Name, delay);
                await Task.Delay(delay, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private TimeSpan UntilDue(TimeSpan interval)
    {
        if (integrator.Due is not { } due)
        {
            return interval;
        }

        var wait = due - time.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero
            : wait < interval ? wait
            : interval;
    }
}
