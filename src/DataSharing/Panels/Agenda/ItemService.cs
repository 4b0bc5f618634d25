using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;

namespace DataSharing.Panels;

/// <summary>Changes an item on the agenda, and takes the declaration of a conflict of interest.</summary>
public sealed class ItemService(MeetingDesk desk)
{
    private readonly ItemChanges changes = new(desk);

    /// <summary>Changes everything but what the item is about.</summary>
    public async ValueTask<PanelOutcome<ItemView>> ChangeAsync(
        Caller caller,
        ReadHead head,
        ItemTarget target,
        AgendaItemDraft draft,
        StatedAccess access,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(access);
        var outcome = await changes.ReplaceAsync(
            MeetingDesk.Act("agenda.item-changed", caller, access),
            caller,
            head,
            target,
            access.Purpose,
            seat => seat.MayKeep,
            (meeting, item) =>
                item.Record.Decision is not null ? ItemChanges.AlreadyDecided : ItemChanges.InvitedFault(meeting, draft.Invited),
            (_, item, text) =>
                (
                    item.Record with
                    {
                        Section = draft.Section,
                        Presenting = draft.Presenting ?? item.Record.Presenting,
                        PlannedMinutes = draft.PlannedMinutes,
                        Invited = draft.Invited,
                        Restricted = draft.Restricted,
                    },
                    text with
                    {
                        Title = draft.Title,
                        Note = draft.Note,
                    }
                ),
            cancellationToken
        );
        return outcome is PanelOutcome<ItemCommit>.Done done
            ? await changes.ShowAsync(caller, head, done.Value, access.Purpose, cancellationToken)
            : outcome.Instead<ItemView>();
    }

    /// <summary>
    /// An agency has a conflict of interest in an item: from this commit on its members do not see it. Members declare it for their own agency;
    /// who keeps the meeting may for any. Nobody takes it back.
    /// </summary>
    public async ValueTask<PanelOutcome<ConflictLine>> DeclareConflictAsync(
        Caller caller,
        ReadHead head,
        ItemTarget target,
        AgencyId agency,
        StatedAccess access,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(agency);
        var line = new ConflictLine(agency, caller.Actor, desk.Now);
        var act = MeetingDesk.Act("agenda.conflict-declared", caller, access) with
        {
            Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["excluded"] = agency.Value },
        };
        var outcome = await changes.ReplaceAsync(
            act,
            caller,
            head,
            target,
            access.Purpose,
            seat => seat.MayKeep || agency == caller.Agency,
            (meeting, item) =>
                item.Record.Decision is not null ? ItemChanges.AlreadyDecided
                : meeting.Panel.Record.Members.All(m => m.Agency != agency)
                    ? new PanelRefusal("conflict-of-member", "A conflict is that of an agency on the panel.", "/agency")
                : null,
            (_, item, text) => (item.Record with { Conflicts = [.. item.Record.Conflicts.Where(c => c.Agency != agency), line] }, text),
            cancellationToken
        );
        // Who declared the conflict of the own agency has seen the item for the last time: nothing of it comes back.
        return outcome is PanelOutcome<ItemCommit>.Done done
            ? new PanelOutcome<ConflictLine>.Done(line, done.Version, done.Receipt)
            : outcome.Instead<ConflictLine>();
    }
}
