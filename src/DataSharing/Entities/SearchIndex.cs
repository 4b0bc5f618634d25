using DataSharing.Audit;
using DataSharing.Messaging;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>
/// Writes the rows that subjects are found by, from events, so a search may be a moment behind. A row that outlives its cause does no harm:
/// whatever is found is opened, compared and decided before it is shown.
/// </summary>
public sealed class SearchIndex(IRecordStore records, DataKeys keys, SearchTokens tokens) : IEventConsumer
{
    private static readonly RowFormat<SearchRow> Format = new(1, EntitiesJson.Default.SearchRow);

    private readonly RowBatches batches = new(records);

    public async ValueTask HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Type is not (SubjectRegister.Registered or SubjectRegister.Changed))
        {
            return;
        }

        var id = envelope.Subject;
        var row = await records.FindAsync(Shards.Of(id), SubjectRecord.RowKey(id), cancellationToken);
        if (row is null || SubjectRecord.Format.Read(row) is not { } record)
        {
            return;
        }

        if (await keys.FindAsync(DataKeyId.OfSubject(id, record.Controller), cancellationToken) is { } key)
        {
            var particulars = key.Open(record.Particulars, EntitiesJson.Default.SubjectParticulars, row.RowKey);
            var found = await tokens.OfAsync(record.Controller, particulars, cancellationToken);
            await batches.InsertAsync(
                found.Select(t => (t.PartitionKey, Format.Insert(t.Prefix + id, new SearchRow(envelope.Time)))),
                cancellationToken
            );
        }
    }
}

internal sealed record SearchRow(DateTimeOffset Since);
