using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace DataSharing.TransparencyLog;

/// <summary>A tile has been completed. The hashes are valid during the call only.</summary>
public delegate void TileCompleted(Tile tile, ReadOnlySpan<byte> hashes);

/// <summary>
/// The right edge of a tree: its partial tiles, one a level. Enough to append to the tree and to know its root, whatever its size; appending n
/// leaves costs about 2n hashes.
/// </summary>
public sealed class TreeEdge
{
    private const int TileBytes = Tile.MaximumWidth * MerkleTree.HashLength;

    private readonly List<byte[]> levels = [new byte[TileBytes]];

    public long Size { get; private set; }

    /// <summary>The partial tiles, lowest level first.</summary>
    public IEnumerable<(Tile Tile, ReadOnlyMemory<byte> Hashes)> Tiles
    {
        get
        {
            for (var level = 0; level < levels.Count; level++)
            {
                if (WidthOf(level) is > 0 and var width)
                {
                    var tile = new Tile(level, Size >> (8 * (level + 1)), width);
                    yield return (tile, levels[level].AsMemory(0, width * MerkleTree.HashLength));
                }
            }
        }
    }

    public void Append(ReadOnlySpan<byte> leafHash, TileCompleted? completed)
    {
        Span<byte> hash = stackalloc byte[MerkleTree.HashLength];
        leafHash.CopyTo(hash);
        for (var level = 0; ; level++)
        {
            if (level == levels.Count)
            {
                levels.Add(new byte[TileBytes]);
            }

            var (tile, at) = (levels[level], WidthOf(level));
            hash.CopyTo(tile.AsSpan(at * MerkleTree.HashLength));
            if (at < Tile.MaximumWidth - 1)
            {
                break;
            }

            completed?.Invoke(new Tile(level, Size >> (8 * (level + 1)), Tile.MaximumWidth), tile);
            MerkleTree.Fold(tile, hash);
        }

        Size++;
    }

    public byte[] Root()
    {
        var root = SHA256.HashData([]);
        Span<byte> block = stackalloc byte[MerkleTree.HashLength];
        var any = false;
        for (var level = 0; level < levels.Count; level++)
        {
            // Perfect subtrees from the right: the lowest bit of the width is the rightmost.
            for (var (rest, count) = (WidthOf(level), 1); rest > 0; count <<= 1)
            {
                if ((rest & count) == 0)
                {
                    continue;
                }

                rest -= count;
                MerkleTree.Fold(levels[level].AsSpan(rest * MerkleTree.HashLength, count * MerkleTree.HashLength), block);
                if (any)
                {
                    MerkleTree.NodeHash(block, root, root);
                }
                else
                {
                    block.CopyTo(root);
                }

                any = true;
            }
        }

        return root;
    }

    /// <summary>The partial tiles one after another, lowest level first; <see cref="TryRead"/> takes them back.</summary>
    public byte[] Write() => [.. Tiles.SelectMany(t => t.Hashes.ToArray())];

    /// <summary>False where the bytes are not as many as a tree of this size has. Whether they are right, the root tells.</summary>
    public static bool TryRead(long size, ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out TreeEdge? edge)
    {
        edge = null;
        if (size < 0)
        {
            return false;
        }

        var read = new TreeEdge { Size = size };
        for (var level = 0; size >> (8 * level) > 0 && level <= Tile.MaximumLevel; level++)
        {
            if (level == read.levels.Count)
            {
                read.levels.Add(new byte[TileBytes]);
            }

            var length = read.WidthOf(level) * MerkleTree.HashLength;
            if (bytes.Length < length)
            {
                return false;
            }

            bytes[..length].CopyTo(read.levels[level]);
            bytes = bytes[length..];
        }

        edge = bytes.Length == 0 ? read : null;
        return edge is not null;
    }

    private int WidthOf(int level) => (int)(Size >> (8 * level)) & (Tile.MaximumWidth - 1);
}
