using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Panels;

/// <param name="StartsAt">When.</param>
/// <param name="EndsAt">After the start, within a day; null where open.</param>
/// <param name="Place">Where, in words; at most 200 characters.</param>
public sealed record MeetingDraft(DateTimeOffset StartsAt, DateTimeOffset? EndsAt, string? Place)
{
    public override string ToString() => $"MeetingDraft({StartsAt:O})";
}

/// <summary>Arranges meetings, changes their dates, and records who came.</summary>
public sealed class MeetingRegister(MeetingDesk desk, PanelIndex index, Journal journal, IRecordStore records)
{
    public const int PageSize = 50;

    // Records of panels before the platform came are entered afterwards; further than that is a slip of the keyboard.
    private static readonly TimeSpan LongestAgo = TimeSpan.FromDays(3 * 366);
    private static readonly TimeSpan LongestAhead = TimeSpan.FromDays(2 * 366);

    public async ValueTask<PanelOutcome<MeetingLine>> ArrangeAsync(
        Caller caller,
        string panelId,
        MeetingDraft draft,
        StatedAccess access,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(access);
        ArgumentNullException.ThrowIfNull(retry);
        var act = MeetingDesk.Act("meeting.arranged", caller, access);
        if (await desk.Files.FindPanelAsync(caller, panelId, cancellationToken) is not { } panel)
        {
            return await desk.Files.NotFoundAsync<MeetingLine>(act, Shards.Of(panelId), panelId, cancellationToken);
        }

        if (!panel.Seat.MayKeep)
        {
            return new PanelOutcome<MeetingLine>.Forbidden();
        }

        while (true)
        {
            var (id, _, made) = await desk.Creation.BeginAsync(caller, $"panels/{panelId}/meetings", null, retry, cancellationToken);
            if (made is false)
            {
                return new PanelOutcome<MeetingLine>.KeyReused();
            }

            if (made is true)
            {
                var again = await desk.Files.FindMeetingAsync(caller, id, cancellationToken);
                var there = again ?? throw new StoreUnavailableException("A created record is missing.");
                var receipt = await desk.RecordAsync(there, act with { Act = "meeting.arranged-again" }, cancellationToken);
                return Done(there.Id, there.Record, there.Version, receipt);
            }

            if (Fault(draft) is { } fault)
            {
                return new PanelOutcome<MeetingLine>.Refused(fault);
            }

            var record = new MeetingRecord
            {
                PanelId = panelId,
                Host = panel.Record.Host,
                StartsAt = draft.StartsAt,
                ArrangedFor = draft.StartsAt,
                EndsAt = draft.EndsAt,
                ArrangedAt = desk.Now,
                ArrangedBy = caller.Actor,
                Text = Seal(panel, id, draft.Place),
            };
            var meeting = new MeetingFile(id, record, panel.Version, panel, panel.Version);
            RowWrite[] writes =
            [
                MeetingRecord.Format.Insert(MeetingRecord.RowKey(id), record),
                AgendaGuard.Insert(id),
                await desk.Creation.RowAsync(id, retry, cancellationToken),
            ];
            var notice = PanelIndex.Notice(PanelIndex.MeetingArranged, id, desk.Now, "1", ("panel", panelId));
            var entry = act with { Records = [PanelRecord.RowKey(panelId)] };
            if (
                await desk.CommitAsync(meeting, entry, writes, [notice], cancellationToken) is JournalOutcome.Committed
                {
                    Versions: [{ } version, ..]
                } done
            )
            {
                return Done(id, record, version, done.Receipt);
            }

            // The same request, racing itself, was first: look again and answer as it was answered.
        }
    }

    public ValueTask<PanelOutcome<MeetingLine>> ChangeAsync(
        Caller caller,
        string meetingId,
        RowVersion version,
        MeetingDraft draft,
        StatedAccess access,
        CancellationToken cancellationToken
    ) =>
        ReplaceAsync(
            MeetingDesk.Act("meeting.changed", caller, access),
            caller,
            meetingId,
            version,
            meeting => Fault(draft),
            meeting =>
                meeting.Record with
                {
                    StartsAt = draft.StartsAt,
                    EndsAt = draft.EndsAt,
                    Text = Seal(meeting.Panel, meetingId, draft.Place),
                },
            cancellationToken
        );

    /// <summary>Records who came, whole: each line a member of the panel, nobody twice.</summary>
    public ValueTask<PanelOutcome<MeetingLine>> AttendAsync(
        Caller caller,
        string meetingId,
        RowVersion version,
        IReadOnlyList<AttendanceLine> lines,
        StatedAccess access,
        CancellationToken cancellationToken
    ) =>
        ReplaceAsync(
            MeetingDesk.Act("meeting.attendance-recorded", caller, access),
            caller,
            meetingId,
            version,
            meeting =>
                lines.Select(l => l.Actor).Distinct(StringComparer.Ordinal).Count() != lines.Count
                || lines.Any(l => !meeting.Panel.Record.Members.Any(m => m.Agency == l.Agency && PanelSeat.Is(m.Actor, l.Actor)))
                    ? new PanelRefusal("attendance-of-members", "Attendance names members of the panel, each once.", "/attendance")
                    : null,
            meeting => meeting.Record with { Attendance = lines },
            cancellationToken
        );

