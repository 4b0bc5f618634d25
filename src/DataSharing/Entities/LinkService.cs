using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Messaging;
using DataSharing.Partnership;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>A link to be recorded between two subjects.</summary>
/// <param name="FromId">The subject it starts from.</param>
/// <param name="ToId">The subject it leads to.</param>
/// <param name="Kind">A code of <see cref="LinkKinds"/>.</param>
/// <param name="Strength">How sure.</param>
/// <param name="FirstSeen">Null where not known.</param>
/// <param name="LastSeen">Null where not known.</param>
/// <param name="ReviewOn">When somebody must look at it again; null for six months from now.</param>
/// <param name="WhyNecessary">Why it is needed; 1 to 500 characters.</param>
/// <param name="Item">Category, grading, handling, validity, provenance.</param>
public sealed record LinkDraft(
    string FromId,
    string ToId,
    string Kind,
    LinkStrength Strength,
    DateOnly? FirstSeen,
    DateOnly? LastSeen,
    DateOnly? ReviewOn,
    string WhyNecessary,
    ItemDraft Item
)
{
    public override string ToString() => $"LinkDraft({Kind})";
}

/// <summary>Records and closes links between subjects that the agency may refer to.</summary>
/// <remarks>A tie between two children expires after <see cref="PeerMonths"/> months unless an end is given: it must be looked at again, not drift on.</remarks>
public sealed class LinkService(
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
    public const int PeerMonths = 12;
    public const int ReviewMonths = 6;

    public async ValueTask<ItemOutcome> RecordAsync(
        Caller caller,
        ReadHead head,
        LinkDraft draft,
        StatedAccess access,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(access);
        ArgumentNullException.ThrowIfNull(retry);
        var (fromId, partition, now) = (draft.FromId, Shards.Of(draft.FromId), time.GetUtcNow());
        var act = ItemActs.Of("link.recorded", caller, access);
        var sight = new SubjectSight(caller, head, access.Purpose, files, decisions, now, cancellationToken);
        if (await sight.MayReferAsync(fromId) is not { } from)
        {
            return new ItemOutcome.NotFound(await journal.NotFoundAsync(partition, act, fromId, cancellationToken));
        }

        if (await sight.MayReferAsync(draft.ToId) is not { } to)
        {
            return new ItemOutcome.NotFound(await journal.NotFoundAsync(partition, act, draft.ToId, cancellationToken));
        }

        if (Fault(draft, from, to) is { } fault)
        {
            return fault;
        }

        act = act with { Subjects = [new AuditSubject(fromId), new AuditSubject(draft.ToId)] };
        var id = await creationIds.ForAsync(caller, $"links/{fromId}", retry.Key, cancellationToken);
        var rowKey = LinkRecord.RowKey(fromId, id);
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

            var record = await SealAsync(caller, sight, draft, rowKey, now, cancellationToken);
            RowWrite[] writes =
            [
                LinkRecord.Format.Insert(rowKey, record),
                await idempotency.InsertAsync(id, retry.Body, cancellationToken),
            ];
            var data = new Dictionary<string, string>(StringComparer.Ordinal) { ["from"] = fromId, ["to"] = draft.ToId };
            var notice = new EventEnvelope($"{EntityIndex.LinkRecorded}:{id}", EntityIndex.LinkRecorded, id, now, data);
            var commit = new JournalCommit(partition, writes, act with { Records = [$"link:{id}"] }, [notice]);
            if (await journal.CommitAsync(commit, cancellationToken) is JournalOutcome.Committed { Versions: [{ } version, ..] } done)
            {
                return new ItemOutcome.Done(id, version, done.Receipt);
            }

            // The same request, racing itself, was first: look again and answer as it was answered.
        }
    }

    /// <summary>The link no longer holds after a day. Why is the reason stated; nothing is overwritten.</summary>
    public async ValueTask<ItemOutcome> CloseAsync(
        Caller caller,
        string fromId,
        string linkId,
        DateOnly lastDay,
        RowVersion expected,
        StatedAccess access,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(access);
        var partition = Shards.Of(fromId);
        var act = ItemActs.Of("link.closed", caller, access);
        var row = await records.FindAsync(partition, LinkRecord.RowKey(fromId, linkId), cancellationToken);
        var record = row is null ? null : LinkRecord.Format.Read(row);
        if (row is null || record is null || record.Item.Controller != caller.Agency)
        {
            return new ItemOutcome.NotFound(await journal.NotFoundAsync(partition, act, linkId, cancellationToken));
        }

        var next = record with { Item = record.Item.Closed(caller, lastDay, time.GetUtcNow()) };
        act = act with { Subjects = [new AuditSubject(fromId), new AuditSubject(record.To)], Records = [$"link:{linkId}"] };
        var write = LinkRecord.Format.Replace(row.RowKey, next, row.Version);
        return await ItemActs.CloseAsync(journal, partition, act, linkId, row, record.Item, write, expected, cancellationToken);
    }

    private static ItemOutcome.DoesNotFit? Fault(LinkDraft draft, SubjectKind from, SubjectKind to)
    {
        if (string.Equals(draft.FromId, draft.ToId, StringComparison.Ordinal))
        {
            return new ItemOutcome.DoesNotFit("/to", "A link leads to another subject.");
        }

        return LinkKinds.Find(draft.Kind) is { } kind && kind.From == from && kind.To == to
            ? null
            : new ItemOutcome.DoesNotFit("/kind", "A kind of link that is defined between subjects of these two kinds, this way round.");
    }

    private async ValueTask<LinkRecord> SealAsync(
        Caller caller,
        SubjectSight sight,
        LinkDraft draft,
        string rowKey,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var item = ItemHeader.Of(caller, draft.Item, now);
        if (item.ValidTo is null && LinkKinds.Find(draft.Kind) is { IsPeer: true } && await AreChildrenAsync(sight, draft))
        {
            item = item with { ValidTo = sight.Today.AddMonths(PeerMonths) };
        }

        var key = await keys.FindOrCreateAsync(DataKeyId.OfSubject(draft.FromId, caller.Agency), cancellationToken);
        var content = new LinkContent(
            draft.Kind,
            draft.Strength,
            draft.FirstSeen,
            draft.LastSeen,
            draft.WhyNecessary,
            draft.Item.Provenance
        );
        var reviewOn = draft.ReviewOn ?? sight.Today.AddMonths(ReviewMonths);
        return new LinkRecord(draft.ToId, item, reviewOn, key.Seal(content, EntitiesJson.Default.LinkContent, rowKey));
    }

    // An age that is not recorded counts as a child's.
    private static async ValueTask<bool> AreChildrenAsync(SubjectSight sight, LinkDraft draft)
    {
        var ends = new[] { await sight.FileAsync(draft.FromId), await sight.FileAsync(draft.ToId) };
        return ends.All(e => e.Particulars?.DateOfBirth is not { } born || LondonCalendar.AgeOn(born, sight.Today) < 18);
    }
}
