using DataSharing.TransparencyLog;

namespace DataSharing.Audit;

/// <summary>
/// Proofs of many entries under one checkpoint, for one export. The last tiles read are kept, so that entries that lie beside one another read
/// a tile once; never more than <see cref="MaximumTiles"/> of 8 KiB. Not for several threads.
/// </summary>
public sealed class LogProofs
{
    private const int MaximumTiles = 64;

    private readonly TileReader read;
    private readonly FoldedTiles folded;
    private readonly Dictionary<(int Level, long Index), ReadOnlyMemory<byte>> tiles = [];
    private readonly Queue<(int Level, long Index)> oldest = new();

    internal LogProofs(string note, long size, TileReader read, FoldedTiles folded)
    {
        (Checkpoint, Size, this.read, this.folded) = (note, size, read, folded);
    }

    /// <summary>The signed checkpoint.</summary>
    public string Checkpoint { get; }

    /// <summary>How many entries it covers.</summary>
    public long Size { get; }

    /// <summary>The audit path of an entry, from its sibling upwards (RFC 6962 §2.1.1); null where the checkpoint does not cover it yet.</summary>
    /// <exception cref="Storage.StoreUnavailableException">A file that must be there cannot be had.</exception>
    public async ValueTask<IReadOnlyList<byte[]>?> FindAsync(long index, CancellationToken cancellationToken) =>
        index < Size ? await new TreeHashes(Size, KeptAsync, folded).InclusionPathAsync(index, cancellationToken) : null;

    private async ValueTask<ReadOnlyMemory<byte>> KeptAsync(Tile tile, CancellationToken cancellationToken)
    {
        var place = (tile.Level, tile.Index);
        if (tiles.TryGetValue(place, out var kept))
        {
            return kept;
        }

        var hashes = await read(tile, cancellationToken);
        if (oldest.Count == MaximumTiles)
        {
            tiles.Remove(oldest.Dequeue());
        }

        oldest.Enqueue(place);
        tiles.Add(place, hashes);
        return hashes;
    }
}
