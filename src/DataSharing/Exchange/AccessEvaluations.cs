using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Exchange;

/// <summary>What another program wants to be told: may this agency disclose these categories about a subject to that one?</summary>
/// <param name="To">The agency that would receive.</param>
/// <param name="SubjectKind">What the program takes the subject to be; another kind is "not there".</param>
/// <param name="SubjectId">Of the subject.</param>
/// <param name="Purpose">The stated purpose.</param>
/// <param name="Reason">The caller's own words.</param>
/// <param name="Categories">1 to 64.</param>
/// <param name="Mode">Content, or that a record exists.</param>
/// <param name="Agreement">To be decided under this one; null lets the platform choose.</param>
public sealed record EvaluationDraft(
    AgencyId To,
    SubjectKind SubjectKind,
    string SubjectId,
    PurposeCode Purpose,
    string Reason,
    IReadOnlyList<DataCategory> Categories,
    SharingMode Mode,
    AgreementId? Agreement
)
{
    public override string ToString() => $"EvaluationDraft(to {To})";
}

/// <summary>An answer to an evaluation, recorded before it is given.</summary>
/// <param name="Id">The id of its audit entry, by which anybody can speak of the answer.</param>
/// <param name="Receipt">Of that entry.</param>
public abstract record EvaluationAnswer(string Id, AuditReceipt Receipt)
{
    /// <summary>Decided on the agreements in force.</summary>
    /// <param name="Id">Of the entry.</param>
    /// <param name="Receipt">Of the entry.</param>
    /// <param name="Decision">What a disclosure would rest on now.</param>
    /// <param name="NeedsAPerson">This caller is a system, and a person would have to release it.</param>
    public sealed record Decided(string Id, AuditReceipt Receipt, SharingDecision Decision, bool NeedsAPerson)
        : EvaluationAnswer(Id, Receipt)
    {
        /// <summary>INVARIANT: everything asked for may leave now, sent by this caller. Less is no permission, because a yes says nothing of parts.</summary>
        public bool IsPermitted => Decision.Effect == SharingEffect.Permit && !NeedsAPerson;
    }

    /// <summary>No subject of that id and kind, or none that this agency may refer to.</summary>
    public sealed record SubjectNotFound(string Id, AuditReceipt Receipt) : EvaluationAnswer(Id, Receipt);

    /// <summary>The recipient is no agency of the partnership, or the caller's own.</summary>
    public sealed record NotARecipient(string Id, AuditReceipt Receipt) : EvaluationAnswer(Id, Receipt);

    /// <summary>What was sent is no question that could be decided: it is refused.</summary>
    public sealed record NotUnderstood(string Id, AuditReceipt Receipt) : EvaluationAnswer(Id, Receipt);
}

/// <summary>
/// Decides for programs that ask before they share by a way of their own. An answer is an act: each has an entry, the refused and the
/// unintelligible ones too.
/// </summary>
public sealed class AccessEvaluations(Journal journal, DisclosurePreview previews)
{
    private const string Act = "decision.evaluated";

    public async ValueTask<EvaluationAnswer> EvaluateAsync(
        Caller caller,
        ReadHead head,
        EvaluationDraft draft,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(draft);
        var act = new AuditAct
        {
            Act = Act,
            Caller = caller,
            Purpose = draft.Purpose,
            Justification = draft.Reason,
        };
        if (!DisclosurePreview.MayReceive(caller, head, draft.To))
        {
            var (unsent, receiptOfIt) = await RecordAsync(caller, Ending(act, "not-a-recipient"), cancellationToken);
            return new EvaluationAnswer.NotARecipient(unsent, receiptOfIt);
        }

        var asked = new PreviewDraft(draft.To, draft.SubjectId, draft.Purpose, draft.Reason, draft.Categories, draft.Agreement)
        {
            Mode = draft.Mode,
        };
        var decision = await previews.DecideAsync(caller, head, asked, cancellationToken);
        if (decision is null || decision.Question.SubjectKind != draft.SubjectKind)
        {
            var missing = Journal.NotFound(act, draft.SubjectId);
            var (nothing, receiptOfNothing) = await RecordAsync(caller, missing, cancellationToken);
            return new EvaluationAnswer.SubjectNotFound(nothing, receiptOfNothing);
        }

        var needsAPerson = ManualRelease.NeedsAPerson(decision, caller);
        var decided = act.With(decision, draft.SubjectId);
        if (needsAPerson)
        {
            decided = Ending(decided, "release-needs-a-person");
        }

        var (id, receipt) = await RecordAsync(caller, decided, cancellationToken);
        return new EvaluationAnswer.Decided(id, receipt, decision, needsAPerson);
    }

    /// <summary>Records that something was asked that cannot be decided; what it was is not kept, since it may be anything.</summary>
    /// <param name="caller">Who asked.</param>
    /// <param name="fault">A code of ours.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<EvaluationAnswer> RefuseAsync(Caller caller, string fault, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var (id, receipt) = await RecordAsync(caller, Ending(new AuditAct { Act = Act, Caller = caller }, fault), cancellationToken);
        return new EvaluationAnswer.NotUnderstood(id, receipt);
    }

    private async ValueTask<(string Id, AuditReceipt Receipt)> RecordAsync(Caller caller, AuditAct act, CancellationToken cancellationToken)
    {
        // The recipient learns nothing of what was only asked, so the entry is the asking agency's alone.
        var commit = JournalCommit.Read(Shards.Of(caller.Agency.Value), act);
        return await journal.CommitAsync(commit, cancellationToken) is JournalOutcome.Committed done
            ? (done.EntryId, done.Receipt)
            : throw new StoreUnavailableException("The entry could not be written.");
    }

    private static AuditAct Ending(AuditAct act, string outcome) =>
        act with
        {
            Details = new Dictionary<string, string>(act.Details, StringComparer.Ordinal) { ["outcome"] = outcome },
        };
}
