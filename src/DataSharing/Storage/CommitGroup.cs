namespace DataSharing.Storage;

/// <summary>The non-empty stamps of commits made durable by one sync, in commit order, and one value derived from them on first demand.</summary>
public sealed class CommitGroup(IReadOnlyList<ReadOnlyMemory<byte>> stamps)
{
    private readonly Lock gate = new();
    private object? derived;

    public IReadOnlyList<ReadOnlyMemory<byte>> Stamps { get; } = stamps;

    /// <summary>
    /// The group's derived value, made once by whichever committer asks first, so that deriving it never holds up the store's writer.
    /// Every caller passes the same function: the group keeps one value.
    /// </summary>
    public T GetOrDerive<T>(Func<CommitGroup, T> derive)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(derive);
        if (Volatile.Read(ref derived) is T made)
        {
            return made;
        }

        lock (gate)
        {
            if (derived is T now)
            {
                return now;
            }

            var value = derive(this);
            Volatile.Write(ref derived, value);
            return value;
        }
    }
}
