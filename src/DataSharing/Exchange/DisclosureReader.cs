using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Exchange;

/// <summary>
/// Reading a disclosure is sharing: the recipient's read is decided again under the agreements in force now, for the purpose stated now, and
/// its entry is committed before the content leaves.
/// </summary>
public sealed class DisclosureReader(
    IRecordStore records,
    Journal journal,
    DecisionService decisions,
    DecisionFacts facts,
    DataKeys keys,
    SealedContent contents,
    TimeProvider time
)
{
    public async ValueTask<ReadDisclosureOutcome> ReadAsync(
        Caller caller,
        ReadHead head,
        string id,
        StatedAccess access,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(access);
        var partition = Shards.Of(id);
        var act = new AuditAct
        {
            Act = "disclosure.read",
            Caller = caller,
            Purpose = access.Purpose,
            Justification = access.Reason,
        };
        act = journal.Begin(act, cancellationToken);
        var row = await records.FindAsync(partition, DisclosureRecord.RowKey(id), cancellationToken);
        var record = row is null ? null : DisclosureRecord.Format.Read(row);
        if (row is null || record is null || (record.To != caller.Agency && record.From != caller.Agency))
        {
            return new ReadDisclosureOutcome.NotFound(await journal.NotFoundAsync(partition, act, id, cancellationToken));
        }

        act = act with { Records = [row.RowKey], Counterparts = [record.From == caller.Agency ? record.To : record.From] };
        if (record.IsDisposed)
        {
            return new ReadDisclosureOutcome.Erased(
                await journal.RecordAsync(partition, act with { Act = "disclosure.read-erased" }, cancellationToken)
            );
        }

        SharingDecision? decision = null;
        SubjectKeys held;
        var visible = record.Categories;
        if (record.To == caller.Agency)
        {
            var emergency = record.Emergency?.HoldsAt(time.GetUtcNow()) == true;
            var file = await facts.FileForAsync(
                head,
                record.SubjectId,
                record.From,
                record.To,
                access.Purpose,
                emergency ? FactsNeeded.Consent | FactsNeeded.Flags : FactsNeeded.Consent,
                cancellationToken
            );
            held = file.Keys;
            var question = new SharingQuestion(
                record.From,
                record.To,
                access.Purpose,
                record.SubjectKind,
                record.Categories,
                SharingMode.Content
            )
            {
                Emergency = emergency,
                Facts = emergency
                    ? DecisionFacts.OfEmergency(file, record.From, record.To, access.Purpose, time.GetUtcNow())
                    : DecisionFacts.Of(file, record.From, record.To, access.Purpose, time.GetUtcNow()),
            };
            decision = await decisions.DecideAsync(head, question, cancellationToken);
            visible = [.. decision.PermittedCategories];
            act = EmergencyShares.Mark(act.With(decision, record.SubjectId).Knowing(held), decision);
            if (visible.Count == 0)
            {
                var refused = act with { Act = "disclosure.read-refused" };
                return new ReadDisclosureOutcome.Refused(decision, await journal.RecordAsync(partition, refused, cancellationToken));
            }
        }
        else
        {
            held = await keys.OfSubjectAsync(record.SubjectId, cancellationToken);
            act = act with { Subjects = [new AuditSubject(record.SubjectId) { Keys = held }] };
        }

        var content = await contents.ReadAsync(
            row.RowKey,
            await held.FindAsync(record.From, cancellationToken),
            record.Inline,
            record.Blob,
            visible,
            cancellationToken
        );
        if (content is null)
        {
            return new ReadDisclosureOutcome.Erased(
                await journal.RecordAsync(partition, act with { Act = "disclosure.read-erased" }, cancellationToken)
            );
        }

        if (decision is { Obligations.Redact: { Count: > 0 } redact })
        {
            // What the agreement in force now takes out is taken out now, whatever it said when this was disclosed.
            content = Redaction.Apply(content, visible, redact);
        }

        // INVARIANT: the entry commits before the content leaves; if it cannot, this throws and nothing does.
        var receipt = await journal.RecordAsync(partition, act, cancellationToken);
        return new ReadDisclosureOutcome.Found(id, record, content, decision, row.Version, receipt);
    }
}
