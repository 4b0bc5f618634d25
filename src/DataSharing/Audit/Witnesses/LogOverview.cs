using DataSharing.TransparencyLog;
using Microsoft.Extensions.Options;

namespace DataSharing.Audit;

/// <summary>How the log and its witnesses stand, for those who answer for it. Sizes, times and codes: nothing of an entry.</summary>
/// <param name="Origin">The log's name.</param>
/// <param name="Size">Entries under the newest checkpoint; 0 before the first.</param>
/// <param name="SignedAt">When that was signed; null before the first.</param>
/// <param name="Waiting">Entries that are in the log and that no checkpoint covers yet, as this instance last saw.</param>
/// <param name="WaitingSince">Since when the oldest entry waits for the log or a checkpoint; null when none does.</param>
/// <param name="Delay">From the commit of its oldest new entry to the last checkpoint that this instance published; null before the first.</param>
/// <param name="Refusal">Why no checkpoint is signed (<see cref="LogRefusal"/>); null when one is.</param>
/// <param name="CosignedSize">Entries under the newest checkpoint that enough witnesses have cosigned; null before the first.</param>
/// <param name="Wanted">How many witnesses must cosign; 0 where there are none.</param>
/// <param name="Witnesses">Each of them.</param>
public sealed record LogOverview(
    string Origin,
    long Size,
    DateTimeOffset? SignedAt,
    long Waiting,
    DateTimeOffset? WaitingSince,
    TimeSpan? Delay,
    string? Refusal,
    long? CosignedSize,
    int Wanted,
    IReadOnlyList<WitnessOverview> Witnesses
);

/// <param name="Key">The witness's verification key.</param>
/// <param name="Name">Its name.</param>
/// <param name="Size">Entries under the last checkpoint that it cosigned; null before the first.</param>
/// <param name="CosignedAt">When it did, as it states itself.</param>
/// <param name="Refusal">Why it does not now (<see cref="WitnessRefusal"/>); null where it does.</param>
/// <param name="RefusedAt">Since when.</param>
public sealed record WitnessOverview(
    string Key,
    string Name,
    long? Size,
    DateTimeOffset? CosignedAt,
    string? Refusal,
    DateTimeOffset? RefusedAt
);

/// <summary>Reads how the log stands from what is stored, and how it goes from what this process last did.</summary>
public sealed class LogOverviewReader(
    LogReader log,
    LogKeys keys,
    LogMonitor monitor,
    RelayMonitor relay,
    IOptions<WitnessOptions> witnesses
)
{
    /// <summary>The log's verification keys, as they are handed to those who check it.</summary>
    public ValueTask<IReadOnlyList<VerifierKey>> KeysAsync(CancellationToken cancellationToken) => keys.VerifiersAsync(cancellationToken);

    /// <summary>Who the witnesses are, and how many are wanted.</summary>
    public WitnessPolicy Policy => witnesses.Value.Roster().Policy;

    /// <exception cref="Storage.StoreUnavailableException">HTTP 503.</exception>
    public async ValueTask<LogOverview> ReadAsync(CancellationToken cancellationToken)
    {
        var head = await log.HeadAsync(cancellationToken);
        var cosigned = await log.CosignedAsync(cancellationToken) ?? CosignedRecord.Empty;
        var roster = witnesses.Value.Roster();
        var (going, size, unlogged) = (monitor.Current, head?.Checkpoint.Size ?? 0, relay.Current.OldestUnlogged);
        return new LogOverview(
            keys.Origin,
            size,
            head?.SignedAt,
            Math.Max(0, going.Sequenced - size),
            going.WaitingSince is { } since && (unlogged is null || since < unlogged) ? since : unlogged,
            going.Delay,
            going.Refusal,
            CosignedRecord.Open(cosigned.Enough)?.Checkpoint.Size,
            roster.Policy.Quorum,
            [.. roster.Members.Select(m => Of(m, cosigned.Of(m)))]
        );
    }

    private static WitnessOverview Of(WitnessMember member, WitnessStanding standing) =>
        new(
            standing.Key,
            member.Key.Name,
            standing.CosignedAt is null ? null : standing.Size,
            standing.CosignedAt,
            standing.Refusal,
            standing.RefusedAt
        );
}
