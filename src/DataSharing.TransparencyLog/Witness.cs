using System.Text;

namespace DataSharing.TransparencyLog;

/// <summary>
/// Cosigns the checkpoints of the logs that it watches, each only where it follows from the one before (c2sp.org/tlog-witness). Sees sizes and
/// hashes, never an entry. Safe for concurrent use.
/// </summary>
/// <param name="signer">Its key.</param>
/// <param name="logs">What it watches; one of each origin.</param>
/// <param name="state">Where it writes down what it has cosigned.</param>
/// <param name="time">The clock that its cosignatures state.</param>
public sealed class Witness(WitnessSigner signer, IReadOnlyList<WitnessedLog> logs, WitnessState state, TimeProvider time)
{
    /// <summary>No request is longer, in bytes.</summary>
    public const int MaximumRequest = 64 * 1024;

    /// <summary>The specification's limit.</summary>
    private const int MaximumProof = 63;

    private readonly Lock gate = new();

    /// <summary>Answers one request.</summary>
    /// <exception cref="IOException">It could not be written down, so nothing is cosigned.</exception>
    public WitnessAnswer AddCheckpoint(ReadOnlySpan<byte> request)
    {
        if (
            request.Length > MaximumRequest
            || !TryRead(request, out var asked)
            || !SignedNote.TryParse(asked.Note, out var note)
            || !Checkpoint.TryParse(note.Text, out var checkpoint)
        )
        {
            return new WitnessAnswer.Malformed();
        }

        if (logs.FirstOrDefault(l => string.Equals(l.Origin, checkpoint.Origin, StringComparison.Ordinal)) is not { } log)
        {
            return new WitnessAnswer.UnknownLog();
        }

        if (log.SignatureOf(note) is not { } signature)
        {
            return new WitnessAnswer.NotSigned();
        }

        var kept = new WitnessedCheckpoint(checkpoint, new SignedNote(note.Text, [signature]));
        if (
            asked.OldSize > checkpoint.Size
            || asked.Path.Count > MaximumProof
            || Encoding.UTF8.GetByteCount(kept.Note.ToString()) > WitnessRecord.MaximumNote
        )
        {
            return new WitnessAnswer.Malformed();
        }

        // INVARIANT: looked up, compared, written down and signed by one at a time; else a smaller one could overtake a larger.
        lock (gate)
        {
            return Cosign(asked, kept);
        }
    }

    private WitnessAnswer Cosign(ConsistencyProof asked, WitnessedCheckpoint kept)
    {
        var checkpoint = kept.Checkpoint;
        var before = state.Find(checkpoint.Origin);
        var last = before?.Checkpoint ?? new Checkpoint(checkpoint.Origin, 0, new TreeEdge().Root());
        if (asked.OldSize != last.Size)
        {
            return new WitnessAnswer.Conflict(last.Size);
        }

        if (last.Size == checkpoint.Size && !last.Root.Span.SequenceEqual(checkpoint.Root.Span))
        {
            return new WitnessAnswer.Forked(last.Size, before?.Note);
        }

        if (!asked.Shows(last, checkpoint))
        {
            return new WitnessAnswer.Inconsistent(before?.Note);
        }

        // INVARIANT: durable before the cosignature exists, so that a witness that is killed here has promised nothing that it forgets.
        state.Write(kept);
        return new WitnessAnswer.Cosigned(signer.Cosign(checkpoint, time.GetUtcNow()));
    }

    private static bool TryRead(ReadOnlySpan<byte> request, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ConsistencyProof? asked)
    {
        asked = null;
        try
        {
            return ConsistencyProof.TryParse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(request), out asked);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
