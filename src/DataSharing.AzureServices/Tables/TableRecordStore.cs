using System.Globalization;
using Azure.Data.Tables;
using DataSharing.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSharing.AzureServices.Tables;

/// <summary>Records in one table of Azure Tables: an entity a row, an entity group transaction a commit.</summary>
public sealed class TableRecordStore(
    StorageAccount account,
    EtagVersions versions,
    IOptions<AzureHomeOptions> options,
    TimeProvider time,
    ILogger<TableRecordStore> logger
) : IRecordStore
{
    private const int PageBytes = 16 * 1024 * 1024;

    private readonly WitnessPool witnesses = new();

    public async ValueTask<StoredRow?> FindAsync(string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        RecordLimits.CheckKey(partitionKey);
        RecordLimits.CheckKey(rowKey);
        var cipher = await versions.ReadyAsync(cancellationToken);
        var entity = await ServiceCalls.ReadAsync(
            () => account.Records.FindAsync(partitionKey, rowKey, cancellationToken),
            cancellationToken
        );
        return entity is null ? null : RowEntity.Read(entity, cipher);
    }

    public async ValueTask<RowPage> ReadRangeAsync(
        string partitionKey,
        string from,
        string toExclusive,
        int limit,
        CancellationToken cancellationToken
    )
    {
        RecordLimits.CheckRange(partitionKey, from, toExclusive, limit);
        var cipher = await versions.ReadyAsync(cancellationToken);
        if (string.CompareOrdinal(from, toExclusive) >= 0)
        {
            return new RowPage([], null);
        }

        // No key holds a quote (RecordLimits), so none can end the literal it stands in.
        var filter = string.Create(
            CultureInfo.InvariantCulture,
            $"PartitionKey eq '{partitionKey}' and RowKey ge '{from}' and RowKey lt '{toExclusive}'"
        );
        return await ServiceCalls.ReadAsync(() => ReadAsync(cipher, filter, limit, cancellationToken), cancellationToken);
    }

    public async ValueTask<CommitOutcome> CommitAsync(RecordCommit commit, CancellationToken cancellationToken)
    {
        RecordLimits.CheckCommit(commit);
        cancellationToken.ThrowIfCancellationRequested();
        var cipher = await versions.ReadyAsync(cancellationToken);
        var sent = new TableCommit(
            account,
            cipher,
            witnesses,
            commit,
            TimeSpan.FromSeconds(options.Value.CommitSeconds),
            time,
            logger
        ).RunAsync();
        return cancellationToken.CanBeCanceled ? await sent.WaitAsync(cancellationToken) : await sent;
    }

    private async Task<RowPage> ReadAsync(EtagCipher cipher, string filter, int limit, CancellationToken cancellationToken)
    {
        var (rows, bytes) = (new List<StoredRow>(), 0L);
        // The service ends a page when it likes, and may send an empty one with more to follow.
        await foreach (var page in account.Records.QueryAsync<TableEntity>(filter, limit, null, cancellationToken).AsPages())
        {
            foreach (var entity in page.Values)
            {
                if (rows.Count == limit || bytes >= PageBytes)
                {
                    return new RowPage(rows, rows[^1].RowKey);
                }

                var row = RowEntity.Read(entity, cipher);
                bytes += row.Body.Length;
                rows.Add(row);
            }

            if (page.ContinuationToken is not null && (rows.Count == limit || bytes >= PageBytes))
            {
                return new RowPage(rows, rows[^1].RowKey);
            }
        }

        return new RowPage(rows, null);
    }
}
