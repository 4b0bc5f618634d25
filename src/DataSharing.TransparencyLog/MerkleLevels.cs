namespace DataSharing.TransparencyLog;

/// <summary>
/// All levels of a small tree, so that every leaf's path can be read off. A lone last node rises unchanged, which yields the same tree as
/// RFC 6962's split at the largest power of two.
/// </summary>
public sealed class MerkleLevels
{
    private readonly List<ReadOnlyMemory<byte>[]> levels;

    private MerkleLevels(List<ReadOnlyMemory<byte>[]> levels) => this.levels = levels;

    public byte[] Root => levels[^1][0].ToArray();

    public static MerkleLevels Of(IReadOnlyList<ReadOnlyMemory<byte>> leafHashes)
    {
        ArgumentNullException.ThrowIfNull(leafHashes);
        ArgumentOutOfRangeException.ThrowIfZero(leafHashes.Count, nameof(leafHashes));
        var built = new List<ReadOnlyMemory<byte>[]> { leafHashes.ToArray() };
        while (built[^1].Length > 1)
        {
            var below = built[^1];
            var above = new ReadOnlyMemory<byte>[(below.Length + 1) / 2];
            for (var i = 0; i < above.Length; i++)
            {
                above[i] = (2 * i) + 1 < below.Length ? MerkleTree.NodeHash(below[2 * i].Span, below[(2 * i) + 1].Span) : below[2 * i];
            }

            built.Add(above);
        }

        return new MerkleLevels(built);
    }

    /// <summary>The audit path of a leaf, from its sibling upwards.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Path(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, levels[0].Length);
        var path = new List<ReadOnlyMemory<byte>>(levels.Count);
        for (var level = 0; level < levels.Count - 1; level++, index >>= 1)
        {
            var sibling = index ^ 1;
            if (sibling < levels[level].Length)
            {
                path.Add(levels[level][sibling]);
            }
        }

        return path;
    }
}
