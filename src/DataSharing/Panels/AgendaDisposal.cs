using DataSharing.Audit;
using DataSharing.Disruption;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Panels;

/// <summary>
/// Takes a subject out of the agenda items that one agency put before panels. The words of an item about nobody else go; in one about several the
/// subject goes. Minutes that a panel wrote or approved are its own record and stay as they are.
/// </summary>
public sealed class AgendaDisposal(IRecordStore records, DataKeys keys, Journal journal)
{
    private const string GoneTitle = "Disposed of";

    internal async ValueTask WalkAsync(DisposalScope scope, bool destroy, DisposalTally tally, CancellationToken cancellationToken)
    {
        foreach (var meetingId in scope.Ids("meeting"))
        {
            var prefix = AgendaItemRecord.RowKey(meetingId, "");
            foreach (var row in await records.ReadAllAsync(Shards.Of(meetingId), prefix, cancellationToken))
            {
                await ItemAsync(meetingId, row, scope, destroy, tally, cancellationToken);
            }
        }
    }

    private async ValueTask ItemAsync(
        string meetingId,
        StoredRow found,
        DisposalScope scope,
        bool destroy,
        DisposalTally tally,
        CancellationToken cancellationToken
    )
    {
        for (StoredRow? row = found; row is not null; row = await records.FindAsync(Shards.Of(meetingId), found.RowKey, cancellationToken))
        {
            var record = AgendaItemRecord.Format.Read(row);
            if (await AboutAsync(record, scope, cancellationToken) is not { } isShared)
            {
                return;
            }

            if (destroy && !await TryDisposeAsync(meetingId, row, record, isShared, scope, cancellationToken))
            {
                // Somebody else was here meanwhile: look again.
                continue;
            }

            tally.Count(isShared ? "agenda-items-shared" : "agenda-items");
            return;
        }
    }

    private async ValueTask<bool> TryDisposeAsync(
        string meetingId,
        StoredRow row,
        AgendaItemRecord record,
        bool isShared,
        DisposalScope scope,
        CancellationToken cancellationToken
    )
    {
        var next = record with { Subjects = [.. record.Subjects.Where(s => !IsOf(s.Id, scope))] };
        if (!isShared)
        {
            next = next with { DeploymentId = null, Text = await EmptiedAsync(meetingId, row.RowKey, cancellationToken) };
        }

        var act = new AuditAct
        {
            Act = "agenda-item.disposed",
            Caller = null,
            Records = [MeetingRecord.RowKey(meetingId)],
            Counterparts = [scope.Controller],
        };
        var writes = new List<RowWrite> { AgendaItemRecord.Format.Replace(row.RowKey, next, row.Version) };
        if (await records.FindAsync(Shards.Of(meetingId), AgendaGuard.RowKey(meetingId), cancellationToken) is { } guard)
        {
            writes.Add(new RowWrite.Replace(guard.RowKey, guard.SchemaVersion, guard.Body, guard.Version));
        }

        return await journal.CommitAsync(new JournalCommit(Shards.Of(meetingId), writes, act, []), cancellationToken)
            is JournalOutcome.Committed;
    }

    /// <summary>Whether it is about others, too; null where it is not the agency's, or not about the subject.</summary>
    private async ValueTask<bool?> AboutAsync(AgendaItemRecord record, DisposalScope scope, CancellationToken cancellationToken)
    {
        if (record.Controller != scope.Controller)
        {
            return null;
        }

        if (record.Subjects.Any(s => IsOf(s.Id, scope)))
        {
            return record.Subjects.Any(s => !IsOf(s.Id, scope));
        }

        if (record.DeploymentId is not { } id)
        {
            return null;
        }

        // Its subjects are the deployment's, which goes after this.
        var row = await records.FindAsync(Shards.Of(id), DeploymentRecord.RowKey(id), cancellationToken);
        var about = row is null ? [] : DeploymentRecord.Format.Read(row).Subjects;
        return about.Count > 0 && about.All(s => IsOf(s.Id, scope)) ? false : null;
    }

    private async ValueTask<byte[]> EmptiedAsync(string meetingId, string rowKey, CancellationToken cancellationToken)
    {
        var meeting = await records.FindAsync(Shards.Of(meetingId), MeetingRecord.RowKey(meetingId), cancellationToken);
        var panelId = meeting is null ? meetingId : MeetingRecord.Format.Read(meeting).PanelId;
        var panel = await records.FindAsync(Shards.Of(panelId), PanelRecord.RowKey(panelId), cancellationToken);
        var host = panel is null ? null : PanelRecord.Format.Read(panel).Host;
        var key = host is null ? null : await keys.FindAsync(DataKeyId.OfSubject(panelId, host), cancellationToken);
        return PanelFiles.Seal(key ?? DataKey.Passing(), new ItemText { Title = GoneTitle }, PanelsJson.Default.ItemText, rowKey);
    }

    private static bool IsOf(string id, DisposalScope scope) => string.Equals(id, scope.SubjectId, StringComparison.Ordinal);
}
