using System.Buffers;
using System.Security.Cryptography;

namespace DataSharing.TransparencyLog;

/// <summary>RFC 6962 §2.1 Merkle tree hashing with SHA-256.</summary>
public static class MerkleTree
{
    public const int HashLength = 32;

    /// <summary>SHA-256(0x00 ‖ leaf).</summary>
    public static byte[] LeafHash(ReadOnlySpan<byte> leaf)
    {
        // One call over one buffer: an incremental hash allocates native state, which costs more than copying an entry.
        var buffer = ArrayPool<byte>.Shared.Rent(leaf.Length + 1);
        try
        {
            buffer[0] = 0x00;
            leaf.CopyTo(buffer.AsSpan(1));
            return SHA256.HashData(buffer.AsSpan(0, leaf.Length + 1));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>SHA-256(0x01 ‖ left ‖ right).</summary>
    public static byte[] NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> buffer = stackalloc byte[1 + (2 * HashLength)];
        buffer[0] = 0x01;
        left.CopyTo(buffer[1..]);
        right.CopyTo(buffer[(1 + HashLength)..]);
        return SHA256.HashData(buffer);
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
