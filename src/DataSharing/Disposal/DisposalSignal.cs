namespace DataSharing.Disposal;

/// <summary>Wakes the sweeper of this process: there is something to sweep up.</summary>
public sealed class DisposalSignal : IDisposable
{
    private readonly SemaphoreSlim pulses = new(0, 1);

    public void Pulse()
    {
        lock (pulses)
        {
            if (pulses.CurrentCount == 0)
            {
                pulses.Release();
            }
        }
    }

    /// <summary>Returns at a pulse, or after the time given.</summary>
    public Task WaitAsync(TimeSpan patience, CancellationToken cancellationToken) => pulses.WaitAsync(patience, cancellationToken);

    public void Dispose() => pulses.Dispose();
}
