using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>An event, opened. Internal: what of it a caller may see is decided for each participant.</summary>
internal sealed record EventFile(string Id, EventRecord Record, EventContent Content, RowVersion Version)
{
    /// <summary>Null where there is none, or its key was destroyed.</summary>
    public static async Task<EventFile?> ReadAsync(IRecordStore records, DataKeys keys, string eventId, CancellationToken cancellationToken)
    {
        var row = await records.FindAsync(Shards.Of(eventId), EventRecord.RowKey(eventId), cancellationToken);
        var held = await keys.OfSubjectAsync(eventId, cancellationToken);
        if (row is null || EventRecord.Format.Read(row) is not { } record)
        {
            return null;
        }

        return await held.FindAsync(record.Item.Controller, cancellationToken) is { } key
            ? new EventFile(eventId, record, key.Open(record.Content, EntitiesJson.Default.EventContent, row.RowKey), row.Version)
            : null;
    }

    public override string ToString() => "EventFile(redacted)";
}
