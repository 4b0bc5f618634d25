using DataSharing.Storage;

namespace DataSharing.AzureServices.Tests.Messaging;

/// <summary>The real store, reached late or not at all.</summary>
internal sealed class SlowStore(TimeSpan delay)
{
    private int finds;

    public Func<Exception?>? Fails { get; init; }

    public int Finds => finds;

    public IRecordStore Around(IRecordStore inner) => new Slow(this, delay, inner);

    private sealed class Slow(SlowStore owner, TimeSpan delay, IRecordStore inner) : IRecordStore
    {
        public async ValueTask<StoredRow?> FindAsync(string partitionKey, string rowKey, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref owner.finds);
            if (owner.Fails?.Invoke() is { } failure)
            {
                throw failure;
            }

            await Task.Delay(delay, cancellationToken);
            return await inner.FindAsync(partitionKey, rowKey, cancellationToken);
        }

        public ValueTask<RowPage> ReadRangeAsync(
            string partitionKey,
            string from,
            string toExclusive,
            int limit,
            CancellationToken cancellationToken
        ) => inner.ReadRangeAsync(partitionKey, from, toExclusive, limit, cancellationToken);

        public ValueTask<CommitOutcome> CommitAsync(RecordCommit commit, CancellationToken cancellationToken) =>
            inner.CommitAsync(commit, cancellationToken);
    }
}
