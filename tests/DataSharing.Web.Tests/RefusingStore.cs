using DataSharing.Storage;

namespace DataSharing.Web.Tests;

/// <summary>The real record store, until a test stops it: then every call is refused as a store refuses that cannot answer.</summary>
public sealed class RefusingStore(IRecordStore inner) : IRecordStore, IAsyncDisposable
{
    private volatile bool stopped;
    private volatile bool keepsNothing;

    public bool Stopped
    {
        get => stopped;
        set => stopped = value;
    }

    /// <summary>Reads answer, and nothing can be committed.</summary>
    public bool KeepsNothing
    {
        get => keepsNothing;
        set => keepsNothing = value;
    }

    public ValueTask<StoredRow?> FindAsync(string partitionKey, string rowKey, CancellationToken cancellationToken) =>
        Answering().FindAsync(partitionKey, rowKey, cancellationToken);

    public ValueTask<RowPage> ReadRangeAsync(
        string partitionKey,
        string from,
        string toExclusive,
        int limit,
        CancellationToken cancellationToken
    ) => Answering().ReadRangeAsync(partitionKey, from, toExclusive, limit, cancellationToken);

    public ValueTask<CommitOutcome> CommitAsync(RecordCommit commit, CancellationToken cancellationToken) =>
        keepsNothing
            ? throw new StoreUnavailableException("Keeps nothing, for a test.")
            : Answering().CommitAsync(commit, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (inner is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    private IRecordStore Answering() => stopped ? throw new StoreUnavailableException("Stopped by a test.") : inner;
}
