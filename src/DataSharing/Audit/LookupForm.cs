using DataSharing.Storage;

namespace DataSharing.Audit;

/// <summary>
/// Which form of look-up rows the store holds. Where it is not this release's, the relay writes the rows of the whole log anew before it goes
/// on, and questions are not answered from rows that may be missing.
/// </summary>
/// <remarks>
/// A relay of an earlier release that still runs beside this one would write rows of its own form. The cloud home replaces its relays before
/// it opens a release of a new form; the embedded home has one process.
/// </remarks>
internal sealed class LookupForm(IRecordStore records, IBlobStore blobs)
{
    private const int Current = 6;
    internal const string RowKey = "lookup:form";

    private static readonly string PartitionKey = Shards.Of("lookup-form");
    private static readonly RowFormat<LookupFormRecord> Format = new(1, AuditJson.Default.LookupFormRecord);

    private readonly RowBatches batches = new(records);
    private bool known;

    /// <summary>Whether the rows are of this form, or there is no log yet that could have rows.</summary>
    public async ValueTask<bool> IsCurrentAsync(CancellationToken cancellationToken)
    {
        if (!known)
        {
            var row = await records.FindAsync(PartitionKey, RowKey, cancellationToken);
            known = row is not null && Format.Read(row).Form == Current;
        }

        return known || await blobs.FindAsync(SequenceFile.Name(0), cancellationToken) is null;
    }

    /// <summary>Rebuilds where needed. May die anywhere and be repeated: rows that are there already are the same.</summary>
    public async ValueTask EnsureAsync(CancellationToken cancellationToken)
    {
        if (known)
        {
            return;
        }

        var row = await records.FindAsync(PartitionKey, RowKey, cancellationToken);
        if (row is null || Format.Read(row).Form != Current)
        {
            await RebuildAsync(cancellationToken);
            await DeclareAsync(row, cancellationToken);
        }

        known = true;
    }

    /// <summary>Says that the rows are of this form, which whoever wrote them all knows.</summary>
    public async ValueTask DeclareAsync(CancellationToken cancellationToken)
    {
        var row = await records.FindAsync(PartitionKey, RowKey, cancellationToken);
        if (row is null || Format.Read(row).Form != Current)
        {
            await DeclareAsync(row, cancellationToken);
        }
    }

    private async ValueTask DeclareAsync(StoredRow? row, CancellationToken cancellationToken)
    {
        var form = new LookupFormRecord(Current);
        var write = row is null ? Format.Insert(RowKey, form) : Format.Replace(RowKey, form, row.Version);
        // A conflict means that another finished the same work.
        await records.CommitAsync(new RecordCommit(PartitionKey, [write]), cancellationToken);
    }

    private async ValueTask RebuildAsync(CancellationToken cancellationToken)
    {
        long index = 0;
        while (await blobs.FindAsync(SequenceFile.Name(index), cancellationToken) is { } blob)
        {
            var file = SequenceFile.Parse(index, blob.Content);
            await batches.InsertAsync(LookupRows.Of(file), cancellationToken);
            index = file.NextIndex;
        }
    }
}

internal sealed record LookupFormRecord(int Form);
