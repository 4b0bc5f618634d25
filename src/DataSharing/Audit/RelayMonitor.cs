namespace DataSharing.Audit;

/// <summary>How the relay stands.</summary>
/// <param name="OldestPending">Commit time of the oldest entry not yet wholly relayed; null when none waits.</param>
/// <param name="OldestUnlogged">
/// Commit time of the oldest entry that is not in the log yet; null when none waits. Entries whose events alone wait for a carrier are not among them.
/// </param>
/// <param name="LastSweep">End of the last sweep that succeeded.</param>
/// <param name="Sequenced">Entries that this relay has put into the log since it started.</param>
public sealed record RelayStatus(DateTimeOffset? OldestPending, DateTimeOffset? OldestUnlogged, DateTimeOffset LastSweep, long Sequenced);

/// <summary>What the relay of this process last reported; health reads it.</summary>
public sealed class RelayMonitor
{
    private RelayStatus current = new(null, null, DateTimeOffset.MinValue, 0);

    public RelayStatus Current => Volatile.Read(ref current);

    internal void Report(RelayStatus status) => Volatile.Write(ref current, status);
}
