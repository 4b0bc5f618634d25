using System.Buffers;
using System.Security.Cryptography;

namespace DataSharing.TransparencyLog;

/// <summary>RFC 6962 §2.1 Merkle tree hashing with SHA-256.</summary>
public static class MerkleTree
{
    public const int HashLength = 32;

    private const int OnStack = 2_048;

    /// <summary>SHA-256(0x00 ‖ leaf).</summary>
    public static byte[] LeafHash(ReadOnlySpan<byte> leaf)
    {
        var hash = new byte[HashLength];
        LeafHash(leaf, hash);
        return hash;
    }

    /// <summary>SHA-256(0x00 ‖ leaf) into <paramref name="hash"/>.</summary>
    public static void LeafHash(ReadOnlySpan<byte> leaf, Span<byte> hash)
    {
        // One call over one buffer: an incremental hash allocates native state, which costs more than copying an entry.
        byte[]? rented = null;
        var buffer = leaf.Length < OnStack ? stackalloc byte[OnStack] : rented = ArrayPool<byte>.Shared.Rent(leaf.Length + 1);
        buffer[0] = 0x00;
        leaf.CopyTo(buffer[1..]);
        SHA256.HashData(buffer[..(leaf.Length + 1)], hash);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>SHA-256(0x01 ‖ left ‖ right).</summary>
    public static byte[] NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var hash = new byte[HashLength];
        NodeHash(left, right, hash);
        return hash;
    }

    /// <summary>SHA-256(0x01 ‖ left ‖ right) into <paramref name="hash"/>, which may be one of the two.</summary>
    public static void NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> hash)
    {
        Span<byte> buffer = stackalloc byte[1 + (2 * HashLength)];
        buffer[0] = 0x01;
        left.CopyTo(buffer[1..]);
        right.CopyTo(buffer[(1 + HashLength)..]);
        SHA256.HashData(buffer, hash);
    }

    /// <summary>The root of a perfect subtree: 1, 2, 4, … 256 hashes one after another, into <paramref name="root"/>.</summary>
    public static void Fold(ReadOnlySpan<byte> hashes, Span<byte> root)
    {
        Span<byte> nodes = stackalloc byte[Tile.MaximumWidth * HashLength];
        hashes.CopyTo(nodes);
        for (var length = hashes.Length; length > HashLength; length /= 2)
        {
            for (var at = 0; at < length; at += 2 * HashLength)
            {
                NodeHash(nodes.Slice(at, HashLength), nodes.Slice(at + HashLength, HashLength), nodes.Slice(at / 2, HashLength));
            }
        }

        nodes[..HashLength].CopyTo(root);
    }

    /// <summary>The tree head of leaf hashes; of none, SHA-256 of nothing (RFC 6962 §2.1).</summary>
    public static byte[] Root(IReadOnlyList<ReadOnlyMemory<byte>> leafHashes)
    {
        ArgumentNullException.ThrowIfNull(leafHashes);
        return leafHashes.Count == 0 ? SHA256.HashData([]) : MerkleLevels.Of(leafHashes).Root;
    }

    /// <summary>
    /// The root that a leaf at <paramref name="index"/> of a tree of <paramref name="size"/> implies through its audit path
    /// (RFC 9162 §2.1.3.2), or null where the path does not fit the tree.
    /// </summary>
    public static byte[]? RootFromPath(ReadOnlySpan<byte> leafHash, long index, long size, IReadOnlyList<byte[]> path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (index < 0 || index >= size || leafHash.Length != HashLength)
        {
            return null;
        }

        var (node, last) = (index, size - 1);
        var root = leafHash.ToArray();
        foreach (var sibling in path)
        {
            if (last == 0 || sibling.Length != HashLength)
            {
                return null;
            }

            if ((node & 1) == 1 || node == last)
            {
                root = NodeHash(sibling, root);
                while ((node & 1) == 0 && node != 0)
                {
                    (node, last) = (node >> 1, last >> 1);
                }
            }
            else
            {
                root = NodeHash(root, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 ? root : null;
    }
}
