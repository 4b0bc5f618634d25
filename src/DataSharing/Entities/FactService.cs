using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>What is to be recorded of a subject.</summary>
/// <param name="Kind">A code: <c>address</c>, <c>school</c>, <c>risk-level</c>, <c>status</c>, …</param>
/// <param name="Text">In words; 1 to 4,000 characters.</param>
/// <param name="Code">The code of a status, such as <c>nrm</c>; only with the kind <c>status</c>, and required there.</param>
/// <param name="Holds">False to record that the status does not hold.</param>
/// <param name="Dates">Further dates by name, at most 10.</param>
/// <param name="Item">Category, grading, handling, validity, provenance.</param>
public sealed record FactDraft(
    string Kind,
    string Text,
    string? Code,
    bool Holds,
    IReadOnlyDictionary<string, DateOnly> Dates,
    ItemDraft Item
)
{
    public override string ToString() => "FactDraft(redacted)";
}

/// <summary>Records and closes facts. Any agency may record what it knows of a subject that it may refer to; only it may close it.</summary>
public sealed class FactService(
    IRecordStore records,
    Journal journal,
    DataKeys keys,
    SubjectFiles files,
    DecisionService decisions,
    CreationId creationIds,
    IdempotencyRow idempotency,
    TimeProvider time
)
{
    public async ValueTask<ItemOutcome> RecordAsync(
        Caller caller,
        ReadHead head,
        string subjectId,
        FactDraft draft,
        StatedAccess access,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(access);
        ArgumentNullException.ThrowIfNull(retry);
        var partition = Shards.Of(subjectId);
        var now = time.GetUtcNow();
        var act = ItemActs.Of("fact.recorded", caller, access);
        var sight = new SubjectSight(caller, head, access.Purpose, files, decisions, now, cancellationToken);
        if (await sight.MayReferAsync(subjectId) is null)
        {
            return new ItemOutcome.NotFound(await journal.NotFoundAsync(partition, act, subjectId, cancellationToken));
        }

        act = act with { Subjects = [new AuditSubject(subjectId)] };
        var id = await creationIds.ForAsync(caller, $"facts/{subjectId}", retry.Key, cancellationToken);
        var rowKey = FactRecord.RowKey(subjectId, id);
        while (true)
        {
            var idem = await records.FindAsync(partition, IdempotencyRow.RowKey(id), cancellationToken);
            switch (await idempotency.MatchesAsync(idem, retry.Body, cancellationToken))
            {
                case false:
                    return new ItemOutcome.KeyReused();
                case true:
                    var made = await records.FindAsync(partition, rowKey, cancellationToken);
                    return await ItemActs.AgainAsync(journal, partition, act, id, made, cancellationToken);
            }

            var key = await keys.FindOrCreateAsync(DataKeyId.OfSubject(subjectId, caller.Agency), cancellationToken);
            var content = new FactContent(draft.Kind, draft.Text, draft.Code, draft.Holds, draft.Item.Provenance) { Dates = draft.Dates };
            var record = new FactRecord(
                ItemHeader.Of(caller, draft.Item, now),
                key.Seal(content, EntitiesJson.Default.FactContent, rowKey)
            );
            RowWrite[] writes =
            [
                FactRecord.Format.Insert(rowKey, record),
                await idempotency.InsertAsync(id, retry.Body, cancellationToken),
            ];
            var commit = new JournalCommit(partition, writes, act with { Records = [$"fact:{id}"] }, []);
            if (await journal.CommitAsync(commit, cancellationToken) is JournalOutcome.Committed { Versions: [{ } version, ..] } done)
            {
                return new ItemOutcome.Done(id, version, done.Receipt);
            }

            // The same request, racing itself, was first: look again and answer as it was answered.
        }
    }

    /// <summary>The fact no longer holds after a day. Why is the reason stated; nothing is overwritten.</summary>
    public async ValueTask<ItemOutcome> CloseAsync(
        Caller caller,
        string subjectId,
        string factId,
        DateOnly lastDay,
        RowVersion expected,
        StatedAccess access,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(access);
        var partition = Shards.Of(subjectId);
        var act = ItemActs.Of("fact.closed", caller, access);
        var row = await records.FindAsync(partition, FactRecord.RowKey(subjectId, factId), cancellationToken);
        var record = row is null ? null : FactRecord.Format.Read(row);
        if (row is null || record is null || record.Item.Controller != caller.Agency)
        {
            return new ItemOutcome.NotFound(await journal.NotFoundAsync(partition, act, factId, cancellationToken));
        }

        var next = record with { Item = record.Item.Closed(caller, lastDay, time.GetUtcNow()) };
        act = act with { Subjects = [new AuditSubject(subjectId)], Records = [$"fact:{factId}"] };
        var write = FactRecord.Format.Replace(row.RowKey, next, row.Version);
        return await ItemActs.CloseAsync(journal, partition, act, factId, row, record.Item, write, expected, cancellationToken);
    }
}
