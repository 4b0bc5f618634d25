using DataSharing.Storage;

namespace DataSharing.Benchmarks.Disruption;

/// <summary>Counts what goes through the seam.</summary>
internal sealed class CountedStore(IRecordStore inner) : IRecordStore
{
    private long calls;

    public long Calls => Interlocked.Read(ref calls);

    public ValueTask<StoredRow?> FindAsync(string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref calls);
        return inner.FindAsync(partitionKey, rowKey, cancellationToken);
    }

    public ValueTask<RowPage> ReadRangeAsync(
        string partitionKey,
        string from,
        string toExclusive,
        int limit,
        CancellationToken cancellationToken
    )
    {
        Interlocked.Increment(ref calls);
        return inner.ReadRangeAsync(partitionKey, from, toExclusive, limit, cancellationToken);
    }

    public ValueTask<CommitOutcome> CommitAsync(RecordCommit commit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref calls);
        return inner.CommitAsync(commit, cancellationToken);
    }
}
