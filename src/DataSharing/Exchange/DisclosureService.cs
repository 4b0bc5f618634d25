using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Messaging;
using DataSharing.Partnership;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Exchange;

/// <summary>Disclosing: one agency sends another what an agreement permits about one subject, and nothing else.</summary>
public sealed class DisclosureService(
    IRecordStore records,
    Journal journal,
    DecisionService decisions,
    SubjectDirectory subjects,
    SealedContent contents,
    EmergencyShares emergencies,
    CreationId creationIds,
    IdempotencyRow idempotency,
    TimeProvider time
)
{
    public async ValueTask<DiscloseOutcome> DiscloseAsync(
        Caller caller,
        ReadHead head,
        DisclosureDraft draft,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(retry);
        if (draft.To == caller.Agency || !head.Head.Agencies.Any(a => a.Id == draft.To))
        {
            return new DiscloseOutcome.NotARecipient();
        }

        var id = await creationIds.ForAsync(caller, "disclosures", retry.Key, cancellationToken);
        var act = new AuditAct
        {
            Act = "disclosure.made",
            Caller = caller,
            Purpose = draft.Purpose,
            Justification = draft.Reason,
        };
        act = journal.Begin(act, cancellationToken);
        var further = draft.Emergency is null ? SubjectParts.None : SubjectParts.Facts;
        // One round, whether or not it is a retry.
        var referring = subjects.ReferAsync(caller, head, draft.Purpose, draft.SubjectId, draft.To, further, cancellationToken).AsTask();
        var before = records.FindAsync(Shards.Of(id), IdempotencyRow.RowKey(id), cancellationToken).AsTask();
        await Task.WhenAll(referring, before);
        switch (await idempotency.MatchesAsync(await before, retry.Body, cancellationToken))
        {
            case false:
                return new DiscloseOutcome.KeyReused();
            case true:
                return await AgainAsync(caller, id, cancellationToken);
        }

        if (await referring is not var (kind, file))
        {
            var receipt = await journal.NotFoundAsync(
                Shards.Of(id),
                act with
                {
                    Act = "disclosure.refused",
                },
                draft.SubjectId,
                cancellationToken
            );
            return new DiscloseOutcome.SubjectNotFound(receipt);
        }

        var question = new SharingQuestion(caller.Agency, draft.To, draft.Purpose, kind, draft.Content.Keys, SharingMode.Content)
        {
            Under = draft.Agreement,
            Emergency = draft.Emergency is not null,
            Facts = draft.Emergency is null
                ? DecisionFacts.Of(file, caller.Agency, draft.To, draft.Purpose, time.GetUtcNow())
                : DecisionFacts.OfEmergency(file, caller.Agency, draft.To, draft.Purpose, time.GetUtcNow()),
        };
        var decision = await decisions.DecideAsync(head, question, cancellationToken);
        var decided = act.With(decision, draft.SubjectId).Knowing(file.Keys) with { Counterparts = [draft.To] };
        DataCategory[] permitted = [.. decision.PermittedCategories];
        if (permitted.Length == 0)
        {
            // The recipient learns nothing of what was not sent to it.
            var refused = decided with
            {
                Act = "disclosure.refused",
                Counterparts = [],
            };
            return new DiscloseOutcome.Refused(decision, await journal.RecordAsync(Shards.Of(id), refused, cancellationToken));
        }

        if (ManualRelease.NeedsAPerson(decision, caller))
        {
            var waiting = ManualRelease.Held(decided with { Counterparts = [] });
            return new DiscloseOutcome.NeedsAPerson(await journal.RecordAsync(Shards.Of(id), waiting, cancellationToken));
        }

        decided = ManualRelease.Said(decided, decision);
        var now = time.GetUtcNow();
        EmergencyShare? emergency = null;
        if (draft.Emergency is { } plea && decision.RestsOnEmergency)
        {
            emergency = await emergencies.OpenAsync(id, draft.SubjectId, caller.Agency, plea, decision, now, cancellationToken);
            decided = EmergencyShares.Mark(decided, plea, emergency);
        }

        var record = new DisclosureRecord
        {
            From = caller.Agency,
            To = draft.To,
            SubjectId = draft.SubjectId,
            SubjectKind = kind,
            Purpose = draft.Purpose,
            MadeAt = now,
            MadeBy = caller.Actor,
            Decision = RecordedDecision.Of(decision),
            Categories = permitted,
            Emergency = emergency,
        };
        var released = Redaction.Apply(draft.Content, permitted, decision.Obligations.Redact);
        var held = await file.Keys.FindAsync(record.From, cancellationToken);
        var (inline, blob) = await contents.WriteAsync(DisclosureRecord.RowKey(id), KeyOf(record), held, released, cancellationToken);
        record = record with { Inline = inline, Blob = blob };
        RowWrite[] writes =
        [
            DisclosureRecord.Format.Insert(DisclosureRecord.RowKey(id), record),
            await idempotency.InsertAsync(id, retry.Body, cancellationToken),
        ];
        var commit = new JournalCommit(
            Shards.Of(id),
            writes,
            decided with
            {
                Records = [DisclosureRecord.RowKey(id)],
            },
            EventsOf(id, record)
        );
        return await journal.CommitAsync(commit, cancellationToken) switch
        {
            JournalOutcome.Committed { Versions: [{ } version, ..] } done => new DiscloseOutcome.Disclosed(
                id,
                record,
                version,
                done.Receipt
            ),
            // The same request, racing itself, was first: answer as it was answered.
            _ => await DiscloseAsync(caller, head, draft, retry, cancellationToken),
        };
    }

    /// <summary>The recipient says that it has it. Acknowledging twice changes nothing and is recorded.</summary>
    public async ValueTask<AcknowledgeOutcome> AcknowledgeAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var partition = Shards.Of(id);
        var act = new AuditAct { Act = "disclosure.acknowledged", Caller = caller };
        while (true)
        {
            var row = await records.FindAsync(partition, DisclosureRecord.RowKey(id), cancellationToken);
            var record = row is null ? null : DisclosureRecord.Format.Read(row);
            if (row is null || record is null || record.To != caller.Agency)
            {
                return new AcknowledgeOutcome.NotFound(await journal.NotFoundAsync(partition, act, id, cancellationToken));
            }

            var done = act with
            {
                Records = [DisclosureRecord.RowKey(id)],
                Subjects = [new AuditSubject(record.SubjectId)],
                Counterparts = [record.From],
            };
            if (record.AcknowledgedAt is { } before)
            {
                var again = done with { Act = "disclosure.acknowledged-again" };
                return new AcknowledgeOutcome.Acknowledged(
                    before,
                    row.Version,
                    await journal.RecordAsync(partition, again, cancellationToken)
                );
            }

            var now = time.GetUtcNow();
            var next = record with { AcknowledgedAt = now, AcknowledgedBy = caller.Actor };
            var commit = new JournalCommit(
                partition,
                [DisclosureRecord.Format.Replace(row.RowKey, next, row.Version)],
                done,
                [Notice("disclosure.acknowledged", id, next)]
            );
            if (await journal.CommitAsync(commit, cancellationToken) is JournalOutcome.Committed { Versions: [{ } version, ..] } committed)
            {
                return new AcknowledgeOutcome.Acknowledged(now, version, committed.Receipt);
            }
        }
    }

    internal static DataKeyId KeyOf(DisclosureRecord record) => DataKeyId.OfSubject(record.SubjectId, record.From);

    private static EventEnvelope[] EventsOf(string id, DisclosureRecord record) =>
        record.Emergency is null ? [Made(id, record)] : [Made(id, record), Notice(EmergencyIndex.ShareMade, id, record)];

    internal static EventEnvelope Made(string id, DisclosureRecord record) => Notice(ExchangeIndex.DisclosureMade, id, record);

    internal static EventEnvelope Notice(string type, string id, DisclosureRecord record)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal) { ["from"] = record.From.Value, ["to"] = record.To.Value };
        return new EventEnvelope($"{type}:{id}", type, id, record.MadeAt, data);
    }

    private async ValueTask<DiscloseOutcome> AgainAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var row = await records.FindAsync(Shards.Of(id), DisclosureRecord.RowKey(id), cancellationToken);
        var stored = row ?? throw new StoreUnavailableException("A created record is missing.");
        var record = DisclosureRecord.Format.Read(stored);
        var act = new AuditAct
        {
            Act = "disclosure.made-again",
            Caller = caller,
            Purpose = record.Purpose,
            Records = [DisclosureRecord.RowKey(id)],
            Subjects = [new AuditSubject(record.SubjectId)],
        };
        return new DiscloseOutcome.Disclosed(id, record, stored.Version, await journal.RecordAsync(Shards.Of(id), act, cancellationToken));
    }
}
