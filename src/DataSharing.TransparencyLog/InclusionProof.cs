using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DataSharing.TransparencyLog;

/// <summary>That the entry at an index is in the log of a checkpoint, as one text (c2sp.org/tlog-proof@v1).</summary>
/// <param name="Index">The entry's place.</param>
/// <param name="Path">Its audit path, from its sibling upwards.</param>
/// <param name="Note">The signed checkpoint.</param>
public sealed record InclusionProof(long Index, IReadOnlyList<byte[]> Path, string Note)
{
    private const string Header = "c2sp.org/tlog-proof@v1";

    /// <summary>Whether an entry of this leaf hash is at the index in the log of the checkpoint.</summary>
    public bool Shows(ReadOnlySpan<byte> leafHash, Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return MerkleTree.RootFromPath(leafHash, Index, checkpoint.Size, Path) is { } root && checkpoint.Root.Span.SequenceEqual(root);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Header}\nindex {Index}\n{HashLines.Write(Path)}\n{Note}");

    public static bool TryParse(string? text, [NotNullWhen(true)] out InclusionProof? proof)
    {
        proof = null;
        if (!HashLines.TrySplit(text, out var head, out var note) || head is not [Header, .. var lines])
        {
            return false;
        }

        // Its content is not ours to know, and nobody has signed it.
        lines = lines is [var extra, ..] && extra.StartsWith("extra ", StringComparison.Ordinal) ? lines[1..] : lines;
        if (
            lines is not [var at, .. var hashes]
            || !HashLines.TryNumber(at, "index ", out var index)
            || !HashLines.TryRead(hashes, out var path)
        )
        {
            return false;
        }

        proof = new InclusionProof(index, path, note);
        return true;
    }
}
