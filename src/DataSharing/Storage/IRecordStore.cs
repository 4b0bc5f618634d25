namespace DataSharing.Storage;

/// <summary>
/// The one seam to stored records: point read, ordered range read, and an atomic commit within one partition. Two homes implement it and
/// pass one contract suite. Limits (<see cref="RecordLimits"/>) are checked here before anything is sent, alike in both.
/// </summary>
/// <remarks>
/// Every method throws <see cref="StoreUnavailableException"/> when the store cannot answer (retry later; HTTP 503), and
/// <see cref="RecordLimitException"/> when the call is out of bounds (a fault of ours, never of the store's).
/// A read begun after a commit was acknowledged sees that commit, on every instance.
/// </remarks>
public interface IRecordStore
{
    /// <summary>The row, or null where there is none.</summary>
    ValueTask<StoredRow?> FindAsync(string partitionKey, string rowKey, CancellationToken cancellationToken);

    /// <summary>Rows with <paramref name="from"/> ≤ key &lt; <paramref name="toExclusive"/>, in ordinal order, at most <paramref name="limit"/> (1 to 1,000).</summary>
    ValueTask<RowPage> ReadRangeAsync(string partitionKey, string from, string toExclusive, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// All the changes, or none. Once sent, cancellation no longer takes it back: the caller that gives up waiting learns nothing of the outcome.
    /// </summary>
    ValueTask<CommitOutcome> CommitAsync(RecordCommit commit, CancellationToken cancellationToken);
}
