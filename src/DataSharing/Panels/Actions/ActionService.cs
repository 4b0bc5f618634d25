using System.Globalization;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Messaging;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Panels;

/// <param name="Words">What is to be done; 1 to 1,000 characters.</param>
/// <param name="OwnerAgency">Whose person does it.</param>
/// <param name="Owner">The person (<see cref="Caller.Actor"/>), of that agency.</param>
/// <param name="Due">The last day.</param>
/// <param name="ItemId">The item it came from; null: of the meeting as a whole.</param>
/// <param name="Urgent">Before others.</param>
public sealed record ActionDraft(string Words, AgencyId OwnerAgency, string Owner, DateOnly Due, string? ItemId, bool Urgent)
{
    public override string ToString() => "ActionDraft(redacted)";
}

/// <summary>What became of an action.</summary>
/// <param name="Status">From then on; not done and cancelled need a note.</param>
/// <param name="Escalation">From then on; never lower than it was.</param>
/// <param name="On">The day it happened; today where null, never in the future.</param>
/// <param name="Note">Evidence or reason; at most 2,000 characters.</param>
public sealed record ActionChange(ActionStatus Status, EscalationLevel? Escalation, DateOnly? On, string? Note)
{
    public override string ToString() => $"ActionChange({Status})";
}

/// <summary>Actions that a meeting gives to people, and what becomes of them. They outlive the minutes.</summary>
public sealed class ActionService(MeetingDesk desk)
{
    public const int MaximumActions = 300;
    private const int MaximumSteps = 100;

    public async ValueTask<PanelOutcome<ActionView>> AddAsync(
        Caller caller,
        ReadHead head,
        string meetingId,
        ActionDraft draft,
        StatedAccess access,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(access);
        ArgumentNullException.ThrowIfNull(retry);
        var act = MeetingDesk.Act("panel-action.added", caller, access);
        if (await desk.Files.FindMeetingAsync(caller, meetingId, cancellationToken) is not { } meeting)
        {
            return await desk.NotFoundAsync<ActionView>(act, meetingId, meetingId, cancellationToken);
        }

        if (!meeting.Seat.MayKeep)
        {
            return new PanelOutcome<ActionView>.Forbidden();
        }

        while (true)
        {
            var route = $"meetings/{meetingId}/actions";
            var (id, _, made) = await desk.Creation.BeginAsync(caller, route, meetingId, retry, cancellationToken);
            if (made is false)
            {
                return new PanelOutcome<ActionView>.KeyReused();
            }

            var item = draft.ItemId is { } itemId
                ? await desk.FindItemAsync(caller, head, access.Purpose, meeting, itemId, cancellationToken)
                : null;
            var entry = act with { Records = [AuditName(id)], Subjects = item is null ? [] : MeetingDesk.SubjectsOf([item]) };
            if (made is true)
            {
                return await AgainAsync(meeting, id, entry with { Act = "panel-action.added-again" }, cancellationToken);
            }

            if (await FaultAsync(head, meeting, draft, item, cancellationToken) is { } fault)
            {
                return new PanelOutcome<ActionView>.Refused(fault);
            }

            var text = new ActionText(draft.Words, null);
            var record = new ActionRecord
            {
                ItemId = draft.ItemId,
                OwnerAgency = draft.OwnerAgency,
                Owner = draft.Owner,
                Due = draft.Due,
                Urgent = draft.Urgent,
                DeploymentId = item?.Record.DeploymentId,
                AddedAt = desk.Now,
                AddedBy = caller.Actor,
                Text = Seal(meeting, id, text),
            };
            RowWrite[] writes =
            [
                ActionRecord.Format.Insert(ActionRecord.RowKey(meetingId, id), record),
                await desk.Creation.RowAsync(id, retry, cancellationToken),
            ];
            if (
                await desk.CommitAsync(meeting, entry, writes, [Notice(meetingId, id, 0)], cancellationToken) is JournalOutcome.Committed
                {
                    Versions: [{ } version, ..]
                } done
            )
            {
                return Done(desk.View(meeting, id, record, text, version), done.Receipt);
            }

            // The same request, racing itself, was first: look again and answer as it was answered.
        }
    }

