using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Panels;

/// <summary>A panel as one of its members opened it.</summary>
internal sealed record PanelFile(string Id, PanelRecord Record, RowVersion Version, PanelSeat Seat, DataKey Key);

/// <summary>A meeting as one of the panel's members opened it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Record">Its row.</param>
/// <param name="Version">Of its row.</param>
/// <param name="Panel">Its panel.</param>
/// <param name="Guard">Of its guard: whatever changes the agenda replaces that row, so that minutes freeze what was read. Nobody is shown it.</param>
internal sealed record MeetingFile(string Id, MeetingRecord Record, RowVersion Version, PanelFile Panel, RowVersion Guard)
{
    public string Partition => Shards.Of(Id);

    public PanelSeat Seat => Panel.Seat;
}

/// <summary>Opens panels and meetings for their members, and seals their words under the panel's key.</summary>
internal sealed class PanelFiles(IRecordStore records, Journal journal, DataKeys keys)
{
    /// <summary>Null: not there, not a member's, or its key was destroyed; the store sees the same reads in each case.</summary>
    public async ValueTask<PanelFile?> FindPanelAsync(Caller caller, string panelId, CancellationToken cancellationToken)
    {
        var row = await records.FindAsync(Shards.Of(panelId), PanelRecord.RowKey(panelId), cancellationToken);
        var record = row is null ? null : PanelRecord.Format.Read(row);
        var seat = record is null ? null : PanelSeat.Of(caller, record);
        var key = await keys.FindAsync(DataKeyId.OfSubject(panelId, record?.Host ?? caller.Agency), cancellationToken);
        return row is null || record is null || seat is null || key is null ? null : new PanelFile(panelId, record, row.Version, seat, key);
    }

    public async ValueTask<MeetingFile?> FindMeetingAsync(Caller caller, string meetingId, CancellationToken cancellationToken)
    {
        var row = await records.FindAsync(Shards.Of(meetingId), MeetingRecord.RowKey(meetingId), cancellationToken);
        var record = row is null ? null : MeetingRecord.Format.Read(row);
        var panel = await FindPanelAsync(caller, record?.PanelId ?? meetingId, cancellationToken);
        var guard = await records.FindAsync(Shards.Of(meetingId), AgendaGuard.RowKey(meetingId), cancellationToken);
        return row is null || record is null || panel is null || guard is null
            ? null
            : new MeetingFile(meetingId, record, row.Version, panel, guard.Version);
    }

    /// <summary>The items of a meeting, oldest first.</summary>
    public async ValueTask<IReadOnlyList<(string Id, AgendaItemRecord Record, RowVersion Version)>> ItemsAsync(
        string meetingId,
        CancellationToken cancellationToken
    ) =>
        [
            .. (await ReadAllAsync(meetingId, AgendaItemRecord.RowKey(meetingId, ""), cancellationToken))
                .Select(r => (Id: LastPart(r), Record: AgendaItemRecord.Format.Read(r), r.Version))
                .OrderBy(i => i.Record.Section)
                .ThenBy(i => i.Record.AddedAt)
                .ThenBy(i => i.Id, StringComparer.Ordinal),
        ];

    public async ValueTask<IReadOnlyList<(string Id, ActionRecord Record, RowVersion Version)>> ActionsAsync(
        string meetingId,
        CancellationToken cancellationToken
    ) =>
        [
            .. (await ReadAllAsync(meetingId, ActionRecord.RowKey(meetingId, ""), cancellationToken))
                .Select(r => (Id: LastPart(r), Record: ActionRecord.Format.Read(r), r.Version))
                .OrderBy(a => a.Record.Due)
                .ThenBy(a => a.Record.AddedAt)
                .ThenBy(a => a.Id, StringComparer.Ordinal),
        ];

    public async ValueTask<(MinutesRecord Record, RowVersion Version)?> MinutesAsync(string meetingId, CancellationToken cancellationToken)
    {
        var row = await records.FindAsync(Shards.Of(meetingId), MinutesRecord.RowKey(meetingId), cancellationToken);
        return row is null ? null : (MinutesRecord.Format.Read(row), row.Version);
    }

    /// <summary>Records that it was asked for and not found: the same entry whether it was not there or not the caller's.</summary>
    public async ValueTask<PanelOutcome<T>> NotFoundAsync<T>(
        AuditAct act,
        string partition,
        string asked,
        CancellationToken cancellationToken
    )
        where T : class => new PanelOutcome<T>.NotFound(await journal.NotFoundAsync(partition, act, asked, cancellationToken));

    public static byte[] Seal<T>(DataKey key, T value, JsonTypeInfo<T> type, string rowKey) =>
        key.SealContent(JsonSerializer.SerializeToUtf8Bytes(value, type), rowKey);

    public static T Open<T>(DataKey key, byte[] bytes, JsonTypeInfo<T> type, string rowKey) =>
        JsonSerializer.Deserialize(key.OpenContent(bytes, rowKey), type)
        ?? throw new StoreUnavailableException("The words of a record cannot be read.");

    private async ValueTask<IReadOnlyList<StoredRow>> ReadAllAsync(string meetingId, string prefix, CancellationToken cancellationToken) =>
        await records.ReadAllAsync(Shards.Of(meetingId), prefix, cancellationToken);

    private static string LastPart(StoredRow row) => row.RowKey[(row.RowKey.LastIndexOf(':') + 1)..];
}
