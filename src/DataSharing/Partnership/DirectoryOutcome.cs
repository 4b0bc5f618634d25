using DataSharing.Audit;
using DataSharing.Storage;

namespace DataSharing.Partnership;

/// <summary>What became of a change to the directory: of an agency, a binding, a grant or a suspension.</summary>
public abstract record DirectoryOutcome<T>
    where T : class
{
    private DirectoryOutcome() { }

    /// <param name="Record">As it is now; for a removal, as it was.</param>
    /// <param name="Version">For the ETag; null after a removal.</param>
    /// <param name="Receipt">Of this act.</param>
    public sealed record Done(T Record, RowVersion? Version, AuditReceipt Receipt) : DirectoryOutcome<T>;

    public sealed record Invalid(FieldFault Fault) : DirectoryOutcome<T>;

    /// <summary>Not there, or nothing that the caller may know of.</summary>
    public sealed record NotFound : DirectoryOutcome<T>;

    /// <summary>The caller's roles do not reach that far.</summary>
    public sealed record Forbidden : DirectoryOutcome<T>;

    /// <summary>The state of the directory does not allow it.</summary>
    public sealed record Conflict(DirectoryConflict Reason) : DirectoryOutcome<T>;

    /// <summary>Changed since it was read.</summary>
    public sealed record PreconditionFailed(RowVersion Current) : DirectoryOutcome<T>;

    /// <summary>The Idempotency-Key was used with another body.</summary>
    public sealed record KeyReused : DirectoryOutcome<T>;
}

/// <summary>Why the state of the directory does not allow a change.</summary>
public enum DirectoryConflict
{
    /// <summary>The id is taken, or kept for the platform.</summary>
    AgencyExists,

    /// <summary>This tenant, application or person is bound already.</summary>
    AlreadyBound,

    /// <summary>The person holds the role, or a proposal waits for confirmation.</summary>
    AlreadyGranted,

    /// <summary>No agency's binding covers the person, so the role could not be used.</summary>
    PersonNotBound,

    /// <summary>A second person must confirm: neither whoever proposed it nor whoever receives it.</summary>
    SecondPersonNeeded,

    /// <summary>It has been confirmed.</summary>
    AlreadyConfirmed,

    /// <summary>It would leave nobody, or only one, who could administer the partnership.</summary>
    AdministratorsNeeded,

    AlreadySuspended,

    NotSuspended,

    /// <summary>The head row holds no more of these.</summary>
    DirectoryFull,
}
