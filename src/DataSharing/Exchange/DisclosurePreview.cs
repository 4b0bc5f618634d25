using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Exchange;

/// <summary>What an agency thinks of disclosing: categories only, no content.</summary>
public sealed record PreviewDraft(
    AgencyId To,
    string SubjectId,
    PurposeCode Purpose,
    string Reason,
    IReadOnlyList<DataCategory> Categories,
    AgreementId? Agreement
)
{
    /// <summary>As an emergency would be decided (<see cref="DisclosureDraft.Emergency"/>).</summary>
    public bool Emergency { get; init; }

    /// <summary>Disclosures are of content; that a record exists may be asked about alone.</summary>
    public SharingMode Mode { get; init; } = SharingMode.Content;

    public override string ToString() => $"PreviewDraft(to {To})";
}

/// <summary>What would become of disclosing.</summary>
public abstract record PreviewOutcome
{
    private PreviewOutcome() { }

    /// <summary>The decision that a disclosure would rest on now. It binds nobody: a disclosure is decided again.</summary>
    /// <param name="Decision">Permitted or not, category by category.</param>
    /// <param name="NeedsAPerson">This caller is a system, and a person would have to release it.</param>
    /// <param name="Receipt">Of this look.</param>
    public sealed record Decided(SharingDecision Decision, bool NeedsAPerson, AuditReceipt Receipt) : PreviewOutcome;

    /// <summary>No subject of that id, or none that this agency may refer to.</summary>
    public sealed record SubjectNotFound(AuditReceipt Receipt) : PreviewOutcome;

    /// <summary>The recipient is no agency of the partnership, or the caller's own.</summary>
    public sealed record NotARecipient : PreviewOutcome;
}

/// <summary>Shows the decision before anything is sent, with the same question and facts as a disclosure would put.</summary>
public sealed class DisclosurePreview(Journal journal, DecisionService decisions, SubjectDirectory subjects, TimeProvider time)
{
    public async ValueTask<PreviewOutcome> PreviewAsync(
        Caller caller,
        ReadHead head,
        PreviewDraft draft,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(draft);
        if (!MayReceive(caller, head, draft.To))
        {
            return new PreviewOutcome.NotARecipient();
        }

        var partition = Shards.Of(caller.Agency.Value);
        var act = new AuditAct
        {
            Act = "decision.previewed",
            Caller = caller,
            Purpose = draft.Purpose,
            Justification = draft.Reason,
        };
        if (await DecideAsync(caller, head, draft, cancellationToken) is not { } decision)
        {
            return new PreviewOutcome.SubjectNotFound(await journal.NotFoundAsync(partition, act, draft.SubjectId, cancellationToken));
        }

        // The recipient learns nothing of what was only thought of.
        var receipt = await journal.RecordAsync(partition, act.With(decision, draft.SubjectId), cancellationToken);
        return new PreviewOutcome.Decided(decision, ManualRelease.NeedsAPerson(decision, caller), receipt);
    }

    /// <summary>Another agency of the partnership.</summary>
    internal static bool MayReceive(Caller caller, ReadHead head, AgencyId to) =>
        to != caller.Agency && head.Head.Agencies.Any(agency => agency.Id == to);

    /// <summary>The decision alone, recorded by nobody yet; null: no subject of that id, or none that the caller's agency may refer to.</summary>
    internal async ValueTask<SharingDecision?> DecideAsync(
        Caller caller,
        ReadHead head,
        PreviewDraft draft,
        CancellationToken cancellationToken
    )
    {
        var further = draft.Emergency ? SubjectParts.Facts : SubjectParts.None;
        if (
            await subjects.ReferAsync(caller, head, draft.Purpose, draft.SubjectId, draft.To, further, cancellationToken)
            is not var (kind, file)
        )
        {
            return null;
        }

        var question = new SharingQuestion(caller.Agency, draft.To, draft.Purpose, kind, draft.Categories, draft.Mode)
        {
            Under = draft.Agreement,
            Emergency = draft.Emergency,
            Facts = draft.Emergency
                ? DecisionFacts.OfEmergency(file, caller.Agency, draft.To, draft.Purpose, time.GetUtcNow())
                : DecisionFacts.Of(file, caller.Agency, draft.To, draft.Purpose, time.GetUtcNow()),
        };
        return await decisions.DecideAsync(head, question, cancellationToken);
    }
}
