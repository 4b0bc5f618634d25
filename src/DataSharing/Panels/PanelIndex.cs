using System.Globalization;
using DataSharing.Identity;
using DataSharing.Messaging;
using DataSharing.Storage;

namespace DataSharing.Panels;

/// <summary>
/// The rows by which people find their panels, panels their meetings, and agencies their actions. Written from events, so a list may be a
/// moment behind; whatever is listed is read from its own row before it is shown.
/// </summary>
public sealed class PanelIndex(IRecordStore records) : IEventConsumer
{
    internal const string PanelChanged = "panel.changed";
    internal const string MeetingArranged = "meeting.arranged";
    internal const string ActionChanged = "panel-action.changed";

    private static readonly RowFormat<PanelIndexRow> Format = new(1, PanelsJson.Default.PanelIndexRow);

    public async ValueTask HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        switch (envelope.Type)
        {
            case PanelChanged:
                foreach (var actor in await MembersAsync(envelope.Subject, cancellationToken))
                {
                    await InsertAsync(actor, $"panel-seat:{actor}:{envelope.Subject}", envelope.Subject, cancellationToken);
                }

                break;
            case MeetingArranged:
                await MeetingAsync(envelope.Subject, cancellationToken);
                break;
            case ActionChanged:
                await ActionAsync(envelope.Subject, envelope.Data["action"], cancellationToken);
                break;
        }
    }

    internal static EventEnvelope Notice(
        string type,
        string id,
        DateTimeOffset at,
        string key,
        params (string Name, string Value)[] data
    ) => new($"{type}:{id}:{key}", type, id, at, data.ToDictionary(d => d.Name, d => d.Value, StringComparer.Ordinal));

    internal ValueTask<IReadOnlyList<string>> PanelsOfAsync(string actor, CancellationToken cancellationToken) =>
        IdsAsync(actor, $"panel-seat:{actor}:", cancellationToken);

    /// <summary>Ids of a panel's meetings, latest first, from after a key.</summary>
    internal async ValueTask<(IReadOnlyList<(string Key, string Id)> Ids, bool More)> MeetingsAsync(
        string panelId,
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var prefix = $"panel-meeting:{panelId}:";
        var from = after is null ? prefix : RowKeys.After(after);
        var page = await records.ReadRangeAsync(Shards.Of(panelId), from, RowKeys.PrefixEnd(prefix), limit, cancellationToken);
        return ([.. page.Rows.Select(r => (r.RowKey, Format.Read(r).Id))], page.ContinueAfter is not null);
    }

    /// <summary>Actions of an agency as <c>meeting:action</c>, from after a key.</summary>
    internal async ValueTask<(IReadOnlyList<(string Key, string Id)> Ids, bool More)> ActionsAsync(
        AgencyId agency,
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var prefix = $"panel-action:{agency}:";
        var from = after is null ? prefix : RowKeys.After(after);
        var page = await records.ReadRangeAsync(Shards.Of(agency.Value), from, RowKeys.PrefixEnd(prefix), limit, cancellationToken);
        return ([.. page.Rows.Select(r => (r.RowKey, Format.Read(r).Id))], page.ContinueAfter is not null);
    }

    private async ValueTask<IReadOnlyList<string>> MembersAsync(string panelId, CancellationToken cancellationToken)
    {
        var row = await records.FindAsync(Shards.Of(panelId), PanelRecord.RowKey(panelId), cancellationToken);
        // Of former members the rows stay: what they lead to is read for members only.
        return row is null ? [] : [.. PanelRecord.Format.Read(row).Members.Select(m => m.Actor)];
    }

    private async ValueTask MeetingAsync(string meetingId, CancellationToken cancellationToken)
    {
        if (await records.FindAsync(Shards.Of(meetingId), MeetingRecord.RowKey(meetingId), cancellationToken) is not { } row)
        {
            return;
        }

        var meeting = MeetingRecord.Format.Read(row);
        // By when it was first arranged to be: one that is moved keeps its place, and the list is sorted when it is shown.
        var down = 99_999_999_999_999 - meeting.ArrangedFor.ToUnixTimeMilliseconds();
        var key = string.Create(CultureInfo.InvariantCulture, $"panel-meeting:{meeting.PanelId}:{down:D14}:{meetingId}");
        await InsertAsync(meeting.PanelId, key, meetingId, cancellationToken);
    }

    private async ValueTask ActionAsync(string meetingId, string actionId, CancellationToken cancellationToken)
    {
        if (await records.FindAsync(Shards.Of(meetingId), ActionRecord.RowKey(meetingId, actionId), cancellationToken) is not { } row)
        {
            return;
        }

        var agency = ActionRecord.Format.Read(row).OwnerAgency;
        var id = $"{meetingId}:{actionId}";
        await InsertAsync(agency.Value, $"panel-action:{agency}:{id}", id, cancellationToken);
    }

    private async ValueTask<IReadOnlyList<string>> IdsAsync(string of, string prefix, CancellationToken cancellationToken) =>
        [.. (await records.ReadAllAsync(Shards.Of(of), prefix, cancellationToken)).Select(r => Format.Read(r).Id)];

    // A conflict means that this event came before.
    private async ValueTask InsertAsync(string of, string key, string id, CancellationToken cancellationToken) =>
        await records.CommitAsync(new RecordCommit(Shards.Of(of), [Format.Insert(key, new PanelIndexRow(id))]), cancellationToken);
}

internal sealed record PanelIndexRow(string Id);
