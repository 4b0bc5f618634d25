using System.Numerics;

namespace DataSharing.TransparencyLog;

/// <summary>Hands out a hash tile's bytes, or at least its first <see cref="Tile.Width"/> hashes.</summary>
/// <exception cref="MissingTileException">It is not there.</exception>
public delegate ValueTask<ReadOnlyMemory<byte>> TileReader(Tile tile, CancellationToken cancellationToken);

/// <summary>A tile that the tree must have is not there, or is too short.</summary>
public sealed class MissingTileException(Tile tile) : Exception($"{tile.Path} is missing or too short.")
{
    public Tile Tile { get; } = tile;
}

/// <summary>Proofs about a tree of a given size, from the few tiles that each needs; each is read once.</summary>
/// <param name="size">Of the tree.</param>
/// <param name="read">Where the tiles are.</param>
/// <param name="folded">What is kept between proofs about one log; null for nothing.</param>
public sealed class TreeHashes(long size, TileReader read, FoldedTiles? folded = null)
{
    private readonly Dictionary<(int Level, long Index), ReadOnlyMemory<byte>> tiles = [];

    /// <summary>The audit path of an entry, from its sibling upwards (RFC 6962 §2.1.1).</summary>
    public async ValueTask<IReadOnlyList<byte[]>> InclusionPathAsync(long index, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<byte[]>();
        var (from, to) = (0L, size);
        while (to - from > 1)
        {
            var middle = from + Split(to - from);
            var isLeft = index < middle;
            path.Add(isLeft ? await RangeAsync(middle, to, cancellationToken) : await RangeAsync(from, middle, cancellationToken));
            (from, to) = isLeft ? (from, middle) : (middle, to);
        }

        path.Reverse();
        return path;
    }

    /// <summary>That the tree of <paramref name="oldSize"/> is a beginning of this one (RFC 6962 §2.1.2). Empty for equal sizes and for 0.</summary>
    public async ValueTask<IReadOnlyList<byte[]>> ConsistencyPathAsync(long oldSize, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, size);
        var path = new List<byte[]>();
        var (from, to, isWhole) = (0L, size, true);
        while (oldSize > 0 && oldSize != to)
        {
            var middle = from + Split(to - from);
            if (oldSize <= middle)
            {
                path.Add(await RangeAsync(middle, to, cancellationToken));
                to = middle;
            }
            else
            {
                path.Add(await RangeAsync(from, middle, cancellationToken));
                (from, isWhole) = (middle, false);
            }
        }

        if (!isWhole)
        {
            path.Add(await RangeAsync(from, to, cancellationToken));
        }

        path.Reverse();
        return path;
    }

    /// <summary>The root over the first <paramref name="oldSize"/> entries.</summary>
    public async ValueTask<byte[]> RootAsync(long oldSize, CancellationToken cancellationToken) =>
        oldSize == 0 ? new TreeEdge().Root() : await RangeAsync(0, oldSize, cancellationToken);

    // The largest power of two below n.
    private static long Split(long n) => 1L << BitOperations.Log2((ulong)(n - 1));

    private async ValueTask<byte[]> RangeAsync(long from, long to, CancellationToken cancellationToken)
    {
        if (BitOperations.IsPow2(to - from))
        {
            return await NodeAsync(BitOperations.Log2((ulong)(to - from)), from, cancellationToken);
        }

        var middle = from + Split(to - from);
        var left = await RangeAsync(from, middle, cancellationToken);
        var right = await RangeAsync(middle, to, cancellationToken);
        return MerkleTree.NodeHash(left, right);
    }

    private async ValueTask<byte[]> NodeAsync(int height, long from, CancellationToken cancellationToken)
    {
        var level = height / 8;
        var first = from >> (8 * level);
        var (tile, start) = (Tile.At(level, first / Tile.MaximumWidth, size), (int)(first % Tile.MaximumWidth));
        if (folded is not null && FoldedTiles.Takes(tile))
        {
            var nodes = folded.Find(tile) ?? folded.Keep(tile, (await TileAsync(tile, cancellationToken)).Span);
            return FoldedTiles.Node(nodes, start, height % 8).ToArray();
        }

        var hashes = await TileAsync(tile, cancellationToken);
        var root = new byte[MerkleTree.HashLength];
        MerkleTree.Fold(hashes.Span.Slice(start * MerkleTree.HashLength, MerkleTree.HashLength << (height % 8)), root);
        return root;
    }

    private async ValueTask<ReadOnlyMemory<byte>> TileAsync(Tile tile, CancellationToken cancellationToken)
    {
        if (!tiles.TryGetValue((tile.Level, tile.Index), out var bytes))
        {
            bytes = await read(tile, cancellationToken);
            if (bytes.Length < tile.Width * MerkleTree.HashLength)
            {
                throw new MissingTileException(tile);
            }

            tiles[(tile.Level, tile.Index)] = bytes;
        }

        return bytes;
    }
}
