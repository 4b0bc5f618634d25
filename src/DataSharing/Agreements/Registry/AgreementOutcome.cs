using DataSharing.Audit;
using DataSharing.Storage;

namespace DataSharing.Agreements;

/// <summary>What became of a step in an agreement's life: from the draft to its end.</summary>
public abstract record AgreementOutcome
{
    private AgreementOutcome() { }

    /// <param name="Record">As it is now.</param>
    /// <param name="Version">For the ETag.</param>
    /// <param name="Receipt">Of this act.</param>
    public sealed record Done(AgreementRecord Record, RowVersion Version, AuditReceipt Receipt) : AgreementOutcome;

    /// <summary>The document cannot be an agreement.</summary>
    /// <param name="Findings">At least one.</param>
    public sealed record Rejected(IReadOnlyList<AgreementFinding> Findings) : AgreementOutcome;

    /// <summary>The legal check refuses it, or something needs a sign-off that nobody has given.</summary>
    /// <param name="Findings">At least one: what refuses, else what has to be signed off.</param>
    public sealed record Unlawful(IReadOnlyList<LegalFinding> Findings) : AgreementOutcome;

    /// <summary>Not there, or neither the caller's agency is a party nor the caller a partnership administrator: alike.</summary>
    public sealed record NotFound(AuditReceipt Receipt) : AgreementOutcome;

    /// <summary>The caller may see it and may not do this.</summary>
    public sealed record Forbidden : AgreementOutcome;

    /// <summary>Where it stands does not allow it.</summary>
    public sealed record Conflict(AgreementConflict Reason) : AgreementOutcome;

    /// <summary>Changed since it was read.</summary>
    public sealed record PreconditionFailed(RowVersion Current) : AgreementOutcome;

    /// <summary>The Idempotency-Key was used with another body.</summary>
    public sealed record KeyReused : AgreementOutcome;
}

/// <summary>Why an agreement's standing does not allow a step.</summary>
public enum AgreementConflict
{
    /// <summary>This version of this agreement exists. Ids are the partnership's, so this tells that the name is taken, and nothing else.</summary>
    VersionExists,

    /// <summary>It is before the parties, in force, or over.</summary>
    NotADraft,

    /// <summary>It is a draft still, in force, or over.</summary>
    NotInReview,

    /// <summary>The document given is of another agreement or version.</summary>
    OtherAgreement,

    /// <summary>The agency has left it, or was never a party.</summary>
    NotAParty,

    /// <summary>It ends at that moment or before already.</summary>
    EndsSooner,

    /// <summary>It is not in force.</summary>
    NotInForce,

    /// <summary>The hash that the caller would sign is not this document's.</summary>
    OtherContent,

    /// <summary>The caller's agency has signed.</summary>
    AlreadySigned,

    /// <summary>A party has not signed.</summary>
    SignatureMissing,

    /// <summary>Whoever drafted it does not bring it into force.</summary>
    SecondPersonNeeded,

    /// <summary>A party is suspended or not registered.</summary>
    PartyNotActive,

    /// <summary>Its dates are over.</summary>
    Ended,

    /// <summary>A later version, or this one, is in force.</summary>
    LaterVersionInForce,

    /// <summary>The head row names no more agreements.</summary>
    TooManyInForce,

    AlreadySuspended,

    NotSuspended,

    /// <summary>No finding of the legal check waits for this sign-off.</summary>
    NothingToSignOff,

    /// <summary>The stored document is not what its record says. An operator must look.</summary>
    Unreadable,
}
