namespace DataSharing.Storage;

/// <summary>The non-empty stamps of commits made durable by one sync, in commit order, and one value derived from them on first demand.</summary>
public sealed class CommitGroup(IReadOnlyList<ReadOnlyMemory<byte>> stamps)
{
    private TaskCompletionSource<object>? derived;

    public IReadOnlyList<ReadOnlyMemory<byte>> Stamps { get; } = stamps;

    /// <summary>
    /// The group's derived value, made once by whichever committer asks first, so that deriving it never holds up the store's writer. The others
    /// wait without a thread: blocking them would cost more than the derivation. Every caller passes the same function.
    /// </summary>
    public async ValueTask<T> DeriveAsync<T>(Func<CommitGroup, T> derive)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(derive);
        if (Volatile.Read(ref derived) is { } begun)
        {
            return (T)await begun.Task;
        }

        var mine = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.CompareExchange(ref derived, mine, null) is { } first)
        {
            return (T)await first.Task;
        }

        try
        {
            var value = derive(this);
            mine.SetResult(value);
            return value;
        }
        catch (Exception failure)
        {
            mine.SetException(failure);
            throw;
        }
    }
}
