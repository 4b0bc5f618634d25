using DataSharing.Audit;
using DataSharing.Disruption;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Panels;

/// <summary>What preparing an agenda added.</summary>
/// <param name="Added">Items that were not there yet.</param>
public sealed record PreparedAgenda(int Added);

/// <summary>
/// Fills an agenda from what is due: tactics that wait for the panel, hearings, reviews, expiries and other dates until four weeks after the
/// meeting, and overdue actions of the panel's earlier meetings. As far as whoever prepares it sees them; doing it again adds only what is new.
/// </summary>
public sealed class AgendaPreparation(MeetingDesk desk, PanelIndex index, DeploymentBoard board)
{
    // Beyond that a panel needs another meeting, and the commit another transaction.
    private const int MostAdded = 80;
    private const int MostPages = 10;
    private const int MeetingsLookedBack = 24;

    private static readonly TimeSpan LookAhead = TimeSpan.FromDays(28);

    public async ValueTask<PanelOutcome<PreparedAgenda>> PrepareAsync(
        Caller caller,
        ReadHead head,
        string meetingId,
        StatedAccess access,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(access);
        ArgumentNullException.ThrowIfNull(retry);
        var act = MeetingDesk.Act("agenda.prepared", caller, access);
        IReadOnlyList<Wanted>? wanted = null;
        while (true)
        {
            if (await desk.Files.FindMeetingAsync(caller, meetingId, cancellationToken) is not { } meeting)
            {
                return await desk.NotFoundAsync<PreparedAgenda>(act, meetingId, meetingId, cancellationToken);
            }

            if (!meeting.Seat.MayKeep)
            {
                return new PanelOutcome<PreparedAgenda>.Forbidden();
            }

            var route = $"meetings/{meetingId}/preparation";
            var (id, _, made) = await desk.Creation.BeginAsync(caller, route, meetingId, retry, cancellationToken);
            if (made is false)
            {
                return new PanelOutcome<PreparedAgenda>.KeyReused();
            }

            if (Refusals.IfClosed(meeting) is { } closed)
            {
                return new PanelOutcome<PreparedAgenda>.Refused(closed);
            }

            wanted ??= made is true ? [] : await WantedAsync(caller, head, meeting, access, cancellationToken);
            var there = await desk.Files.ItemsAsync(meetingId, cancellationToken);
            var room = Math.Min(MostAdded, AgendaService.MaximumItems - there.Count);
            var missing = wanted.Where(w => there.All(i => !w.Is(i.Record))).Take(Math.Max(0, room)).ToArray();
            RowWrite[] writes = [.. missing.Select(w => Item(caller, meeting, w)), AgendaGuard.Replace(meeting)];
            if (made is null)
            {
                writes = [.. writes, await desk.Creation.RowAsync(id, retry, cancellationToken)];
            }

            var entry = act with
            {
                Subjects =
                [
                    .. missing.SelectMany(w => w.SubjectIds).Distinct(StringComparer.Ordinal).Take(100).Select(s => new AuditSubject(s)),
                ],
                Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["added"] = $"{missing.Length}" },
            };
            if (await desk.CommitAsync(meeting, entry, writes, [], cancellationToken) is JournalOutcome.Committed done)
            {
                return new PanelOutcome<PreparedAgenda>.Done(new PreparedAgenda(missing.Length), meeting.Version, done.Receipt);
            }

            // Something of the agenda changed meanwhile: look again.
        }
    }

    private async ValueTask<IReadOnlyList<Wanted>> WantedAsync(
        Caller caller,
        ReadHead head,
        MeetingFile meeting,
        StatedAccess access,
        CancellationToken cancellationToken
    )
    {
        var wanted = new List<Wanted>();
        var waiting = new BoardFilter { States = [DeploymentState.PanelReview] };
        string? next = null;
        for (var page = 0; page == 0 || (next is not null && page < MostPages); page++)
        {
            var found = await board.SearchAsync(caller, head, waiting, access, next, cancellationToken);
            wanted.AddRange(found.Lines.Select(l => Wanted.Of(l, "decision")));
            next = found.Next;
        }

        next = null;
        for (var page = 0; page == 0 || (next is not null && page < MostPages); page++)
        {
            var until = meeting.Record.StartsAt + LookAhead;
            var found = await board.DueAsync(caller, head, meeting.Record.StartsAt, until, null, access, next, cancellationToken);
            wanted.AddRange(found.Lines.Select(l => Wanted.Of(l.Deployment, l.Code)));
            next = found.Next;
        }

        wanted.AddRange(await OverdueAsync(caller, head, meeting, access, cancellationToken));
        return [.. wanted.DistinctBy(w => (w.DeploymentId, w.DueCode, w.OverdueAction))];
    }

    private async ValueTask<IReadOnlyList<Wanted>> OverdueAsync(
        Caller caller,
        ReadHead head,
        MeetingFile meeting,
        StatedAccess access,
        CancellationToken cancellationToken
    )
    {
        var held = Entities.LondonCalendar.DateOf(meeting.Record.StartsAt);
        var overdue = new List<Wanted>();
        var (ids, _) = await index.MeetingsAsync(meeting.Panel.Id, null, MeetingsLookedBack, cancellationToken);
        foreach (var id in ids.Select(i => i.Id).Where(id => !PanelSeat.Is(id, meeting.Id)))
        {
            if (await desk.Files.FindMeetingAsync(caller, id, cancellationToken) is { } earlier)
            {
                var seen = await desk.SeeAsync(caller, head, access.Purpose, earlier, cancellationToken);
                var late = (await desk.Files.ActionsAsync(id, cancellationToken)).Where(a =>
                    a.Record.IsOverdueOn(held) && MeetingDesk.Sees(earlier, seen, a.Record)
                );
                overdue.AddRange(
                    late.Select(a => Wanted.Of(id, a.Id, a.Record, seen.FirstOrDefault(i => PanelSeat.Is(i.Id, a.Record.ItemId ?? ""))))
                );
            }
        }

        return overdue;
    }

    private RowWrite Item(Caller caller, MeetingFile meeting, Wanted wanted)
    {
        var rowKey = AgendaItemRecord.RowKey(meeting.Id, Guid.NewGuid().ToString("D"));
        var text = new ItemText { Title = wanted.Title };
        return AgendaItemRecord.Format.Insert(
            rowKey,
            new AgendaItemRecord
            {
                Section = wanted.OverdueAction is null ? AgendaSection.Tactics : AgendaSection.OverdueActions,
                Controller = caller.Agency,
                AddedBy = caller.Actor,
                AddedAt = desk.Now,
                Subjects = wanted.Subjects,
                DeploymentId = wanted.DeploymentId,
                DueCode = wanted.DueCode,
                OverdueAction = wanted.OverdueAction,
                Presenting = wanted.Presenting,
                Conflicts = wanted.Conflicts,
                Invited = wanted.Invited,
                Restricted = wanted.Restricted,
                Text = PanelFiles.Seal(meeting.Panel.Key, text, PanelsJson.Default.ItemText, rowKey),
            }
        );
    }

    /// <summary>Something that belongs on the agenda.</summary>
    private sealed record Wanted(string Title, AgencyId Presenting, string? DeploymentId, string? DueCode, string? OverdueAction)
    {
        public IReadOnlyList<ItemSubject> Subjects { get; init; } = [];

        public IReadOnlyList<string> SubjectIds { get; init; } = [];

        // An overdue action is hidden from whom its own item is hidden.
        public IReadOnlyList<ConflictLine> Conflicts { get; init; } = [];

        public IReadOnlyList<string> Invited { get; init; } = [];

        public bool Restricted { get; init; }

        public static Wanted Of(BoardLine line, string code) =>
            new(line.Title, line.OwnerAgency ?? line.Controller, line.Id, code, null) { SubjectIds = [.. line.Subjects.Select(s => s.Id)] };

        public static Wanted Of(string meetingId, string actionId, ActionRecord action, SeenItem? item) =>
            new("Overdue action", action.OwnerAgency, item?.Record.DeploymentId, null, $"{meetingId}:{actionId}")
            {
                Subjects = item?.Record.Subjects ?? [],
                SubjectIds = [.. (item?.Subjects ?? []).Select(s => s.Id)],
                Conflicts = item?.Record.Conflicts ?? [],
                Invited = item?.Record.Invited ?? [],
                Restricted = item?.Record.Restricted ?? false,
            };

        public bool Is(AgendaItemRecord item) =>
            OverdueAction is not null
                ? PanelSeat.Is(item.OverdueAction ?? "", OverdueAction)
                : item.OverdueAction is null
                    && PanelSeat.Is(item.DeploymentId ?? "", DeploymentId ?? "")
                    && PanelSeat.Is(item.DueCode ?? "decision", DueCode ?? "");
    }
}
