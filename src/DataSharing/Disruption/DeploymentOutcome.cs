using DataSharing.Audit;
using DataSharing.Entities;
using DataSharing.Storage;

namespace DataSharing.Disruption;

/// <summary>What became of changing or reading a deployment.</summary>
public abstract record DeploymentOutcome
{
    private DeploymentOutcome() { }

    /// <param name="View">As it is now, for this caller.</param>
    /// <param name="Version">For the ETag.</param>
    /// <param name="Receipt">Of this act.</param>
    public sealed record Done(DeploymentView View, RowVersion Version, AuditReceipt Receipt) : DeploymentOutcome;

    /// <summary>Not there, or not for this caller: nobody can tell which.</summary>
    public sealed record NotFound(AuditReceipt Receipt) : DeploymentOutcome;

    /// <summary>It changed since the caller read it. HTTP 412.</summary>
    public sealed record Changed(RowVersion Current) : DeploymentOutcome;

    /// <summary>A rule stands in the way; every reason that was found is named.</summary>
    public sealed record Refused(IReadOnlyList<RuleRefusal> Reasons, AuditReceipt Receipt) : DeploymentOutcome;

    /// <summary>The Idempotency-Key was used with another body.</summary>
    public sealed record KeyReused : DeploymentOutcome;
}

/// <summary>Why something may not be done.</summary>
/// <param name="Code">Stable word, documented in docs/tactics.md.</param>
/// <param name="Detail">The rule, in a sentence of ours. Never what was sent.</param>
/// <param name="Pointer">The member of the request that breaks it; null where the deployment itself does.</param>
public sealed record RuleRefusal(string Code, string Detail, string? Pointer = null);

/// <summary>What a person should think about. It stops nothing.</summary>
/// <param name="Code">Stable word, documented in docs/tactics.md.</param>
/// <param name="Detail">A sentence of ours.</param>
/// <param name="DeploymentId">The other deployment, where there is one that the caller may see.</param>
public sealed record DeploymentWarning(string Code, string Detail, string? DeploymentId = null);

/// <summary>A step that could come next.</summary>
/// <param name="To">The state.</param>
/// <param name="Supply">Members of the transition that must come with it.</param>
/// <param name="Blocked">What has to be put right first; empty where nothing stands in the way.</param>
public sealed record NextStep(DeploymentState To, IReadOnlyList<string> Supply, IReadOnlyList<RuleRefusal> Blocked);

/// <summary>A deployment as one caller sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Record">Codes, dates and ids.</param>
/// <param name="Text">People's words.</param>
/// <param name="Next">What may come next; empty where this caller cannot act.</param>
/// <param name="Holds">Open and lifted, newly found ones included.</param>
/// <param name="Warnings">What to think about.</param>
/// <param name="Subjects">Particulars by subject id; null where they are not for this caller.</param>
/// <param name="MayAct">Whether the caller's agency may change it.</param>
public sealed record DeploymentView(
    string Id,
    DeploymentRecord Record,
    DeploymentText Text,
    IReadOnlyList<NextStep> Next,
    IReadOnlyList<HoldRecord> Holds,
    IReadOnlyList<DeploymentWarning> Warnings,
    IReadOnlyDictionary<string, SubjectLabel?> Subjects,
    bool MayAct
)
{
    public override string ToString() => $"DeploymentView({Id})";
}

/// <summary>What became of reading a document.</summary>
public abstract record DocumentOutcome
{
    private DocumentOutcome() { }

    public sealed record Found(DocumentRecord Record, string Name, ReadOnlyMemory<byte> Content, AuditReceipt Receipt) : DocumentOutcome
    {
        public override string ToString() => $"Found({Record.Number})";
    }

    public sealed record NotFound(AuditReceipt Receipt) : DocumentOutcome;
}
