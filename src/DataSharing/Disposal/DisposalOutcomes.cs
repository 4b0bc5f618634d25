using DataSharing.Audit;
using DataSharing.Storage;

namespace DataSharing.Disposal;

/// <summary>What became of proposing, confirming, declining or reading a disposal.</summary>
public abstract record DisposalOutcome
{
    private DisposalOutcome() { }

    public sealed record Done(DisposalView Disposal, AuditReceipt Receipt) : DisposalOutcome;

    /// <summary>Not there, or not this agency's.</summary>
    public sealed record NotFound(AuditReceipt Receipt) : DisposalOutcome;

    /// <summary>Something forbids it for now.</summary>
    /// <param name="Codes"><c>legal-hold</c>, <c>emergency-open</c>, <c>request-open</c>, <c>deployment-live</c>.</param>
    /// <param name="Receipt">Of the attempt.</param>
    public sealed record Held(IReadOnlyCollection<string> Codes, AuditReceipt Receipt) : DisposalOutcome;

    /// <summary>Whoever proposed it cannot confirm it.</summary>
    public sealed record NeedsAnother(AuditReceipt Receipt) : DisposalOutcome;

    /// <summary>It was decided before.</summary>
    public sealed record AlreadyDecided : DisposalOutcome;

    public sealed record Changed(RowVersion Current) : DisposalOutcome;

    /// <summary>The Idempotency-Key was used with another body.</summary>
    public sealed record KeyReused : DisposalOutcome;
}

/// <summary>A disposal as its agency's officers see it.</summary>
/// <param name="Id">Its number, and the certificate's.</param>
/// <param name="Record">How it stands.</param>
/// <param name="Version">Of its row.</param>
/// <param name="Reason">The proposer's words; null once the key is destroyed.</param>
/// <param name="EntryIndex">Of the certificate in the log; null until it is there.</param>
public sealed record DisposalView(string Id, DisposalRecord Record, RowVersion Version, string? Reason, long? EntryIndex)
{
    public override string ToString() => $"DisposalView({Id})";
}

/// <param name="Lines">The newest first.</param>
/// <param name="Next">Where the next page begins; leaves the platform encrypted only.</param>
/// <param name="Receipt">Of this read.</param>
public sealed record DisposalPage(IReadOnlyList<DisposalView> Lines, string? Next, AuditReceipt Receipt);

/// <summary>What became of setting, lifting or listing holds.</summary>
public abstract record LegalHoldOutcome
{
    private LegalHoldOutcome() { }

    public sealed record Done(LegalHoldView Hold, AuditReceipt Receipt) : LegalHoldOutcome;

    public sealed record Listed(IReadOnlyList<LegalHoldView> Holds, AuditReceipt Receipt) : LegalHoldOutcome;

    /// <summary>The subject, or the hold, is not there, or not this agency's.</summary>
    public sealed record NotFound(AuditReceipt Receipt) : LegalHoldOutcome;

    public sealed record Changed(RowVersion Current) : LegalHoldOutcome;

    public sealed record AlreadyLifted : LegalHoldOutcome;

    /// <summary>The Idempotency-Key was used with another body.</summary>
    public sealed record KeyReused : LegalHoldOutcome;
}

/// <summary>A hold that stands, in its agency's list.</summary>
/// <param name="SubjectId">What may not be disposed of.</param>
/// <param name="Id">Of the hold.</param>
/// <param name="SetBy">The officer.</param>
/// <param name="SetAt">When.</param>
/// <param name="Ground">Code of a <see cref="LegalHoldGround"/>; null where none was named.</param>
/// <param name="ReviewOn">When to look whether it is still needed; null where no day was set.</param>
public sealed record LegalHoldLine(string SubjectId, string Id, string SetBy, DateTimeOffset SetAt, string? Ground, DateOnly? ReviewOn);

/// <param name="Lines">What is to be reviewed first stands first; what has no day stands last.</param>
/// <param name="Total">On all pages.</param>
/// <param name="Receipt">Of this read.</param>
public sealed record LegalHoldPage(IReadOnlyList<LegalHoldLine> Lines, int Total, AuditReceipt Receipt);

/// <summary>A hold, opened.</summary>
public sealed record LegalHoldView(
    string Id,
    LegalHoldRecord Record,
    RowVersion Version,
    string? Reason,
    string? LiftReason,
    string? AskedBy = null
)
{
    public override string ToString() => $"LegalHoldView({Id})";
}
