using DataSharing.Disposal;
using DataSharing.Identity;

namespace DataSharing.Web.Api;

/// <summary>The bounds of what people say of disposals and holds; pages hold to the same.</summary>
internal static class DisposalInput
{
    public const int MaximumReason = 1_000;
    public const string ReasonRule = "10 to 1,000 characters, no control characters.";

    public const int MaximumAskedBy = 200;

    public static bool IsReason(string text) => text.Length >= 10 && PlainText.IsText(text, MaximumReason);

    public static bool IsAskedBy(string text) => PlainText.IsLine(text, MaximumAskedBy);
}

/// <param name="SubjectId">Whom it is about.</param>
/// <param name="Ground">A code of docs/what-remains-after-erasure.md: <c>retention-ended</c>, <c>court-order</c>, …</param>
/// <param name="Reason">In the proposer's words; 10 to 1,000 characters. Erased with the record.</param>
public sealed record DisposalBody(Guid SubjectId, string Ground, string Reason)
{
    public override string ToString() => $"DisposalBody({Ground})";
}

/// <param name="Decision"><c>confirmed</c> or <c>declined</c>.</param>
public sealed record DisposalDecisionBody(string Decision);

/// <param name="Reason">Why; 10 to 1,000 characters.</param>
/// <param name="Ground">What needs the record: <c>court-proceedings</c>, <c>criminal-investigation</c>, <c>coroner</c>, <c>public-inquiry</c>, <c>safeguarding-review</c>, <c>person-asked</c> or <c>complaint</c>; left out where it is none of them.</param>
/// <param name="AskedBy">Who asked for it, on one line of at most 200 characters; left out where nobody did.</param>
/// <param name="ReviewOn">The day on which somebody looks whether it is still needed, today or later. The hold stands beyond it until it is lifted.</param>
public sealed record LegalHoldBody(string Reason, string? Ground = null, string? AskedBy = null, DateOnly? ReviewOn = null)
{
    public override string ToString() => "LegalHoldBody(redacted)";
}

/// <param name="Reason">Why it is no longer needed; 10 to 1,000 characters.</param>
public sealed record LegalHoldLiftingBody(string Reason)
{
    public override string ToString() => "LegalHoldLiftingBody(redacted)";
}

/// <summary>A disposal, and from its confirmation on the certificate.</summary>
/// <param name="Id">The number of the disposal and of its certificate.</param>
/// <param name="State"><c>proposed</c>, <c>declined</c>, <c>sweeping</c> (erased, traces are being swept up) or <c>complete</c>.</param>
/// <param name="SubjectId">Null once it is complete: the certificate names nobody.</param>
/// <param name="SubjectKind">What it was; null where that was not recorded.</param>
/// <param name="Ground">Its code.</param>
/// <param name="Reason">The proposer's words; null in lists, and once they are erased.</param>
/// <param name="ProposedBy">Who, as entries name people.</param>
/// <param name="ProposedAt">When.</param>
/// <param name="DecidedBy">Who confirmed or declined it; null while it waits.</param>
/// <param name="DecidedAt">When; the moment of the erasure where it was confirmed.</param>
/// <param name="CompletedAt">When the last trace was swept up.</param>
/// <param name="BackupsExpireOn">By then no copy of the store holds the key.</param>
/// <param name="Destroyed">How much of each kind was destroyed.</param>
/// <param name="Recipients">How many disclosures each agency was sent: they are told (UK GDPR Art 19).</param>
/// <param name="LogEntry">The index of the certificate in the log; null until it is there, and in lists.</param>
public sealed record DisposalResponse(
    string Id,
    DisposalState State,
    string? SubjectId,
    SubjectKind? SubjectKind,
    string Ground,
    string? Reason,
    string ProposedBy,
    DateTimeOffset ProposedAt,
    string? DecidedBy,
    DateTimeOffset? DecidedAt,
    DateTimeOffset? CompletedAt,
    DateOnly? BackupsExpireOn,
    IReadOnlyList<DisposedCount> Destroyed,
    IReadOnlyList<ToldRecipient> Recipients,
    long? LogEntry
)
{
    public static DisposalResponse From(DisposalView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var record = view.Record;
        return new DisposalResponse(
            view.Id,
            record.State,
            record.SubjectId,
            record.SubjectKind,
            record.Ground,
            view.Reason,
            record.ProposedBy,
            record.ProposedAt,
            record.DecidedBy,
            record.DecidedAt,
            record.CompletedAt,
            record.BackupsExpireOn,
            [.. record.Destroyed.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => new DisposedCount(d.Key, d.Value))],
            [
                .. record
                    .Recipients.OrderBy(r => r.Key, StringComparer.Ordinal)
                    .Select(r => new ToldRecipient(AgencyId.Parse(r.Key), r.Value)),
            ],
            view.EntryIndex
        );
    }

    public override string ToString() => $"DisposalResponse({Id})";
}

