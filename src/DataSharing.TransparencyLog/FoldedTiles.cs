using System.Collections.Concurrent;

namespace DataSharing.TransparencyLog;

/// <summary>
/// Every node inside full tiles of the upper levels, kept between proofs: all proofs of a log pass through the same few of them. At most 512
/// tiles, 8 MiB.
/// </summary>
public sealed class FoldedTiles
{
    private const int MaximumTiles = 512;

    private readonly ConcurrentDictionary<(int Level, long Index), byte[]> tiles = new();

    /// <summary>Whether a tile is kept at all: leaf tiles are too many, partial ones still change.</summary>
    public static bool Takes(Tile tile) => tile is { Level: > 0, IsFull: true };

    /// <summary>The nodes of a tile: 256 hashes, then the 128 above them, and so on to its root; null where it is not kept.</summary>
    internal byte[]? Find(Tile tile) => tiles.GetValueOrDefault((tile.Level, tile.Index));

    internal byte[] Keep(Tile tile, ReadOnlySpan<byte> hashes)
    {
        var nodes = new byte[((2 * Tile.MaximumWidth) - 1) * MerkleTree.HashLength];
        hashes[..(Tile.MaximumWidth * MerkleTree.HashLength)].CopyTo(nodes);
        for (int from = 0, to = Tile.MaximumWidth; to < (2 * Tile.MaximumWidth) - 1; from += 2, to++)
        {
            MerkleTree.NodeHash(At(nodes, from), At(nodes, from + 1), nodes.AsSpan(to * MerkleTree.HashLength, MerkleTree.HashLength));
        }

        if (tiles.Count >= MaximumTiles)
        {
            tiles.Clear();
        }

        return tiles.GetOrAdd((tile.Level, tile.Index), nodes);
    }

    /// <summary>The root of 2^height of the tile's hashes, beginning at <paramref name="start"/>.</summary>
    internal static ReadOnlySpan<byte> Node(byte[] nodes, int start, int height)
    {
        var row = (2 * Tile.MaximumWidth) - (2 * Tile.MaximumWidth >> height);
        return At(nodes, row + (start >> height));
    }

    private static ReadOnlySpan<byte> At(byte[] nodes, int node) => nodes.AsSpan(node * MerkleTree.HashLength, MerkleTree.HashLength);
}
