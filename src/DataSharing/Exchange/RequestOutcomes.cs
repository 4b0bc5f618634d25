using System.Text.Json;
using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Exchange;

/// <summary>What an agency wants to know of another. Particulars (by category) say whom it is about, where the holder cannot know.</summary>
public sealed record RequestDraft(
    AgencyId To,
    string SubjectId,
    PurposeCode Purpose,
    string Reason,
    IReadOnlyList<DataCategory> Wanted,
    IReadOnlyDictionary<DataCategory, JsonElement> Particulars,
    TimeSpan RespondWithin
)
{
    public override string ToString() => $"RequestDraft(to {To})";
}

/// <summary>The private part of a request: sealed under the key of the subject and the asking agency.</summary>
internal sealed record RequestAsk(string Reason, IReadOnlyDictionary<string, JsonElement> Particulars)
{
    public override string ToString() => "RequestAsk(redacted)";
}

/// <summary>What became of asking.</summary>
public abstract record AskOutcome
{
    private AskOutcome() { }

    public sealed record Asked(string Id, RequestRecord Record, RowVersion Version, AuditReceipt Receipt) : AskOutcome;

    /// <summary>The agreements would let nothing of it be answered, or nothing of the particulars be sent: nobody was asked.</summary>
    public sealed record Refused(SharingDecision Decision, AuditReceipt Receipt) : AskOutcome;

    /// <summary>The particulars are for a person to release, and a system asked.</summary>
    public sealed record NeedsAPerson(AuditReceipt Receipt) : AskOutcome;

    public sealed record SubjectNotFound(AuditReceipt Receipt) : AskOutcome;

    /// <summary>The holder is no agency of the partnership, or the caller's own.</summary>
    public sealed record NotAHolder : AskOutcome;

    public sealed record KeyReused : AskOutcome;
}

/// <summary>What became of reading a request.</summary>
public abstract record ReadRequestOutcome
{
    private ReadRequestOutcome() { }

    public sealed record Found(
        string Id,
        RequestRecord Record,
        string Reason,
        IReadOnlyDictionary<string, JsonElement> Particulars,
        string? Explanation,
        RowVersion Version,
        AuditReceipt Receipt
    ) : ReadRequestOutcome
    {
        public override string ToString() => $"Found({Id})";
    }

    public sealed record NotFound(AuditReceipt Receipt) : ReadRequestOutcome;

    /// <summary>Addressed to the caller, but no agreement binds the two any more for this purpose.</summary>
    public sealed record Refused(SharingDecision Decision, AuditReceipt Receipt) : ReadRequestOutcome;

    public sealed record Erased(AuditReceipt Receipt) : ReadRequestOutcome;
}

/// <summary>What became of answering or refusing.</summary>
public abstract record EndRequestOutcome
{
    private EndRequestOutcome() { }

    /// <param name="Answer">Null where it was refused.</param>
    /// <param name="Record">The request as it now stands.</param>
    /// <param name="Version">For the ETag.</param>
    /// <param name="Receipt">Of this act.</param>
    public sealed record Ended((string Id, DisclosureRecord Record)? Answer, RequestRecord Record, RowVersion Version, AuditReceipt Receipt)
        : EndRequestOutcome;

    /// <summary>The agreements permit nothing of the answer now; the request stays open.</summary>
    public sealed record NothingPermitted(SharingDecision Decision, AuditReceipt Receipt) : EndRequestOutcome;

    /// <summary>The answer is for a person to release, and a system answered; the request stays open.</summary>
    public sealed record NeedsAPerson(AuditReceipt Receipt) : EndRequestOutcome;

    /// <summary>The answer has a category that was not asked for.</summary>
    public sealed record NotAskedFor(DataCategory Category) : EndRequestOutcome;

    public sealed record NotFound(AuditReceipt Receipt) : EndRequestOutcome;

    /// <summary>The request changed since the version given.</summary>
    public sealed record Changed(RowVersion Current) : EndRequestOutcome;

    /// <summary>It was answered or refused before.</summary>
    public sealed record AlreadyEnded(RowVersion Current) : EndRequestOutcome;
}
