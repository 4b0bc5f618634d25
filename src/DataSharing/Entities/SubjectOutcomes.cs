using DataSharing.Audit;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>What became of registering a subject.</summary>
public abstract record RegisterSubjectOutcome
{
    private RegisterSubjectOutcome() { }

    /// <param name="SubjectId">The new id, or on a retry the one made before.</param>
    /// <param name="Version">For the ETag.</param>
    /// <param name="Receipt">Of this act.</param>
    public sealed record Registered(string SubjectId, RowVersion Version, AuditReceipt Receipt) : RegisterSubjectOutcome;

    /// <summary>The Idempotency-Key was used with another body.</summary>
    public sealed record KeyReused : RegisterSubjectOutcome;
}

/// <summary>What became of reading a subject.</summary>
public abstract record ReadSubjectOutcome
{
    private ReadSubjectOutcome() { }

    public sealed record Found(
        string SubjectId,
        SubjectRecord Record,
        SubjectParticulars Particulars,
        RowVersion Version,
        AuditReceipt Receipt
    ) : ReadSubjectOutcome;

    /// <summary>Not there, or not the caller's: nobody can tell which.</summary>
    public sealed record NotFound(AuditReceipt Receipt) : ReadSubjectOutcome;
}
