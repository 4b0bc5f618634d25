using DataSharing.Audit;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>What became of registering a subject.</summary>
public abstract record RegisterSubjectOutcome
{
    private RegisterSubjectOutcome() { }

    /// <param name="SubjectId">The new id, or on a retry the one made before.</param>
    /// <param name="Particulars">As they were kept: identifiers normalised, each with what its check said.</param>
    /// <param name="Version">For the ETag.</param>
    /// <param name="Receipt">Of this act.</param>
    public sealed record Registered(string SubjectId, SubjectParticulars Particulars, RowVersion Version, AuditReceipt Receipt)
        : RegisterSubjectOutcome
    {
        public override string ToString() => $"Registered({SubjectId})";
    }

    /// <summary>The Idempotency-Key was used with another body.</summary>
    public sealed record KeyReused : RegisterSubjectOutcome;
}

/// <summary>What became of reading a subject.</summary>
public abstract record ReadSubjectOutcome
{
    private ReadSubjectOutcome() { }

    public sealed record Found(SubjectView View, AuditReceipt Receipt) : ReadSubjectOutcome;

    /// <summary>Not there, or not for the caller: nobody can tell which.</summary>
    public sealed record NotFound(AuditReceipt Receipt) : ReadSubjectOutcome;
}

/// <summary>What became of recording or closing a fact, a link or an event.</summary>
public abstract record ItemOutcome
{
    private ItemOutcome() { }

    /// <param name="Id">The item; on a retry the one made before.</param>
    /// <param name="Version">For the ETag.</param>
    /// <param name="Receipt">Of this act.</param>
    public sealed record Done(string Id, RowVersion Version, AuditReceipt Receipt) : ItemOutcome;

    /// <summary>No such subject or item, or none that this caller may refer to or change: nobody can tell which.</summary>
    public sealed record NotFound(AuditReceipt Receipt) : ItemOutcome;

    /// <summary>The Idempotency-Key was used with another body.</summary>
    public sealed record KeyReused : ItemOutcome;

    /// <summary>Changed since the version given.</summary>
    public sealed record Changed(RowVersion Current) : ItemOutcome;

    /// <summary>Closed before.</summary>
    public sealed record AlreadyClosed(RowVersion Current) : ItemOutcome;

    /// <summary>The subjects do not take it: a kind of link that is not defined between them, or a role that such a subject cannot have.</summary>
    /// <param name="Member">The offending member of the request, as a JSON pointer.</param>
    /// <param name="Rule">The rule it breaks, in a sentence.</param>
    public sealed record DoesNotFit(string Member, string Rule) : ItemOutcome;
}
