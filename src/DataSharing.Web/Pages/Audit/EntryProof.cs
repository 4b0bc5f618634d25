using DataSharing.Audit;
using DataSharing.TransparencyLog;

namespace DataSharing.Web.Pages.Audit;

/// <summary>That an entry is in the log, as its page shows it.</summary>
/// <param name="Proof">Index, path and signed checkpoint.</param>
/// <param name="Checkpoint">What the checkpoint states.</param>
/// <param name="LeafHash">Of the entry, as the log's tiles have it.</param>
/// <param name="Cosigners">How many of the log's witnesses have cosigned the checkpoint.</param>
/// <param name="Wanted">How many must; 0 where there are none.</param>
/// <param name="Page">The entry's page, whose handlers give the files.</param>
public sealed record EntryProof(
    InclusionProof Proof,
    Checkpoint Checkpoint,
    ReadOnlyMemory<byte> LeafHash,
    int Cosigners,
    int Wanted,
    string Page
)
{
    /// <summary>Null where no checkpoint covers the entry yet.</summary>
    public static async ValueTask<EntryProof?> OfAsync(
        LogReader log,
        LogOverviewReader overview,
        long index,
        string page,
        CancellationToken cancellationToken
    )
    {
        if (
            await log.ProveAsync(index, cancellationToken) is not { } proof
            || await log.LeafHashAsync(index, cancellationToken) is not { } leaf
            || !SignedNote.TryParse(proof.Note, out var note)
            || !Checkpoint.TryParse(note.Text, out var checkpoint)
        )
        {
            return null;
        }

        var policy = overview.Policy;
        return new EntryProof(proof, checkpoint, leaf, policy.Count(note).Cosigned.Count, policy.Quorum, page);
    }
}
