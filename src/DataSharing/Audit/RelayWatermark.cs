using DataSharing.Storage;

namespace DataSharing.Audit;

/// <summary>The index below which every entry's outbox row has been deleted. Only ever rises; a relay that lost the race to raise it does nothing.</summary>
internal sealed class RelayWatermark(IRecordStore records)
{
    private const string RowKey = "relay:state";

    private static readonly string PartitionKey = Shards.Of("relay");
    private static readonly RowFormat<RelayState> Format = new(1, AuditJson.Default.RelayState);

    public async ValueTask<long> ReadAsync(CancellationToken cancellationToken) =>
        await records.FindAsync(PartitionKey, RowKey, cancellationToken) is { } row ? Format.Read(row).DeletedBelow : 0;

    public async ValueTask AdvanceAsync(long deletedBelow, CancellationToken cancellationToken)
    {
        var row = await records.FindAsync(PartitionKey, RowKey, cancellationToken);
        if (row is not null && Format.Read(row).DeletedBelow >= deletedBelow)
        {
            return;
        }

        var next = new RelayState(deletedBelow);
        var write = row is null ? Format.Insert(RowKey, next) : Format.Replace(RowKey, next, row.Version);
        // A conflict means that another relay raised it meanwhile; the next sweep reads what it wrote.
        await records.CommitAsync(new RecordCommit(PartitionKey, [write]), cancellationToken);
    }
}

internal sealed record RelayState(long DeletedBelow);
