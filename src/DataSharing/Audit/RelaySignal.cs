namespace DataSharing.Audit;

/// <summary>Wakes the relay after a commit. A lost pulse costs a sweep interval, never an entry.</summary>
public sealed class RelaySignal : IDisposable
{
    private readonly SemaphoreSlim pulses = new(0, 1);
    private int pending;

    public void Pulse()
    {
        if (Interlocked.Exchange(ref pending, 1) == 0)
        {
            pulses.Release();
        }
    }

    /// <summary>Returns after a pulse, or after the interval.</summary>
    public async Task WaitAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        if (await pulses.WaitAsync(interval, cancellationToken))
        {
            Interlocked.Exchange(ref pending, 0);
        }
    }

    public void Dispose() => pulses.Dispose();
}
