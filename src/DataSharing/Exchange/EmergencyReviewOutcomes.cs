using DataSharing.Audit;

namespace DataSharing.Exchange;

/// <summary>What became of reading an emergency.</summary>
public abstract record ReadEmergencyOutcome
{
    private ReadEmergencyOutcome() { }

    /// <param name="Id">Of the disclosure.</param>
    /// <param name="Record">The disclosure, without its content.</param>
    /// <param name="Share">How the emergency stands.</param>
    /// <param name="Plea">The sender's words; null where the subject's key was destroyed.</param>
    /// <param name="Reasons">The words of each review; null as above.</param>
    /// <param name="IsOwn">The officer made it: another has to review it.</param>
    /// <param name="Receipt">Of this read.</param>
    public sealed record Found(
        string Id,
        DisclosureRecord Record,
        EmergencyShare Share,
        EmergencyPlea? Plea,
        IReadOnlyList<string?> Reasons,
        bool IsOwn,
        AuditReceipt Receipt
    ) : ReadEmergencyOutcome
    {
        public override string ToString() => $"Found({Id})";
    }

    /// <summary>Not there, not an emergency, or not of the officer's agency: nobody can tell which.</summary>
    public sealed record NotFound(AuditReceipt Receipt) : ReadEmergencyOutcome;
}

/// <summary>What became of reviewing one.</summary>
public abstract record ReviewEmergencyOutcome
{
    private ReviewEmergencyOutcome() { }

    public sealed record Reviewed(EmergencyShare Share, AuditReceipt Receipt) : ReviewEmergencyOutcome;

    public sealed record NotFound(AuditReceipt Receipt) : ReviewEmergencyOutcome;

    /// <summary>It is the officer's own act.</summary>
    public sealed record NeedsAnother(AuditReceipt Receipt) : ReviewEmergencyOutcome;

    /// <summary>It was upheld or not, and that stands.</summary>
    public sealed record AlreadyDone : ReviewEmergencyOutcome;

    /// <summary>The Idempotency-Key was used with another body.</summary>
    public sealed record KeyReused : ReviewEmergencyOutcome;
}
