using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Panels;

/// <summary>An item as a commit left it.</summary>
internal sealed record ItemCommit(MeetingFile Meeting, string Id, AgendaItemRecord Record, RowVersion Version, AuditReceipt Receipt);

/// <summary>What every change of an agenda item has in common.</summary>
internal sealed class ItemChanges(MeetingDesk desk)
{
    public static readonly PanelRefusal AlreadyDecided = new("already-decided", "This item has been decided.");

    public static string AuditName(string itemId) => $"agenda-item:{itemId}";

    public static PanelRefusal? InvitedFault(MeetingFile meeting, IReadOnlyList<string> invited) =>
        invited.All(actor => meeting.Panel.Record.Members.Any(m => m.Role == PanelRole.ByItem && PanelSeat.Is(m.Actor, actor)))
            ? null
            : new PanelRefusal("invited-by-item", "Those invited to an item are members by item.", "/invited");

    public async ValueTask<PanelOutcome<ItemCommit>> ReplaceAsync(
        AuditAct act,
        Caller caller,
        ReadHead head,
        ItemTarget target,
        PurposeCode purpose,
        Func<PanelSeat, bool> may,
        Func<MeetingFile, SeenItem, PanelRefusal?> refuse,
        Func<MeetingFile, SeenItem, ItemText, (AgendaItemRecord Record, ItemText Text)> change,
        CancellationToken cancellationToken,
        RowWrite? once = null
    )
    {
        var (meetingId, itemId, version) = target;
        while (true)
        {
            var meeting = await desk.Files.FindMeetingAsync(caller, meetingId, cancellationToken);
            var item = meeting is null ? null : await desk.FindItemAsync(caller, head, purpose, meeting, itemId, cancellationToken);
            if (meeting is null || item is null)
            {
                return await desk.NotFoundAsync<ItemCommit>(act, meetingId, itemId, cancellationToken);
            }

            if (!may(meeting.Seat))
            {
                return new PanelOutcome<ItemCommit>.Forbidden();
            }

            if (item.Version != version)
            {
                return new PanelOutcome<ItemCommit>.Changed(item.Version);
            }

            if ((Refusals.IfClosed(meeting) ?? refuse(meeting, item)) is { } fault)
            {
                return new PanelOutcome<ItemCommit>.Refused(fault);
            }

            var rowKey = AgendaItemRecord.RowKey(meetingId, itemId);
            var before = PanelFiles.Open(meeting.Panel.Key, item.Record.Text, PanelsJson.Default.ItemText, rowKey);
            var (record, text) = change(meeting, item, before);
            record = record with { Text = PanelFiles.Seal(meeting.Panel.Key, text, PanelsJson.Default.ItemText, rowKey) };
            var entry = act with { Records = [AuditName(itemId)], Subjects = MeetingDesk.SubjectsOf([item]) };
            RowWrite[] retried = once is null ? [] : [once];
            RowWrite[] writes = [AgendaItemRecord.Format.Replace(rowKey, record, version), AgendaGuard.Replace(meeting), .. retried];
            if (
                await desk.CommitAsync(meeting, entry, writes, [], cancellationToken) is JournalOutcome.Committed
                {
                    Versions: [{ } now, ..]
                } done
            )
            {
                var commit = new ItemCommit(meeting, itemId, record, now, done.Receipt);
                return new PanelOutcome<ItemCommit>.Done(commit, now, done.Receipt);
            }

            // Something else of the agenda, or this item, changed meanwhile: look again, and find out which.
        }
    }

    /// <summary>The item as the caller sees it after a change.</summary>
    public async ValueTask<PanelOutcome<ItemView>> ShowAsync(
        Caller caller,
        ReadHead head,
        ItemCommit item,
        PurposeCode purpose,
        CancellationToken cancellationToken
    )
    {
        (string, AgendaItemRecord, RowVersion)[] one = [(item.Id, item.Record, item.Version)];
        var seen = await desk.Sight.SeeAsync(caller, head, purpose, item.Meeting.Seat, one, cancellationToken);
        var views = await desk.ShowAsync(caller, head, purpose, item.Meeting, seen, cancellationToken);
        return views is [var view]
            ? new PanelOutcome<ItemView>.Done(view, item.Version, item.Receipt)
            : new PanelOutcome<ItemView>.NotFound(item.Receipt);
    }
}

/// <summary>Which item, and the version that the caller read.</summary>
public sealed record ItemTarget(string MeetingId, string ItemId, RowVersion Version);
