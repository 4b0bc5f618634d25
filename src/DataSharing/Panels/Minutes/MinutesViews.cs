using DataSharing.Identity;
using DataSharing.Partnership;

namespace DataSharing.Panels;

/// <summary>What of the minutes a member reads: the frozen copy through the same eyes as the agenda.</summary>
internal static class MinutesViews
{
    /// <summary>Null: none written, or the reader is a member by item, whose items are all they see.</summary>
    public static async ValueTask<MinutesView?> ShowAsync(
        MeetingDesk desk,
        Caller caller,
        ReadHead head,
        PurposeCode purpose,
        MeetingFile meeting,
        CancellationToken cancellationToken
    )
    {
        if (!meeting.Seat.SeesAll || await desk.Files.MinutesAsync(meeting.Id, cancellationToken) is not var (record, version))
        {
            return null;
        }

        var rowKey = MinutesRecord.RowKey(meeting.Id);
        var text = PanelFiles.Open(meeting.Panel.Key, record.Text, PanelsJson.Default.MinutesText, rowKey);
        var frozen = record.Frozen is { } bytes
            ? PanelFiles.Open(meeting.Panel.Key, bytes, PanelsJson.Default.FrozenMeeting, FrozenContext(meeting.Id))
            : null;
        var view = frozen is null ? null : await ShowAsync(desk, caller, head, purpose, meeting, frozen, cancellationToken);
        var annex = await SeesAnnexAsync(desk, caller, head, purpose, meeting, cancellationToken) ? text.Annex : null;
        return new MinutesView(
            record,
            text.General,
            annex,
            await SaidAsync(desk, caller, head, purpose, meeting, text, cancellationToken),
            view,
            version
        );
    }

    public static string FrozenContext(string meetingId) => $"{MinutesRecord.RowKey(meetingId)}:frozen";

    private static async ValueTask<FrozenView> ShowAsync(
        MeetingDesk desk,
        Caller caller,
        ReadHead head,
        PurposeCode purpose,
        MeetingFile meeting,
        FrozenMeeting frozen,
        CancellationToken cancellationToken
    )
    {
        (string, AgendaItemRecord, Storage.RowVersion)[] items = [.. frozen.Items.Select(i => (i.Id, i.Record, meeting.Version))];
        var seen = await desk.Sight.SeeAsync(caller, head, purpose, meeting.Seat, items, cancellationToken);
        var texts = frozen.Items.ToDictionary(i => i.Id, i => i.Text, StringComparer.Ordinal);
        var actions = frozen.Actions.Where(a => MeetingDesk.Sees(meeting, seen, a.Record));
        return new FrozenView(
            frozen.Meeting.Attendance,
            await desk.ShowAsync(caller, head, purpose, seen, texts, cancellationToken),
            [.. actions.Select(a => desk.View(meeting, a.Id, a.Record, a.Text, meeting.Version))]
        );
    }

    private static async ValueTask<IReadOnlyDictionary<string, string>> SaidAsync(
        MeetingDesk desk,
        Caller caller,
        ReadHead head,
        PurposeCode purpose,
        MeetingFile meeting,
        MinutesText text,
        CancellationToken cancellationToken
    )
    {
        var seen = await desk.SeeAsync(caller, head, purpose, meeting, cancellationToken);
        return (text.Items ?? new Dictionary<string, string>(StringComparer.Ordinal))
            .Where(said => seen.Any(i => PanelSeat.Is(i.Id, said.Key)))
            .ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>The annex speaks of every restricted item: who does not see one of them does not read it.</summary>
    private static async ValueTask<bool> SeesAnnexAsync(
        MeetingDesk desk,
        Caller caller,
        ReadHead head,
        PurposeCode purpose,
        MeetingFile meeting,
        CancellationToken cancellationToken
    )
    {
        var restricted = (await desk.Files.ItemsAsync(meeting.Id, cancellationToken)).Where(i => i.Record.Restricted).ToArray();
        var seen = await desk.Sight.SeeAsync(caller, head, purpose, meeting.Seat, restricted, cancellationToken);
        return seen.Count == restricted.Length;
    }
}
