using DataSharing.Audit;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>
/// Takes a subject out of an agency's events. One that was about nobody else goes whole, with its key; in one that others took part in, the
/// subject and its roles go, and what happened stays theirs.
/// </summary>
public sealed class EventDisposal(IRecordStore records, DataKeys keys, Journal journal)
{
    /// <summary>Whether the subject's row that led here has nothing to lead to any more.</summary>
    internal async ValueTask<bool> WalkAsync(
        string eventId,
        DisposalScope scope,
        bool destroy,
        DisposalTally tally,
        CancellationToken cancellationToken
    )
    {
        while (await records.FindAsync(Shards.Of(eventId), EventRecord.RowKey(eventId), cancellationToken) is { } row)
        {
            var record = EventRecord.Format.Read(row);
            if (record.Item.Controller != scope.Controller)
            {
                return false;
            }

            if (!record.Participants.Contains(scope.SubjectId, StringComparer.Ordinal))
            {
                return true;
            }

            var isShared = record.Participants.Count > 1;
            if (!destroy)
            {
                tally.Count(isShared ? "events-shared" : "events");
                return true;
            }

            var writes = isShared
                ? await WithoutAsync(eventId, row, record, scope, cancellationToken)
                : await RemovalAsync(eventId, row, record, cancellationToken);
            var act = new AuditAct
            {
                Act = "event.disposed",
                Caller = null,
                Records = [row.RowKey],
                Counterparts = [scope.Controller],
            };
            var commit = new JournalCommit(Shards.Of(eventId), writes, act, []);
            if (await journal.CommitAsync(commit, cancellationToken) is JournalOutcome.Committed)
            {
                tally.Count(isShared ? "events-shared" : "events");
                return true;
            }

            // Somebody else was here meanwhile: look again.
        }

        return true;
    }

    private async ValueTask<RowWrite[]> RemovalAsync(string id, StoredRow row, EventRecord record, CancellationToken cancellationToken)
    {
        var writes = new List<RowWrite> { new RowWrite.Delete(row.RowKey, row.Version) };
        var keyId = DataKeyId.OfSubject(id, record.Item.Controller);
        if (await keys.RowAsync(keyId, cancellationToken) is { } key)
        {
            writes.Add(new RowWrite.Delete(key.RowKey, key.Version));
        }

        if (await records.FindAsync(Shards.Of(id), IdempotencyRow.RowKey(id), cancellationToken) is { } idem)
        {
            writes.Add(new RowWrite.Delete(idem.RowKey, idem.Version));
        }

        return [.. writes];
    }

    private async ValueTask<RowWrite[]> WithoutAsync(
        string id,
        StoredRow row,
        EventRecord record,
        DisposalScope scope,
        CancellationToken cancellationToken
    )
    {
        string[] others = [.. record.Participants.Where(p => !string.Equals(p, scope.SubjectId, StringComparison.Ordinal))];
        var key = await keys.FindAsync(DataKeyId.OfSubject(id, record.Item.Controller), cancellationToken);
        var content = key?.Open(record.Content, EntitiesJson.Default.EventContent, row.RowKey);
        if (key is null || content is null)
        {
            return [EventRecord.Format.Replace(row.RowKey, record with { Participants = others }, row.Version)];
        }

        var roles = content.Roles.Where(r => others.Contains(r.Key, StringComparer.Ordinal)).ToDictionary(StringComparer.Ordinal);
        var next = record with
        {
            Participants = others,
            Content = key.Seal(content with { Roles = roles }, EntitiesJson.Default.EventContent, row.RowKey),
        };
        return [EventRecord.Format.Replace(row.RowKey, next, row.Version)];
    }
}
