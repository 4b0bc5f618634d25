namespace DataSharing.Audit;

/// <summary>How the witnesses stand, as this process last saw it.</summary>
/// <param name="Members">How many there are.</param>
/// <param name="Wanted">How many must cosign.</param>
/// <param name="Size">Entries under the newest checkpoint that enough have cosigned; null before the first.</param>
/// <param name="WaitingSince">Since when entries wait for enough cosignatures; null when none does.</param>
/// <param name="Refusing">How many say that history was changed (<see cref="WitnessRefusal.IsOfHistory"/>).</param>
/// <param name="NotHeard">How many do not cosign for other causes: away, or set wrongly.</param>
public sealed record WitnessStatus(int Members, int Wanted, long? Size, DateTimeOffset? WaitingSince, int Refusing, int NotHeard);

/// <summary>What the collector of this process last reported; health and metrics read it.</summary>
public sealed class WitnessMonitor
{
    private WitnessStatus current = new(0, 0, null, null, 0, 0);

    public WitnessStatus Current => Volatile.Read(ref current);

    internal void Report(WitnessStatus status) => Volatile.Write(ref current, status);
}
