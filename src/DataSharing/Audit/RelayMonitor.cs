namespace DataSharing.Audit;

/// <summary>How the relay stands.</summary>
/// <param name="OldestPending">Commit time of the oldest entry not yet wholly relayed; null when none waits.</param>
/// <param name="LastSweep">End of the last sweep that succeeded.</param>
/// <param name="Sequenced">Entries that this relay has put into the log since it started.</param>
public sealed record RelayStatus(DateTimeOffset? OldestPending, DateTimeOffset LastSweep, long Sequenced);

/// <summary>What the relay of this process last reported; health reads it.</summary>
public sealed class RelayMonitor
{
    private RelayStatus current = new(null, DateTimeOffset.MinValue, 0);

    public RelayStatus Current => Volatile.Read(ref current);

    internal void Report(RelayStatus status) => Volatile.Write(ref current, status);
}
