using DataSharing.Audit;

namespace DataSharing.Web.Triggers;

/// <summary>
/// Wakes the relay and waits until it has swept. The relay runs in this process by itself; the timer matters where the process did not run, because
/// the call itself is what started it.
/// </summary>
internal sealed class RelaySweep(RelaySignal signal, RelayMonitor relay, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>False when no sweep ended within the patience.</summary>
    public async Task<bool> RunAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var (begun, asked) = (time.GetTimestamp(), time.GetUtcNow());
        signal.Pulse();
        // One that was under way counts, too: it shows that the relay works, and the pulse has made sure of the next.
        while (relay.Current.LastSweep < asked)
        {
            if (time.GetElapsedTime(begun) >= patience)
            {
                return false;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }

        return true;
    }
}
