namespace DataSharing.TransparencyLog;

/// <summary>What a witness says to a checkpoint (c2sp.org/tlog-witness, add-checkpoint). The numbers are those of HTTP.</summary>
public abstract record WitnessAnswer
{
    private WitnessAnswer(int status) => Status = status;

    public int Status { get; }

    /// <summary>It follows from what was cosigned before, and that is written down.</summary>
    public sealed record Cosigned(NoteSignature Signature) : WitnessAnswer(200);

    /// <summary>The old size is not that of the last checkpoint cosigned.</summary>
    /// <param name="Size">Of the last one cosigned; 0 before the first.</param>
    public sealed record Conflict(long Size) : WitnessAnswer(409);

    /// <summary>The size is that of the last checkpoint cosigned and the root is not: the log has forked, and both signed checkpoints prove it.</summary>
    /// <param name="Size">Of both.</param>
    /// <param name="Last">The one that was cosigned; null where none was, and the log signed a root over nothing that is not the root of nothing.</param>
    public sealed record Forked(long Size, SignedNote? Last) : WitnessAnswer(409);

    /// <summary>The proof does not lead from what was cosigned to this: the log was forked, cut or changed, or the proof is wrong.</summary>
    /// <param name="Last">What was cosigned last.</param>
    public sealed record Inconsistent(SignedNote? Last) : WitnessAnswer(422);

    /// <summary>None of the keys trusted for this log signed it.</summary>
    public sealed record NotSigned() : WitnessAnswer(403);

    /// <summary>A log that this witness does not watch.</summary>
    public sealed record UnknownLog() : WitnessAnswer(404);

    /// <summary>Not a request of this kind.</summary>
    public sealed record Malformed() : WitnessAnswer(400);
}