    /// <summary>A panel's meetings, latest first.</summary>
    public async ValueTask<PanelOutcome<PanelPage<MeetingLine>>> ListAsync(
        Caller caller,
        string panelId,
        string? after,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        var act = new AuditAct { Act = "meeting.listed", Caller = caller };
        if (await desk.Files.FindPanelAsync(caller, panelId, cancellationToken) is not { } panel)
        {
            return await desk.Files.NotFoundAsync<PanelPage<MeetingLine>>(act, Shards.Of(panelId), panelId, cancellationToken);
        }

        var (ids, more) = await index.MeetingsAsync(panelId, after, PageSize, cancellationToken);
        var lines = new List<MeetingLine>(ids.Count);
        foreach (var (_, id) in ids)
        {
            var row = await records.FindAsync(Shards.Of(id), MeetingRecord.RowKey(id), cancellationToken);
            if (row is not null)
            {
                lines.Add(Line(id, MeetingRecord.Format.Read(row)));
            }
        }

        var entry = act with { Records = [PanelRecord.RowKey(panelId)] };
        var receipt = await journal.RecordAsync(Shards.Of(panelId), entry, cancellationToken);
        var page = new PanelPage<MeetingLine>([.. lines.OrderByDescending(l => l.StartsAt)], more ? ids[^1].Key : null);
        return new PanelOutcome<PanelPage<MeetingLine>>.Done(page, panel.Version, receipt);
    }

    private static MeetingLine Line(string id, MeetingRecord record) =>
        new(id, record.PanelId, record.StartsAt, record.EndsAt, record.Closed);

    private static PanelOutcome<MeetingLine>.Done Done(string id, MeetingRecord record, RowVersion version, AuditReceipt receipt) =>
        new(Line(id, record), version, receipt);

    private static byte[] Seal(PanelFile panel, string meetingId, string? place) =>
        PanelFiles.Seal(panel.Key, new MeetingText(place), PanelsJson.Default.MeetingText, MeetingRecord.RowKey(meetingId));

    private PanelRefusal? Fault(MeetingDraft draft)
    {
        if (draft.StartsAt < desk.Now - LongestAgo || draft.StartsAt > desk.Now + LongestAhead)
        {
            return new PanelRefusal("date-beyond-sense", "A meeting lies within three years back and two years ahead.", "/startsAt");
        }

        return draft.EndsAt is { } ends && (ends <= draft.StartsAt || ends - draft.StartsAt > TimeSpan.FromDays(1))
            ? new PanelRefusal("end-before-start", "A meeting ends after it starts, within a day.", "/endsAt")
            : null;
    }

    private async ValueTask<PanelOutcome<MeetingLine>> ReplaceAsync(
        AuditAct act,
        Caller caller,
        string meetingId,
        RowVersion version,
        Func<MeetingFile, PanelRefusal?> refuse,
        Func<MeetingFile, MeetingRecord> change,
        CancellationToken cancellationToken
    )
    {
        if (await desk.Files.FindMeetingAsync(caller, meetingId, cancellationToken) is not { } meeting)
        {
            return await desk.NotFoundAsync<MeetingLine>(act, meetingId, meetingId, cancellationToken);
        }

        if (!meeting.Seat.MayKeep)
        {
            return new PanelOutcome<MeetingLine>.Forbidden();
        }

        if (meeting.Version != version)
        {
            return new PanelOutcome<MeetingLine>.Changed(meeting.Version);
        }

        if ((Refusals.IfClosed(meeting) ?? refuse(meeting)) is { } fault)
        {
            return new PanelOutcome<MeetingLine>.Refused(fault);
        }

        var record = change(meeting);
        RowWrite[] writes = [MeetingRecord.Format.Replace(MeetingRecord.RowKey(meetingId), record, version)];
        switch (await desk.CommitAsync(meeting, act, writes, [], cancellationToken))
        {
            case JournalOutcome.Committed { Versions: [{ } now, ..] } done:
                return Done(meetingId, record, now, done.Receipt);
            default:
                var current = await desk.Files.FindMeetingAsync(caller, meetingId, cancellationToken);
                return new PanelOutcome<MeetingLine>.Changed(current?.Version ?? version);
        }
    }
}

/// <param name="Lines">At most 50.</param>
/// <param name="Next">Where the next page begins; leaves the platform encrypted only. Null at the end.</param>
public sealed record PanelPage<T>(IReadOnlyList<T> Lines, string? Next);
