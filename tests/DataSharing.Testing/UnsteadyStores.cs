using DataSharing.Storage;

namespace DataSharing.Testing;

/// <summary>The process died here: before the store did what it was asked, or after, with the answer lost.</summary>
public sealed class DiedException() : Exception("The process died here.");

/// <summary>Decides at which calls a process dies and how long it dawdles, from a seed.</summary>
public sealed class Fate(int seed, double deathChance)
{
    private readonly Random random = new(seed);
    private readonly Lock gate = new();
    private int callsLeft = int.MaxValue;
    private bool diesAfter;

    /// <summary>Dies at one call exactly, before or after it.</summary>
    /// <param name="call">Counted from 1.</param>
    /// <param name="after">The store did what it was asked, and nobody heard.</param>
    public static Fate AtCall(int call, bool after) => new(0, 0) { callsLeft = call, diesAfter = after };

    public async Task<T> LiveAsync<T>(Func<Task<T>> call)
    {
        var (before, after, dawdle) = Roll();
        for (var i = 0; i < dawdle; i++)
        {
            await Task.Yield();
        }

        if (before)
        {
            throw new DiedException();
        }

        var result = await call();
        return after ? throw new DiedException() : result;
    }

    private (bool Before, bool After, int Dawdle) Roll()
    {
        lock (gate)
        {
            if (--callsLeft == 0)
            {
                return (!diesAfter, diesAfter, 0);
            }

            return (random.NextDouble() < deathChance, random.NextDouble() < deathChance, random.Next(8));
        }
    }
}

/// <summary>The real record store, called by a process that may die at any call.</summary>
public sealed class UnsteadyRecordStore(IRecordStore inner, Fate fate) : IRecordStore
{
    public async ValueTask<StoredRow?> FindAsync(string partitionKey, string rowKey, CancellationToken cancellationToken) =>
        await fate.LiveAsync(() => inner.FindAsync(partitionKey, rowKey, cancellationToken).AsTask());

    public async ValueTask<RowPage> ReadRangeAsync(
        string partitionKey,
        string from,
        string toExclusive,
        int limit,
        CancellationToken cancellationToken
    ) => await fate.LiveAsync(() => inner.ReadRangeAsync(partitionKey, from, toExclusive, limit, cancellationToken).AsTask());

    public async ValueTask<CommitOutcome> CommitAsync(RecordCommit commit, CancellationToken cancellationToken) =>
        await fate.LiveAsync(() => inner.CommitAsync(commit, cancellationToken).AsTask());
}

/// <summary>The real blob store, called by a process that may die at any call.</summary>
public sealed class UnsteadyBlobStore(IBlobStore inner, Fate fate) : IBlobStore
{
    public async ValueTask<StoredBlob?> FindAsync(string name, CancellationToken cancellationToken) =>
        await fate.LiveAsync(() => inner.FindAsync(name, cancellationToken).AsTask());

    public async ValueTask<BlobWriteOutcome> CreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        await fate.LiveAsync(() => inner.CreateAsync(name, content, cancellationToken).AsTask());

    public async ValueTask<BlobWriteOutcome> ReplaceAsync(
        string name,
        ReadOnlyMemory<byte> content,
        RowVersion expected,
        CancellationToken cancellationToken
    ) => await fate.LiveAsync(() => inner.ReplaceAsync(name, content, expected, cancellationToken).AsTask());

    // One by one, so that death leaves some of them.
    public async ValueTask WriteDerivedAsync(IReadOnlyList<DerivedBlob> blobs, CancellationToken cancellationToken)
    {
        foreach (var blob in blobs)
        {
            await fate.LiveAsync(async () =>
            {
                await inner.WriteDerivedAsync([blob], cancellationToken);
                return true;
            });
        }
    }

    public async ValueTask<bool> DeleteAsync(string name, CancellationToken cancellationToken) =>
        await fate.LiveAsync(() => inner.DeleteAsync(name, cancellationToken).AsTask());

    public IAsyncEnumerable<string> ListAsync(string prefix, string? after, CancellationToken cancellationToken) =>
        inner.ListAsync(prefix, after, cancellationToken);
}

/// <summary>The real blob store, with its calls counted.</summary>
public sealed class CountedBlobStore(IBlobStore inner) : IBlobStore
{
    private int count;

    public int Count => Volatile.Read(ref count);

    public ValueTask<StoredBlob?> FindAsync(string name, CancellationToken cancellationToken) =>
        Counted().FindAsync(name, cancellationToken);

    public ValueTask<BlobWriteOutcome> CreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        Counted().CreateAsync(name, content, cancellationToken);

    public ValueTask<BlobWriteOutcome> ReplaceAsync(
        string name,
        ReadOnlyMemory<byte> content,
        RowVersion expected,
        CancellationToken cancellationToken
    ) => Counted().ReplaceAsync(name, content, expected, cancellationToken);

    public ValueTask WriteDerivedAsync(IReadOnlyList<DerivedBlob> blobs, CancellationToken cancellationToken) =>
        Counted().WriteDerivedAsync(blobs, cancellationToken);

    public ValueTask<bool> DeleteAsync(string name, CancellationToken cancellationToken) => Counted().DeleteAsync(name, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(string prefix, string? after, CancellationToken cancellationToken) =>
        Counted().ListAsync(prefix, after, cancellationToken);

    private IBlobStore Counted()
    {
        Interlocked.Increment(ref count);
        return inner;
    }
}
