using DataSharing.Audit;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Panels;

/// <summary>Keeps the agenda: who keeps the meeting changes it; any member who sees the whole meeting may put something on it.</summary>
public sealed class AgendaService(MeetingDesk desk, SubjectDirectory subjects)
{
    public const int MaximumItems = 200;

    private readonly ItemChanges changes = new(desk);

    public async ValueTask<PanelOutcome<ItemView>> AddAsync(
        Caller caller,
        ReadHead head,
        string meetingId,
        AgendaItemDraft draft,
        StatedAccess access,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(access);
        ArgumentNullException.ThrowIfNull(retry);
        var act = MeetingDesk.Act("agenda.item-added", caller, access);
        while (true)
        {
            if (await desk.Files.FindMeetingAsync(caller, meetingId, cancellationToken) is not { } meeting)
            {
                return await desk.NotFoundAsync<ItemView>(act, meetingId, meetingId, cancellationToken);
            }

            if (!meeting.Seat.SeesAll)
            {
                return new PanelOutcome<ItemView>.Forbidden();
            }

            var (id, _, made) = await desk.Creation.BeginAsync(caller, $"meetings/{meetingId}/items", meetingId, retry, cancellationToken);
            if (made is false)
            {
                return new PanelOutcome<ItemView>.KeyReused();
            }

            if (made is true)
            {
                return await AnswerAsync(
                    caller,
                    head,
                    meeting,
                    id,
                    access,
                    act with
                    {
                        Act = "agenda.item-added-again",
                    },
                    cancellationToken
                );
            }

            if (Refusals.IfClosed(meeting) is { } closed)
            {
                return new PanelOutcome<ItemView>.Refused(closed);
            }

            var (record, fault) = await NewItemAsync(caller, head, meeting, id, draft, access.Purpose, cancellationToken);
            if (record is null)
            {
                return new PanelOutcome<ItemView>.Refused(fault ?? Refusals.Closed);
            }

            RowWrite[] writes =
            [
                AgendaItemRecord.Format.Insert(AgendaItemRecord.RowKey(meetingId, id), record),
                await desk.Creation.RowAsync(id, retry, cancellationToken),
                AgendaGuard.Replace(meeting),
            ];
            var entry = await NamingAsync(caller, head, meeting, id, record, access, act, cancellationToken);
            if (
                await desk.CommitAsync(meeting, entry, writes, [], cancellationToken) is JournalOutcome.Committed
                {
                    Versions: [{ } version, ..]
                } done
            )
            {
                var item = new ItemCommit(meeting, id, record, version, done.Receipt);
                return await changes.ShowAsync(caller, head, item, access.Purpose, cancellationToken);
            }

            // The same request was first, or something else of the agenda changed meanwhile: look again.
        }
    }

    /// <summary>An item that is not there yet, or why it cannot be.</summary>
    internal async ValueTask<(AgendaItemRecord? Record, PanelRefusal? Fault)> NewItemAsync(
        Caller caller,
        ReadHead head,
        MeetingFile meeting,
        string itemId,
        AgendaItemDraft draft,
        PurposeCode purpose,
        CancellationToken cancellationToken
    )
    {
        if ((await desk.Files.ItemsAsync(meeting.Id, cancellationToken)).Count >= MaximumItems)
        {
            return (null, new PanelRefusal("agenda-full", "An agenda has at most 200 items."));
        }

        if (draft is { DeploymentId: not null, SubjectIds.Count: > 0 })
        {
            return (null, new PanelRefusal("subjects-of-deployment", "An item about a tactic has the tactic's subjects.", "/subjects"));
        }

        if (ItemChanges.InvitedFault(meeting, draft.Invited) is { } fault)
        {
            return (null, fault);
        }

        var about = new List<ItemSubject>();
        foreach (var (i, id) in draft.SubjectIds.Index())
        {
            if (await subjects.MayReferAsync(caller, head, purpose, id, cancellationToken) is not { } kind)
            {
                return (null, new PanelRefusal("subject-not-found", "There is no such subject for this caller.", $"/subjects/{i}"));
            }

            about.Add(new ItemSubject(id, kind));
        }

        var text = new ItemText { Title = draft.Title, Note = draft.Note };
        var record = new AgendaItemRecord
        {
            Section = draft.Section,
            Controller = caller.Agency,
            AddedBy = caller.Actor,
            AddedAt = desk.Now,
            Subjects = about,
            DeploymentId = draft.DeploymentId,
            Presenting = draft.Presenting ?? caller.Agency,
            PlannedMinutes = draft.PlannedMinutes,
            Invited = draft.Invited,
            Restricted = draft.Restricted,
            Text = PanelFiles.Seal(meeting.Panel.Key, text, PanelsJson.Default.ItemText, AgendaItemRecord.RowKey(meeting.Id, itemId)),
        };
        var seen = await desk.Sight.SeeAsync(caller, head, purpose, meeting.Seat, [(itemId, record, meeting.Version)], cancellationToken);
        return seen.Count == 1
            ? (record, null)
            : (null, new PanelRefusal("deployment-not-found", "There is no such deployment for this caller.", "/deployment"));
    }

    private async ValueTask<AuditAct> NamingAsync(
        Caller caller,
        ReadHead head,
        MeetingFile meeting,
        string itemId,
        AgendaItemRecord record,
        StatedAccess access,
        AuditAct act,
        CancellationToken cancellationToken
    )
    {
        var seen = await desk.Sight.SeeAsync(
            caller,
            head,
            access.Purpose,
            meeting.Seat,
            [(itemId, record, meeting.Version)],
            cancellationToken
        );
        return act with { Records = [ItemChanges.AuditName(itemId)], Subjects = MeetingDesk.SubjectsOf(seen) };
    }

    private async ValueTask<PanelOutcome<ItemView>> AnswerAsync(
        Caller caller,
        ReadHead head,
        MeetingFile meeting,
        string itemId,
        StatedAccess access,
        AuditAct act,
        CancellationToken cancellationToken
    )
    {
        if (await desk.FindItemAsync(caller, head, access.Purpose, meeting, itemId, cancellationToken) is not { } item)
        {
            return await desk.NotFoundAsync<ItemView>(act, meeting.Id, itemId, cancellationToken);
        }

        var entry = act with { Records = [ItemChanges.AuditName(itemId)], Subjects = MeetingDesk.SubjectsOf([item]) };
        var receipt = await desk.RecordAsync(meeting, entry, cancellationToken);
        var there = new ItemCommit(meeting, itemId, item.Record, item.Version, receipt);
        return await changes.ShowAsync(caller, head, there, access.Purpose, cancellationToken);
    }
}
