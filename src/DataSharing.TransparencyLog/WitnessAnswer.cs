namespace DataSharing.TransparencyLog;

/// <summary>What a witness says to a checkpoint (c2sp.org/tlog-witness, add-checkpoint). The numbers are those of HTTP.</summary>
public abstract record WitnessAnswer
{
    private WitnessAnswer(int status) => Status = status;

    public int Status { get; }

    /// <summary>It follows from what was cosigned before, and that is written down.</summary>
    public sealed record Cosigned(NoteSignature Signature) : WitnessAnswer(200);

    /// <summary>
    /// The old size is not that of the last checkpoint cosigned, or the size is and the root is not: then the log has forked.
    /// </summary>
    /// <param name="Size">Of the last one cosigned; 0 before the first.</param>
    public sealed record Conflict(long Size) : WitnessAnswer(409);

    /// <summary>The proof does not lead from what was cosigned to this: the log was forked, cut or changed, or the proof is wrong.</summary>
    public sealed record Inconsistent() : WitnessAnswer(422);

    /// <summary>None of the keys trusted for this log signed it.</summary>
    public sealed record NotSigned() : WitnessAnswer(403);

    /// <summary>A log that this witness does not watch.</summary>
    public sealed record UnknownLog() : WitnessAnswer(404);

    /// <summary>Not a request of this kind.</summary>
    public sealed record Malformed() : WitnessAnswer(400);
}
