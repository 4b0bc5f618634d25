using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Messaging;
using DataSharing.Partnership;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>One subject's part in an event.</summary>
/// <param name="SubjectId">The subject.</param>
/// <param name="Roles">One or more of <see cref="EventRoles"/> for its kind; several hold at once.</param>
public sealed record Participation(string SubjectId, IReadOnlyList<string> Roles);

/// <summary>What happened.</summary>
/// <param name="Kind">A code of <see cref="EventKinds"/>.</param>
/// <param name="From">When it happened or began.</param>
/// <param name="To">When it ended; null for a moment, or while it lasts.</param>
/// <param name="Text">In words; 1 to 4,000 characters.</param>
/// <param name="Participants">1 to 50, each subject once.</param>
/// <param name="Item">Category, grading, handling, provenance.</param>
public sealed record EventDraft(
    string Kind,
    DateTimeOffset From,
    DateTimeOffset? To,
    string Text,
    IReadOnlyList<Participation> Participants,
    ItemDraft Item
)
{
    public override string ToString() => $"EventDraft({Kind})";
}

/// <summary>Records events. A role belongs to a participant in the event, never to the person.</summary>
public sealed class EventService(
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
    public const int MaximumParticipants = 50;

    public async ValueTask<ItemOutcome> RecordAsync(
        Caller caller,
        ReadHead head,
        EventDraft draft,
        StatedAccess access,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(access);
        ArgumentNullException.ThrowIfNull(retry);
        var now = time.GetUtcNow();
        var id = await creationIds.ForAsync(caller, "events", retry.Key, cancellationToken);
        var partition = Shards.Of(id);
        var act = ItemActs.Of("event.recorded", caller, access);
        var sight = new SubjectSight(caller, head, access.Purpose, files, decisions, now, cancellationToken);
        for (var i = 0; i < draft.Participants.Count; i++)
        {
            var (subjectId, roles) = draft.Participants[i];
            if (await sight.MayReferAsync(subjectId) is not { } kind)
            {
                return new ItemOutcome.NotFound(await journal.NotFoundAsync(partition, act, subjectId, cancellationToken));
            }

            if (roles.Any(r => !EventRoles.For(kind).Contains(r, StringComparer.Ordinal)))
            {
                return new ItemOutcome.DoesNotFit($"/participants/{i}/roles", "Roles that a subject of this kind can have in an event.");
            }
        }

        var ids = draft.Participants.Select(p => p.SubjectId).ToArray();
        act = act with { Subjects = [.. ids.Select(s => new AuditSubject(s))] };
        var rowKey = EventRecord.RowKey(id);
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

            // Under the event's own key: it is about several people, and one of them erased must not take the others' history along.
            var key = await keys.FindOrCreateAsync(DataKeyId.OfSubject(id, caller.Agency), cancellationToken);
            var roles = draft.Participants.ToDictionary(p => p.SubjectId, p => p.Roles, StringComparer.Ordinal);
            var content = new EventContent(draft.Kind, draft.From, draft.To, draft.Text, roles, draft.Item.Provenance);
            var record = new EventRecord(
                ItemHeader.Of(caller, draft.Item, now),
                ids,
                key.Seal(content, EntitiesJson.Default.EventContent, rowKey)
            );
            RowWrite[] writes =
            [
                EventRecord.Format.Insert(rowKey, record),
                await idempotency.InsertAsync(id, retry.Body, cancellationToken),
            ];
            var data = new Dictionary<string, string>(StringComparer.Ordinal);
            var notice = new EventEnvelope($"{EntityIndex.EventRecorded}:{id}", EntityIndex.EventRecorded, id, now, data);
            var commit = new JournalCommit(partition, writes, act with { Records = [rowKey] }, [notice]);
            if (await journal.CommitAsync(commit, cancellationToken) is JournalOutcome.Committed { Versions: [{ } version, ..] } done)
            {
                return new ItemOutcome.Done(id, version, done.Receipt);
            }

            // The same request, racing itself, was first: look again and answer as it was answered.
        }
    }
}
