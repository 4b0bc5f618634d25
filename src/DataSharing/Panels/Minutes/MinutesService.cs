using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Panels;

/// <param name="General">For every member who sees the whole meeting; 1 to 20,000 characters. Not about items that some of them may not see.</param>
/// <param name="Annex">About restricted items; at most 20,000 characters.</param>
public sealed record MinutesDraft(string General, string? Annex)
{
    /// <summary>What was said about each item, by its id, of those that the author sees; null leaves it as it was. Who does not see an item does not see its words.</summary>
    public IReadOnlyDictionary<string, string>? Items { get; init; }

    public override string ToString() => "MinutesDraft(redacted)";
}

/// <summary>Minutes: drafted by whoever keeps the meeting, approved by a chair who did not write the draft, then frozen.</summary>
public sealed class MinutesService(MeetingDesk desk)
{
    // An approved copy with every item has to fit one row.
    private const int MostWords = 100_000;

    /// <summary>Writes the draft, or writes it anew.</summary>
    /// <param name="caller">Who writes.</param>
    /// <param name="head">As read with the request.</param>
    /// <param name="meetingId">The meeting.</param>
    /// <param name="version">Of the draft that was read; of the meeting where there is none yet.</param>
    /// <param name="draft">The text.</param>
    /// <param name="access">Purpose and reason.</param>
    /// <param name="cancellationToken">Stops before the commit only.</param>
    public async ValueTask<PanelOutcome<MinutesView>> DraftAsync(
        Caller caller,
        ReadHead head,
        string meetingId,
        RowVersion version,
        MinutesDraft draft,
        StatedAccess access,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(access);
        var act = MeetingDesk.Act("minutes.drafted", caller, access);
        if (await desk.Files.FindMeetingAsync(caller, meetingId, cancellationToken) is not { } meeting)
        {
            return await desk.NotFoundAsync<MinutesView>(act, meetingId, meetingId, cancellationToken);
        }

        if (!meeting.Seat.MayKeep)
        {
            return new PanelOutcome<MinutesView>.Forbidden();
        }

        var written = await desk.Files.MinutesAsync(meetingId, cancellationToken);
        var expected = written?.Version ?? meeting.Version;
        if (expected != version)
        {
            return new PanelOutcome<MinutesView>.Changed(expected);
        }

        if (Refusals.IfClosed(meeting) is { } closed)
        {
            return new PanelOutcome<MinutesView>.Refused(closed);
        }

        var rowKey = MinutesRecord.RowKey(meetingId);
        var before = written is var (old, _)
            ? PanelFiles.Open(meeting.Panel.Key, old.Text, PanelsJson.Default.MinutesText, rowKey).Items
            : null;
        var seen = await desk.SeeAsync(caller, head, access.Purpose, meeting, cancellationToken);
        if (draft.Items?.Keys.Any(id => !seen.Any(i => PanelSeat.Is(i.Id, id))) == true)
        {
            return new PanelOutcome<MinutesView>.Refused(
                new PanelRefusal("item-not-found", "There is no such item on this agenda for this caller.", "/items")
            );
        }

        var text = new MinutesText(draft.General, draft.Annex, Said(before, seen, draft));
        if (text.Items?.Sum(said => said.Value.Length) > MostWords)
        {
            return new PanelOutcome<MinutesView>.Refused(
                new PanelRefusal("minutes-too-long", "What is said about all items together is at most 100,000 characters.")
            );
        }

        var record = new MinutesRecord
        {
            Draft = (written?.Record.Draft ?? 0) + 1,
            DraftedBy = caller.Actor,
            DraftedAt = desk.Now,
            Text = PanelFiles.Seal(meeting.Panel.Key, text, PanelsJson.Default.MinutesText, rowKey),
        };
        var write = written is var (_, known)
            ? MinutesRecord.Format.Replace(rowKey, record, known)
            : MinutesRecord.Format.Insert(rowKey, record);
        return await CommitAsync(caller, head, meeting, act, [write], access.Purpose, expected, cancellationToken);
    }