    /// <summary>The owner, people of the owner's agency on the panel, and whoever keeps the meeting say what became of it.</summary>
    public async ValueTask<PanelOutcome<ActionView>> ChangeAsync(
        Caller caller,
        ReadHead head,
        string meetingId,
        string actionId,
        RowVersion version,
        ActionChange change,
        StatedAccess access,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(access);
        var act = MeetingDesk.Act("panel-action.changed", caller, access);
        var meeting = await desk.Files.FindMeetingAsync(caller, meetingId, cancellationToken);
        var seen = meeting is null ? [] : await desk.SeeAsync(caller, head, access.Purpose, meeting, cancellationToken);
        var action = meeting is null ? default : await FindAsync(meetingId, actionId, cancellationToken);
        if (meeting is null || action.Record is null || !MeetingDesk.Sees(meeting, seen, action.Record))
        {
            return await desk.NotFoundAsync<ActionView>(act, meetingId, actionId, cancellationToken);
        }

        if (!meeting.Seat.MayKeep && action.Record.OwnerAgency != caller.Agency)
        {
            return new PanelOutcome<ActionView>.Forbidden();
        }

        if (action.Version != version)
        {
            return new PanelOutcome<ActionView>.Changed(action.Version);
        }

        if (Fault(action.Record, change) is { } fault)
        {
            return new PanelOutcome<ActionView>.Refused(fault);
        }

        var text = PanelFiles.Open(
            meeting.Panel.Key,
            action.Record.Text,
            PanelsJson.Default.ActionText,
            ActionRecord.RowKey(meetingId, actionId)
        );
        var notes = new Dictionary<string, string>(
            text.Notes ?? new Dictionary<string, string>(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
        if (change.Note is { } note)
        {
            notes[action.Record.Steps.Count.ToString(CultureInfo.InvariantCulture)] = note;
        }

        var step = new ActionStep(
            change.Status,
            change.Escalation ?? action.Record.Escalation,
            change.On ?? desk.Today,
            caller.Actor,
            desk.Now
        );
        text = text with { Notes = notes };
        var record = action.Record with { Steps = [.. action.Record.Steps, step], Text = Seal(meeting, actionId, text) };
        var entry = act with
        {
            Records = [AuditName(actionId)],
            Subjects = MeetingDesk.SubjectsOf(seen.Where(i => PanelSeat.Is(i.Id, record.ItemId ?? ""))),
        };
        RowWrite[] writes = [ActionRecord.Format.Replace(ActionRecord.RowKey(meetingId, actionId), record, version)];
        EventEnvelope[] notices = [Notice(meetingId, actionId, record.Steps.Count)];
        switch (await desk.CommitAsync(meeting, entry, writes, notices, cancellationToken))
        {
            case JournalOutcome.Committed { Versions: [{ } now, ..] } done:
                return Done(desk.View(meeting, actionId, record, text, now), done.Receipt);
            default:
                var current = await FindAsync(meetingId, actionId, cancellationToken);
                return new PanelOutcome<ActionView>.Changed(current.Record is null ? version : current.Version);
        }
    }

    internal static string AuditName(string actionId) => $"panel-action:{actionId}";

    private async ValueTask<PanelRefusal?> FaultAsync(
        ReadHead head,
        MeetingFile meeting,
        ActionDraft draft,
        SeenItem? item,
        CancellationToken cancellationToken
    )
    {
        if (draft.ItemId is not null && item is null)
        {
            return new PanelRefusal("item-not-found", "There is no such item on this agenda for this caller.", "/itemId");
        }

        if (AgencyOfPerson.In(head.Head, draft.Owner) != draft.OwnerAgency)
        {
            return new PanelRefusal("owner-not-of-agency", "The owner is a person of the agency named.", "/owner");
        }

        if (item?.Record.Conflicts.Any(c => c.Agency == draft.OwnerAgency) == true)
        {
            return new PanelRefusal("owner-excluded", "An excluded agency is given nothing to do with the item.", "/ownerAgency");
        }

        var held = Entities.LondonCalendar.DateOf(meeting.Record.StartsAt);
        if (draft.Due < held || draft.Due > held.AddYears(2))
        {
            return new PanelRefusal("due-beyond-sense", "An action is due between the day of the meeting and two years after.", "/due");
        }

        return (await desk.Files.ActionsAsync(meeting.Id, cancellationToken)).Count >= MaximumActions
            ? new PanelRefusal("actions-full", "A meeting has at most 300 actions.")
            : null;
    }

    private PanelRefusal? Fault(ActionRecord action, ActionChange change)
    {
        if (change.Status is ActionStatus.NotDone or ActionStatus.Cancelled && change.Note is null)
        {
            return new PanelRefusal("reason-needed", "What was not done or is cancelled says why.", "/note");
        }

        if (change.Escalation is { } level && level < action.Escalation)
        {
            return new PanelRefusal("escalation-falls", "What was escalated is not taken back.", "/escalation");
        }

        if (change.On is { } on && (on > desk.Today || on < Entities.LondonCalendar.DateOf(action.AddedAt).AddYears(-3)))
        {
            return new PanelRefusal("date-beyond-sense", "It happened on a day that has come, at most three years back.", "/on");
        }

        return action.Steps.Count >= MaximumSteps ? new PanelRefusal("steps-full", "An action has at most 100 steps.") : null;
    }

    private async ValueTask<PanelOutcome<ActionView>> AgainAsync(
        MeetingFile meeting,
        string actionId,
        AuditAct act,
        CancellationToken cancellationToken
    )
    {
        var (record, version) = await FindAsync(meeting.Id, actionId, cancellationToken);
        var there = record ?? throw new StoreUnavailableException("A created record is missing.");
        return Done(desk.View(meeting, actionId, there, version), await desk.RecordAsync(meeting, act, cancellationToken));
    }

    private async ValueTask<(ActionRecord? Record, RowVersion Version)> FindAsync(
        string meetingId,
        string actionId,
        CancellationToken cancellationToken
    )
    {
        var found = (await desk.Files.ActionsAsync(meetingId, cancellationToken)).FirstOrDefault(a => PanelSeat.Is(a.Id, actionId));
        return (found.Record, found.Version);
    }

    private EventEnvelope Notice(string meetingId, string actionId, int step) =>
        PanelIndex.Notice(PanelIndex.ActionChanged, meetingId, desk.Now, $"{actionId}:{step}", ("action", actionId));

    private static byte[] Seal(MeetingFile meeting, string actionId, ActionText text) =>
        PanelFiles.Seal(meeting.Panel.Key, text, PanelsJson.Default.ActionText, ActionRecord.RowKey(meeting.Id, actionId));

    private static PanelOutcome<ActionView>.Done Done(ActionView view, AuditReceipt receipt) => new(view, view.Version, receipt);
}
