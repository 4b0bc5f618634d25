using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace DataSharing.TransparencyLog;

/// <summary>
/// That the log of an older size is a beginning of the log of a checkpoint, in the form that witnesses take (c2sp.org/tlog-witness,
/// add-checkpoint).
/// </summary>
/// <param name="OldSize">The older size.</param>
/// <param name="Path">RFC 6962 §2.1.2.</param>
/// <param name="Note">The newer signed checkpoint.</param>
public sealed record ConsistencyProof(long OldSize, IReadOnlyList<byte[]> Path, string Note)
{
    /// <summary>Whether nothing that the older checkpoint covers was changed, moved or taken out (RFC 9162 §2.1.4.2).</summary>
    public bool Shows(Checkpoint older, Checkpoint newer)
    {
        ArgumentNullException.ThrowIfNull(older);
        ArgumentNullException.ThrowIfNull(newer);
        if (older.Size != OldSize || older.Size > newer.Size)
        {
            return false;
        }

        if (older.Size == 0 || older.Size == newer.Size)
        {
            return Path.Count == 0
                && (
                    older.Size == 0 ? older.Root.Span.SequenceEqual(new TreeEdge().Root()) : older.Root.Span.SequenceEqual(newer.Root.Span)
                );
        }

        IReadOnlyList<byte[]> path = BitOperations.IsPow2(older.Size) ? [older.Root.ToArray(), .. Path] : Path;
        if (path.Count == 0 || path.Any(h => h.Length != MerkleTree.HashLength))
        {
            return false;
        }

        var (node, last) = (older.Size - 1, newer.Size - 1);
        while ((node & 1) == 1)
        {
            (node, last) = (node >> 1, last >> 1);
        }

        var (oldRoot, newRoot) = (path[0], path[0]);
        foreach (var hash in path.Skip(1))
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                (oldRoot, newRoot) = (MerkleTree.NodeHash(hash, oldRoot), MerkleTree.NodeHash(hash, newRoot));
                while ((node & 1) == 0 && node != 0)
                {
                    (node, last) = (node >> 1, last >> 1);
                }
            }
            else
            {
                newRoot = MerkleTree.NodeHash(newRoot, hash);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && older.Root.Span.SequenceEqual(oldRoot) && newer.Root.Span.SequenceEqual(newRoot);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"old {OldSize}\n{HashLines.Write(Path)}\n{Note}");

    public static bool TryParse(string? text, [NotNullWhen(true)] out ConsistencyProof? proof)
    {
        proof = null;
        if (
            !HashLines.TrySplit(text, out var head, out var note)
            || head is not [var old, .. var lines]
            || !HashLines.TryNumber(old, "old ", out var oldSize)
            || !HashLines.TryRead(lines, out var path)
        )
        {
            return false;
        }

        proof = new ConsistencyProof(oldSize, path, note);
        return true;
    }
}
