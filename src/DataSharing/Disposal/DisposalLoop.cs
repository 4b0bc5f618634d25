using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSharing.Disposal;

/// <summary>
/// Keeps sweeping: at the start, after each confirmation in this process, and now and then for what others left and for months whose time is over.
/// </summary>
public sealed class DisposalLoop(
    DisposalSweep sweep,
    MonthDisposal months,
    DisposalSignal signal,
    IOptions<DisposalOptions> options,
    ILogger<DisposalLoop> logger
)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var interval = TimeSpan.FromSeconds(options.Value.SweepSeconds);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var left = await sweep.RunAsync(cancellationToken);
                await months.RunAsync(cancellationToken);
                await signal.WaitAsync(left && Soon < interval ? Soon : interval, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Whatever it was, the work is noted in the store: the sweep must not stop trying.
                Log.SweepFailed(logger, failure.GetType().Name);
                await Task.Delay(interval, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
