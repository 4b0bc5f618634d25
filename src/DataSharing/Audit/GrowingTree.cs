using DataSharing.Storage;
using DataSharing.TransparencyLog;

namespace DataSharing.Audit;

/// <summary>
/// A tree to which sequence files are added: knows its edge, the entries of the last bundle, and the full tiles and bundles that have come
/// about and are not written yet. In memory only.
/// </summary>
internal sealed class GrowingTree(TreeEdge edge, LogNames names)
{
    private readonly List<ReadOnlyMemory<byte>> bundle = [];
    private readonly Queue<(long First, long Next)> tail = new();
    private readonly List<DerivedBlob> completed = [];
    private readonly byte[] hash = new byte[MerkleTree.HashLength];

    public long Size => edge.Size;

    /// <summary>Full tiles and bundles to be written before anything names them.</summary>
    public IReadOnlyList<DerivedBlob> Completed => completed;

    /// <summary>The first entry of the last bundle that holds any.</summary>
    public static long LastBundle(long size) => Math.Max(0, size - 1) / Tile.MaximumWidth * Tile.MaximumWidth;

    public byte[] Root() => edge.Root();

    public LogHeadRecord Record(string note) => new(note, edge.Write(), [.. tail.Select(t => t.First)]);

    public void Add(SequenceFile file)
    {
        foreach (var leaf in file.Leaves)
        {
            MerkleTree.LeafHash(leaf.Span, hash);
            Extend(leaf);
            edge.Append(hash, (tile, hashes) => completed.Add(new DerivedBlob(names.Of(tile), hashes.ToArray())));
        }

        Remember(file);
    }

    /// <summary>Takes up the entries of the last bundle again, whose leaf hashes the tree has already.</summary>
    public void Resume(SequenceFile file)
    {
        foreach (var leaf in file.Leaves.Skip((int)Math.Max(0, LastBundle(Size) - file.FirstIndex)))
        {
            Extend(leaf);
        }

        // A full one has been written; the next begins empty.
        completed.Clear();
        Remember(file);
    }

    public void Written() => completed.Clear();

    private void Extend(ReadOnlyMemory<byte> leaf)
    {
        if (bundle.Count == Tile.MaximumWidth)
        {
            bundle.Clear();
        }

        bundle.Add(leaf);
        if (bundle.Count == Tile.MaximumWidth)
        {
            completed.Add(
                new DerivedBlob(
                    names.Of(new Tile(Tile.EntriesLevel, Size / Tile.MaximumWidth, Tile.MaximumWidth)),
                    EntryBundle.Write(bundle)
                )
            );
        }
    }

    private void Remember(SequenceFile file)
    {
        tail.Enqueue((file.FirstIndex, file.NextIndex));
        while (tail.Peek().Next <= LastBundle(Size))
        {
            tail.Dequeue();
        }
    }
}
