using DataSharing.Storage;

namespace DataSharing.Embedded;

/// <summary>Commits on their way to the one writer, who takes whatever is there. Bounded: what cannot be written soon is refused at once.</summary>
internal sealed class CommitQueue
{
    private const int MaximumWaiting = 16_384;
    private const long MaximumWaitingBytes = 128 * 1024 * 1024;
    private const int MaximumGroup = 1_024;
    private const long MaximumGroupBytes = 8 * 1024 * 1024;

    private readonly object gate = new();
    private readonly Queue<PendingCommit> waiting = new();
    private long waitingBytes;
    private bool closed;

    public void Add(PendingCommit commit)
    {
        lock (gate)
        {
            if (closed)
            {
                throw new StoreUnavailableException("The store is closed.");
            }

            if (waiting.Count >= MaximumWaiting || waitingBytes + commit.Bytes > MaximumWaitingBytes)
            {
                throw new StoreUnavailableException("The store has more to write than it can take now.");
            }

            waiting.Enqueue(commit);
            waitingBytes += commit.Bytes;
            if (waiting.Count == 1)
            {
                Monitor.Pulse(gate);
            }
        }
    }

    /// <summary>Moves what is waiting into <paramref name="group"/>; empty when nothing came in time.</summary>
    /// <returns>False when the queue is closed and drained.</returns>
    public bool Take(List<PendingCommit> group, TimeSpan patience)
    {
        lock (gate)
        {
            if (waiting.Count == 0 && !closed)
            {
                Monitor.Wait(gate, patience);
            }

            long bytes = 0;
            while (group.Count < MaximumGroup && bytes < MaximumGroupBytes && waiting.TryDequeue(out var commit))
            {
                group.Add(commit);
                bytes += commit.Bytes;
            }

            waitingBytes -= bytes;
            return group.Count > 0 || !closed;
        }
    }

    public void Close()
    {
        lock (gate)
        {
            closed = true;
            Monitor.Pulse(gate);
        }
    }
}
