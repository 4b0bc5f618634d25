using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;

namespace DataSharing.Panels;

/// <summary>Shows a meeting to a member: agenda, decisions, actions and minutes, without whatever is not for them.</summary>
public sealed class MeetingReader(MeetingDesk desk)
{
    public async ValueTask<PanelOutcome<MeetingView>> ReadAsync(
        Caller caller,
        ReadHead head,
        string meetingId,
        StatedAccess access,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(access);
        var act = MeetingDesk.Act("meeting.read", caller, access);
        if (await desk.Files.FindMeetingAsync(caller, meetingId, cancellationToken) is not { } meeting)
        {
            return await desk.NotFoundAsync<MeetingView>(act, meetingId, meetingId, cancellationToken);
        }

        var seen = await desk.SeeAsync(caller, head, access.Purpose, meeting, cancellationToken);
        var actions = (await desk.Files.ActionsAsync(meetingId, cancellationToken)).Where(a => MeetingDesk.Sees(meeting, seen, a.Record));
        var panel = PanelFiles.Open(
            meeting.Panel.Key,
            meeting.Panel.Record.Text,
            PanelsJson.Default.PanelText,
            PanelRecord.RowKey(meeting.Panel.Id)
        );
        var text = PanelFiles.Open(meeting.Panel.Key, meeting.Record.Text, PanelsJson.Default.MeetingText, MeetingRecord.RowKey(meetingId));
        var view = new MeetingView
        {
            Id = meetingId,
            PanelId = meeting.Panel.Id,
            PanelName = panel.Name,
            Seat = meeting.Seat,
            Members = meeting.Panel.Record.Members,
            Record = meeting.Record,
            Place = text.Place,
            Items = await desk.ShowAsync(caller, head, access.Purpose, meeting, seen, cancellationToken),
            Actions = [.. actions.Select(a => desk.View(meeting, a.Id, a.Record, a.Version))],
            Minutes = await MinutesViews.ShowAsync(desk, caller, head, access.Purpose, meeting, cancellationToken),
            Version = meeting.Version,
        };
        // INVARIANT: the entry, naming every subject shown, commits before anything of it leaves.
        var receipt = await desk.RecordAsync(meeting, act with { Subjects = MeetingDesk.SubjectsOf(seen) }, cancellationToken);
        return new PanelOutcome<MeetingView>.Done(view, meeting.Version, receipt);
    }
}
