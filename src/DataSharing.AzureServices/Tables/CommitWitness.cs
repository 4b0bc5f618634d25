using System.Collections.Concurrent;
using System.Globalization;
using Azure;

namespace DataSharing.AzureServices.Tables;

/// <summary>
/// The row that one commit at a time writes along with its own, on condition that it is still at the version known here. Of all tries of a
/// commit at most one can therefore take effect, however late one arrives, and afterwards the row says whose it was.
/// </summary>
internal sealed class CommitWitness(string partition, string rowKey)
{
    public string Partition { get; } = partition;

    public string RowKey { get; } = rowKey;

    /// <summary>The row's version; null while there is no row.</summary>
    public ETag? ETag { get; set; }
}

/// <summary>
/// The witnesses of this process: as many a partition as it ever had commits under way there at once. Their keys begin with a character that
/// sorts after, and is not in, the keys of rows, so no read can meet them.
/// </summary>
internal sealed class WitnessPool
{
    private readonly ConcurrentDictionary<string, ConcurrentBag<CommitWitness>> idle = new(StringComparer.Ordinal);
    private readonly string instance = Guid.NewGuid().ToString("N");
    private long last;

    /// <summary>A witness nobody else has. It comes back by <see cref="Return"/>, unless its version is no longer certain.</summary>
    public CommitWitness Take(string partition) =>
        idle.TryGetValue(partition, out var bag) && bag.TryTake(out var witness) ? witness : New(partition);

    public CommitWitness New(string partition) =>
        new(partition, string.Create(CultureInfo.InvariantCulture, $"~witness:{instance}:{Interlocked.Increment(ref last)}"));

    public void Return(CommitWitness witness) => idle.GetOrAdd(witness.Partition, _ => []).Add(witness);
}
