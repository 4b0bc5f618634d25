namespace DataSharing.Storage;

/// <summary>Changes to rows of one partition, all or nothing.</summary>
/// <param name="PartitionKey">The partition; see <see cref="Shards"/>.</param>
/// <param name="Writes">1 to 100 changes, each row once.</param>
/// <param name="Stamp">
/// Bytes that the store hands back, in order, with the stamps of every other commit that the same sync made durable
/// (<see cref="CommitGroup"/>). The store does not keep them. A receipt signs one Merkle root over a group's stamps,
/// because one signature a commit costs more than the commit. Empty: the commit has nothing to be receipted.
/// </param>
public sealed record RecordCommit(string PartitionKey, IReadOnlyList<RowWrite> Writes, ReadOnlyMemory<byte> Stamp = default);
