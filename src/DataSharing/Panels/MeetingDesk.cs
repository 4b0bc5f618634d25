using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Messaging;
using DataSharing.Partnership;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Panels;

/// <summary>What everything that happens at a meeting has in common: opening it for a member, showing what they may see, committing.</summary>
public sealed class MeetingDesk
{
    private readonly Journal journal;
    private readonly SubjectDirectory subjects;
    private readonly TimeProvider time;

    public MeetingDesk(
        IRecordStore records,
        Journal journal,
        DataKeys keys,
        CreationId creationIds,
        IdempotencyRow idempotency,
        DecisionService decisions,
        DecisionFacts facts,
        SubjectDirectory subjects,
        DeploymentGlances deployments,
        TimeProvider time
    )
    {
        (this.journal, this.subjects, this.time) = (journal, subjects, time);
        Files = new PanelFiles(records, journal, keys);
        Creation = new PanelCreation(records, creationIds, idempotency);
        Sight = new ItemSight(decisions, facts, deployments);
    }

    internal PanelFiles Files { get; }

    internal PanelCreation Creation { get; }

    internal ItemSight Sight { get; }

    internal DateTimeOffset Now => time.GetUtcNow();

    internal DateOnly Today => LondonCalendar.DateOf(time.GetUtcNow());

    internal static AuditAct Act(string act, Caller caller, StatedAccess access) =>
        new()
        {
            Act = act,
            Caller = caller,
            Purpose = access.Purpose,
            Justification = access.Reason,
        };

    /// <summary>The items that the caller sees, in the order of the agenda.</summary>
    internal async ValueTask<IReadOnlyList<SeenItem>> SeeAsync(
        Caller caller,
        ReadHead head,
        PurposeCode purpose,
        MeetingFile meeting,
        CancellationToken cancellationToken
    ) =>
        await Sight.SeeAsync(caller, head, purpose, meeting.Seat, await Files.ItemsAsync(meeting.Id, cancellationToken), cancellationToken);

    /// <summary>One item, as far as the caller sees it; null alike where it is not there.</summary>
    internal async ValueTask<SeenItem?> FindItemAsync(
        Caller caller,
        ReadHead head,
        PurposeCode purpose,
        MeetingFile meeting,
        string itemId,
        CancellationToken cancellationToken
    )
    {
        var items = await Files.ItemsAsync(meeting.Id, cancellationToken);
        var one = items.Where(i => string.Equals(i.Id, itemId, StringComparison.Ordinal)).ToArray();
        return await Sight.SeeAsync(caller, head, purpose, meeting.Seat, one, cancellationToken) is [var seen, ..] ? seen : null;
    }

    /// <summary>The items in full, with the labels that the caller may see.</summary>
    internal ValueTask<IReadOnlyList<ItemView>> ShowAsync(
        Caller caller,
        ReadHead head,
        PurposeCode purpose,
        MeetingFile meeting,
        IReadOnlyList<SeenItem> items,
        CancellationToken cancellationToken
    )
    {
        var texts = items.ToDictionary(
            i => i.Id,
            i => PanelFiles.Open(meeting.Panel.Key, i.Record.Text, PanelsJson.Default.ItemText, AgendaItemRecord.RowKey(meeting.Id, i.Id)),
            StringComparer.Ordinal
        );
        return ShowAsync(caller, head, purpose, items, texts, cancellationToken);
    }

    internal async ValueTask<IReadOnlyList<ItemView>> ShowAsync(
        Caller caller,
        ReadHead head,
        PurposeCode purpose,
        IReadOnlyList<SeenItem> items,
        IReadOnlyDictionary<string, ItemText> texts,
        CancellationToken cancellationToken
    )
    {
        var ids = items.SelectMany(i => i.Subjects).Select(s => s.Id).Distinct(StringComparer.Ordinal).ToArray();
        var labels = await subjects.DescribeAsync(caller, head, purpose, ids, cancellationToken);
        return [.. items.Select(item => View(item, texts[item.Id], labels))];
    }

    private static ItemView View(SeenItem item, ItemText text, IReadOnlyDictionary<string, SubjectLabel?> labels)
    {
        // What was said and is not confirmed is no decision yet: the deployment itself says whether it came about.
        var decided = item.Record.Decision is not null;
        return new ItemView(
            item.Id,
            text.Title,
            text.Note,
            item.Record,
            decided ? text.Rationale : null,
            decided ? text.Dissent : [],
            item.Deployment,
            [.. item.Subjects.Select(s => new ItemSubjectView(s.Id, s.Kind, labels.GetValueOrDefault(s.Id)))],
            item.Version
        );
    }

    internal ActionView View(MeetingFile meeting, string actionId, ActionRecord record, RowVersion version)
    {
        var text = PanelFiles.Open(
            meeting.Panel.Key,
            record.Text,
            PanelsJson.Default.ActionText,
            ActionRecord.RowKey(meeting.Id, actionId)
        );
        return View(meeting, actionId, record, text, version);
    }

    internal ActionView View(MeetingFile meeting, string actionId, ActionRecord record, ActionText text, RowVersion version) =>
        new(
            actionId,
            meeting.Id,
            meeting.Panel.Id,
            text.Words,
            record,
            text.Notes ?? new Dictionary<string, string>(StringComparer.Ordinal),
            record.IsOverdueOn(Today),
            version
        );

    /// <summary>An action goes with its item; one of the whole meeting is for members who see it, and for its owner.</summary>
    internal static bool Sees(MeetingFile meeting, IReadOnlyList<SeenItem> seen, ActionRecord action) =>
        action.ItemId is { } item
            ? seen.Any(i => string.Equals(i.Id, item, StringComparison.Ordinal))
            : meeting.Seat.SeesAll || PanelSeat.Is(action.Owner, meeting.Seat.Member.Actor);

    internal static IReadOnlyList<AuditSubject> SubjectsOf(IEnumerable<SeenItem> items) =>
        [
            .. items
                .SelectMany(i => i.Subjects)
                .Select(s => s.Id)
                .Distinct(StringComparer.Ordinal)
                .Take(100)
                .Select(s => new AuditSubject(s)),
        ];

    internal async ValueTask<PanelOutcome<T>> NotFoundAsync<T>(
        AuditAct act,
        string meetingId,
        string asked,
        CancellationToken cancellationToken
    )
        where T : class => await Files.NotFoundAsync<T>(act, Shards.Of(meetingId), asked, cancellationToken);

    internal async ValueTask<AuditReceipt> RecordAsync(MeetingFile meeting, AuditAct act, CancellationToken cancellationToken) =>
        await journal.RecordAsync(meeting.Partition, Touching(meeting, act), cancellationToken);

    internal async ValueTask<JournalOutcome> CommitAsync(
        MeetingFile meeting,
        AuditAct act,
        IReadOnlyList<RowWrite> writes,
        IReadOnlyList<EventEnvelope> events,
        CancellationToken cancellationToken
    ) => await journal.CommitAsync(new JournalCommit(meeting.Partition, writes, Touching(meeting, act), events), cancellationToken);

    private static AuditAct Touching(MeetingFile meeting, AuditAct act) =>
        act with
        {
            Records = [.. act.Records.Prepend(MeetingRecord.RowKey(meeting.Id))],
            Counterparts = meeting.Panel.Record.Host == act.Caller?.Agency ? [] : [meeting.Panel.Record.Host],
        };
}