/// <summary>A disposal as whoever proposed it sees it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="State"><c>proposed</c>, <c>declined</c>, <c>sweeping</c> or <c>complete</c>.</param>
/// <param name="SubjectId">Null once it is complete.</param>
/// <param name="Ground">Its code.</param>
/// <param name="ProposedAt">When.</param>
/// <param name="DecidedAt">When it was confirmed or declined; null while it waits.</param>
public sealed record OwnDisposalResponse(
    string Id,
    DisposalState State,
    string? SubjectId,
    string Ground,
    DateTimeOffset ProposedAt,
    DateTimeOffset? DecidedAt
)
{
    public static OwnDisposalResponse From(DisposalView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var record = view.Record;
        return new OwnDisposalResponse(view.Id, record.State, record.SubjectId, record.Ground, record.ProposedAt, record.DecidedAt);
    }
}

/// <param name="Kind"><c>facts</c>, <c>disclosures</c>, <c>keys</c>, …</param>
/// <param name="Number">How many.</param>
public sealed record DisposedCount(string Kind, int Number);

/// <param name="Agency">Who was sent it.</param>
/// <param name="Disclosures">How many.</param>
public sealed record ToldRecipient(AgencyId Agency, int Disclosures);

/// <param name="Id">Of the hold.</param>
/// <param name="Stands">Whether it forbids a disposal.</param>
/// <param name="Reason">Why it was set.</param>
/// <param name="SetBy">Who, as entries name people.</param>
/// <param name="SetAt">When.</param>
/// <param name="LiftReason">Why it was lifted; null while it stands.</param>
/// <param name="LiftedBy">Who; null while it stands.</param>
/// <param name="LiftedAt">When; null while it stands.</param>
/// <param name="Version">Send it in If-Match to lift the hold.</param>
/// <param name="Ground">What needs the record; null where none of the list was named.</param>
/// <param name="AskedBy">Who asked for it; null where nobody did.</param>
/// <param name="ReviewOn">When to look whether it is still needed; null where no day was set.</param>
public sealed record LegalHoldResponse(
    string Id,
    bool Stands,
    string? Reason,
    string SetBy,
    DateTimeOffset SetAt,
    string? LiftReason,
    string? LiftedBy,
    DateTimeOffset? LiftedAt,
    string Version,
    string? Ground,
    string? AskedBy,
    DateOnly? ReviewOn
)
{
    public static LegalHoldResponse From(LegalHoldView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var record = view.Record;
        return new LegalHoldResponse(
            view.Id,
            record.Stands,
            view.Reason,
            record.SetBy,
            record.SetAt,
            view.LiftReason,
            record.LiftedBy,
            record.LiftedAt,
            $"\"{view.Version.Value}\"",
            record.Ground,
            view.AskedBy,
            record.ReviewOn
        );
    }

    public override string ToString() => $"LegalHoldResponse({Id})";
}

/// <param name="Id">Of the hold.</param>
/// <param name="SubjectId">What may not be disposed of.</param>
/// <param name="Ground">What needs the record; null where none of the list was named.</param>
/// <param name="SetBy">Who, as entries name people.</param>
/// <param name="SetAt">When.</param>
/// <param name="ReviewOn">When to look whether it is still needed; null where no day was set.</param>
public sealed record LegalHoldLineResponse(
    string Id,
    string SubjectId,
    string? Ground,
    string SetBy,
    DateTimeOffset SetAt,
    DateOnly? ReviewOn
)
{
    public static LegalHoldLineResponse From(LegalHoldLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return new LegalHoldLineResponse(line.Id, line.SubjectId, line.Ground, line.SetBy, line.SetAt, line.ReviewOn);
    }
}