    /// <summary>A chair other than the author approves the draft that they read. From then on it stands, with items and decisions as they are.</summary>
    public async ValueTask<PanelOutcome<MinutesView>> ApproveAsync(
        Caller caller,
        ReadHead head,
        string meetingId,
        RowVersion version,
        StatedAccess access,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(access);
        var act = MeetingDesk.Act("minutes.approved", caller, access);
        while (true)
        {
            var meeting = await desk.Files.FindMeetingAsync(caller, meetingId, cancellationToken);
            var written = meeting is null ? null : await desk.Files.MinutesAsync(meetingId, cancellationToken);
            if (meeting is null || written is not var (record, known) || !meeting.Seat.SeesAll)
            {
                return await desk.NotFoundAsync<MinutesView>(act, meetingId, meetingId, cancellationToken);
            }

            if (!meeting.Seat.MayChair)
            {
                return new PanelOutcome<MinutesView>.Forbidden();
            }

            if (known != version)
            {
                return new PanelOutcome<MinutesView>.Changed(known);
            }

            var items = await desk.Files.ItemsAsync(meetingId, cancellationToken);
            if ((Refusals.IfClosed(meeting) ?? Fault(caller, meeting, record, items.Select(i => i.Record))) is { } fault)
            {
                return new PanelOutcome<MinutesView>.Refused(fault);
            }

            var actions = await desk.Files.ActionsAsync(meetingId, cancellationToken);
            var frozen = new FrozenMeeting(
                meeting.Record,
                [
                    .. items.Select(i => new FrozenItem(
                        i.Id,
                        i.Record with
                        {
                            Text = [],
                        },
                        PanelFiles.Open(
                            meeting.Panel.Key,
                            i.Record.Text,
                            PanelsJson.Default.ItemText,
                            AgendaItemRecord.RowKey(meetingId, i.Id)
                        )
                    )),
                ],
                [
                    .. actions.Select(a => new FrozenAction(
                        a.Id,
                        a.Record with
                        {
                            Text = [],
                        },
                        PanelFiles.Open(
                            meeting.Panel.Key,
                            a.Record.Text,
                            PanelsJson.Default.ActionText,
                            ActionRecord.RowKey(meetingId, a.Id)
                        )
                    )),
                ]
            );
            var approved = record with
            {
                ApprovedBy = caller.Actor,
                ApprovedAt = desk.Now,
                Frozen = PanelFiles.Seal(
                    meeting.Panel.Key,
                    frozen,
                    PanelsJson.Default.FrozenMeeting,
                    MinutesViews.FrozenContext(meetingId)
                ),
            };
            RowWrite[] writes =
            [
                MinutesRecord.Format.Replace(MinutesRecord.RowKey(meetingId), approved, version),
                MeetingRecord.Format.Replace(MeetingRecord.RowKey(meetingId), meeting.Record with { Closed = true }, meeting.Version),
                AgendaGuard.Replace(meeting),
            ];
            if (MinutesRecord.Format.Write(approved).Length > RecordLimits.MaximumBodyBytes)
            {
                return new PanelOutcome<MinutesView>.Refused(
                    new PanelRefusal("minutes-too-long", "Minutes with all their items hold at most 512 KiB.")
                );
            }

            var outcome = await CommitAsync(caller, head, meeting, act, writes, access.Purpose, null, cancellationToken);
            if (outcome is not PanelOutcome<MinutesView>.Changed)
            {
                return outcome;
            }

            // An item, the attendance or the draft changed meanwhile: look again, and freeze what is there then or say which.
        }
    }

    /// <summary>Words about items that the author does not see stay as whoever sees them wrote them.</summary>
    private static Dictionary<string, string>? Said(
        IReadOnlyDictionary<string, string>? before,
        IReadOnlyList<SeenItem> seen,
        MinutesDraft draft
    )
    {
        var kept = (before ?? new Dictionary<string, string>(StringComparer.Ordinal)).Where(said =>
            draft.Items is null || !seen.Any(i => PanelSeat.Is(i.Id, said.Key))
        );
        var all = kept.Concat(draft.Items ?? new Dictionary<string, string>(StringComparer.Ordinal)).ToDictionary(StringComparer.Ordinal);
        return all.Count == 0 ? null : all;
    }

    private static PanelRefusal? Fault(Caller caller, MeetingFile meeting, MinutesRecord record, IEnumerable<AgendaItemRecord> items)
    {
        if (PanelSeat.Is(record.DraftedBy, caller.Actor))
        {
            return new PanelRefusal("second-person-needed", "Minutes are approved by a chair who did not write them.");
        }

        if (meeting.Record.Attendance.Count == 0)
        {
            return new PanelRefusal("attendance-not-recorded", "Attendance is recorded before minutes are approved.");
        }

        return items.Any(i => i.Pending is not null)
            ? new PanelRefusal("decision-pending", "A decision is on its way to its tactic: decide it again, or wait a moment.")
            : null;
    }

    private async ValueTask<PanelOutcome<MinutesView>> CommitAsync(
        Caller caller,
        ReadHead head,
        MeetingFile meeting,
        AuditAct act,
        IReadOnlyList<RowWrite> writes,
        PurposeCode purpose,
        RowVersion? expected,
        CancellationToken cancellationToken
    )
    {
        if (
            await desk.CommitAsync(meeting, act, writes, [], cancellationToken)
            is not JournalOutcome.Committed { Versions: [{ } version, ..] } done
        )
        {
            var now = await desk.Files.MinutesAsync(meeting.Id, cancellationToken);
            return new PanelOutcome<MinutesView>.Changed(now?.Version ?? expected ?? meeting.Version);
        }

        var view = await MinutesViews.ShowAsync(desk, caller, head, purpose, meeting, cancellationToken);
        return view is null
            ? throw new InvalidOperationException("Who writes or approves minutes reads them.")
            : new PanelOutcome<MinutesView>.Done(view, version, done.Receipt);
    }
}
