using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Panels;

/// <param name="Mine">Only those that the caller owns; else all of the caller's agency that the caller may see.</param>
/// <param name="OpenOnly">Without those that are done, not done or cancelled.</param>
/// <param name="OverdueOnly">Only those past their day.</param>
public sealed record ActionFilter(bool Mine, bool OpenOnly, bool OverdueOnly);

/// <summary>What an agency and its people have to do for panels, soonest due first within a page.</summary>
public sealed class ActionLists(MeetingDesk desk, PanelIndex index, Journal journal)
{
    public const int PageSize = 50;

    // One request looks at so many; the next page goes on.
    private const int MaximumLooked = 300;

    public async ValueTask<(PanelPage<ActionView> Page, AuditReceipt Receipt)> ListAsync(
        Caller caller,
        ReadHead head,
        ActionFilter filter,
        StatedAccess access,
        string? after,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(access);
        var lines = new List<ActionView>();
        var subjects = new List<SeenItem>();
        var meetings = new Dictionary<string, OpenedMeeting?>(StringComparer.Ordinal);
        var (next, more, looked) = (after, true, 0);
        while (more && lines.Count < PageSize && looked < MaximumLooked)
        {
            var (ids, others) = await index.ActionsAsync(caller.Agency, next, PageSize, cancellationToken);
            more = others;
            foreach (var (key, id) in ids)
            {
                if (lines.Count == PageSize)
                {
                    more = true;
                    break;
                }

                (next, looked) = (key, looked + 1);
                var (meetingId, actionId) = (
                    id[..id.IndexOf(':', StringComparison.Ordinal)],
                    id[(id.IndexOf(':', StringComparison.Ordinal) + 1)..]
                );
                if (!meetings.TryGetValue(meetingId, out var opened))
                {
                    meetings[meetingId] = opened = await OpenAsync(caller, head, access.Purpose, meetingId, cancellationToken);
                }

                var action = opened?.Actions.FirstOrDefault(a => PanelSeat.Is(a.Id, actionId)) ?? default;
                if (opened is not null && action.Record is { } record && Fits(caller, filter, opened, record))
                {
                    lines.Add(desk.View(opened.Meeting, actionId, record, action.Version));
                    subjects.AddRange(opened.Seen.Where(i => PanelSeat.Is(i.Id, record.ItemId ?? "")));
                }
            }
        }

        var act = MeetingDesk.Act("panel-action.listed", caller, access) with
        {
            Records = [.. lines.Select(l => ActionService.AuditName(l.Id))],
            Subjects = MeetingDesk.SubjectsOf(subjects),
        };
        var receipt = await journal.RecordAsync(Shards.Of(caller.Agency.Value), act, cancellationToken);
        return (new PanelPage<ActionView>([.. lines.OrderBy(l => l.Record.Due)], more ? next : null), receipt);
    }

    private bool Fits(Caller caller, ActionFilter filter, OpenedMeeting opened, ActionRecord action) =>
        action.OwnerAgency == caller.Agency
        && MeetingDesk.Sees(opened.Meeting, opened.Seen, action)
        && (!filter.Mine || PanelSeat.Is(action.Owner, caller.Actor))
        && (!filter.OpenOnly || action.IsOpen)
        && (!filter.OverdueOnly || action.IsOverdueOn(desk.Today));

    private async ValueTask<OpenedMeeting?> OpenAsync(
        Caller caller,
        ReadHead head,
        PurposeCode purpose,
        string meetingId,
        CancellationToken cancellationToken
    )
    {
        if (await desk.Files.FindMeetingAsync(caller, meetingId, cancellationToken) is not { } meeting)
        {
            return null;
        }

        var actions = (await desk.Files.ActionsAsync(meetingId, cancellationToken))
            .Where(a => a.Record.OwnerAgency == caller.Agency)
            .ToArray();
        // Of a long agenda, the items that these actions came from alone.
        var from = actions.Select(a => a.Record.ItemId).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var items = (await desk.Files.ItemsAsync(meetingId, cancellationToken)).Where(i => from.Contains(i.Id)).ToArray();
        var seen = await desk.Sight.SeeAsync(caller, head, purpose, meeting.Seat, items, cancellationToken);
        return new OpenedMeeting(meeting, seen, actions);
    }

    private sealed record OpenedMeeting(
        MeetingFile Meeting,
        IReadOnlyList<SeenItem> Seen,
        IReadOnlyList<(string Id, ActionRecord Record, RowVersion Version)> Actions
    );
}
