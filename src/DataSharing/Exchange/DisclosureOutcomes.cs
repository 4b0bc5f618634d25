using System.Text.Json;
using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Exchange;

/// <summary>What an agency wants to disclose. The reason is the caller's own words; the content is an object a category.</summary>
public sealed record DisclosureDraft(
    AgencyId To,
    string SubjectId,
    PurposeCode Purpose,
    string Reason,
    IReadOnlyDictionary<DataCategory, JsonElement> Content,
    AgreementId? Agreement
)
{
    /// <summary>Asked for where somebody cannot wait for a permission that is missing; used only as far as one is.</summary>
    public EmergencyPlea? Emergency { get; init; }

    public override string ToString() => $"DisclosureDraft(to {To})";
}

/// <summary>What became of disclosing.</summary>
public abstract record DiscloseOutcome
{
    private DiscloseOutcome() { }

    /// <summary>The permitted categories were disclosed; the decision says which were withheld and why.</summary>
    public sealed record Disclosed(string Id, DisclosureRecord Record, RowVersion Version, AuditReceipt Receipt) : DiscloseOutcome;

    /// <summary>Nothing may be shared. Nothing was stored but the refusal.</summary>
    public sealed record Refused(SharingDecision Decision, AuditReceipt Receipt) : DiscloseOutcome;

    /// <summary>The agreement lets a person release it, and a system asked. Nothing was stored but that.</summary>
    public sealed record NeedsAPerson(AuditReceipt Receipt) : DiscloseOutcome;

    /// <summary>No subject of that id, or none that this agency may refer to.</summary>
    public sealed record SubjectNotFound(AuditReceipt Receipt) : DiscloseOutcome;

    /// <summary>The recipient is no agency of the partnership, or the caller's own.</summary>
    public sealed record NotARecipient : DiscloseOutcome;

    /// <summary>The Idempotency-Key was used with another body.</summary>
    public sealed record KeyReused : DiscloseOutcome;
}

/// <summary>What became of reading a disclosure.</summary>
public abstract record ReadDisclosureOutcome
{
    private ReadDisclosureOutcome() { }

    /// <param name="Id">Of the disclosure.</param>
    /// <param name="Record">As stored.</param>
    /// <param name="Content">What the caller may see now.</param>
    /// <param name="Decision">The decision made now; null for the agency that disclosed, which reads its own words.</param>
    /// <param name="Version">For the ETag.</param>
    /// <param name="Receipt">Of this read.</param>
    public sealed record Found(
        string Id,
        DisclosureRecord Record,
        IReadOnlyDictionary<DataCategory, JsonElement> Content,
        SharingDecision? Decision,
        RowVersion Version,
        AuditReceipt Receipt
    ) : ReadDisclosureOutcome
    {
        public override string ToString() => $"Found({Id})";
    }

    /// <summary>Not there, or neither party's: nobody can tell which.</summary>
    public sealed record NotFound(AuditReceipt Receipt) : ReadDisclosureOutcome;

    /// <summary>Addressed to the caller, but no agreement lets it be read now for this purpose.</summary>
    public sealed record Refused(SharingDecision Decision, AuditReceipt Receipt) : ReadDisclosureOutcome;

    /// <summary>The keys were destroyed: the record remains, its content does not.</summary>
    public sealed record Erased(AuditReceipt Receipt) : ReadDisclosureOutcome;
}

/// <summary>What became of acknowledging.</summary>
public abstract record AcknowledgeOutcome
{
    private AcknowledgeOutcome() { }

    public sealed record Acknowledged(DateTimeOffset At, RowVersion Version, AuditReceipt Receipt) : AcknowledgeOutcome;

    public sealed record NotFound(AuditReceipt Receipt) : AcknowledgeOutcome;
}
