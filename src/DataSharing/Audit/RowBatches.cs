using DataSharing.Storage;

namespace DataSharing.Audit;

/// <summary>The relay's bookkeeping writes: many rows over many partitions, in any number of commits, each safe to repeat.</summary>
internal sealed class RowBatches(IRecordStore records)
{
    // One less than a commit takes: the cloud home wants a place of its own in it, or sends it once only (docs/adr/0026).
    private const int Most = RecordLimits.MaximumWrites - 1;

    /// <summary>Deletes rows; one that is gone already is as good as deleted.</summary>
    public Task DeleteAsync(IReadOnlyList<(string PartitionKey, string RowKey)> rows, CancellationToken cancellationToken) =>
        CommitAsync(rows.Select(r => (r.PartitionKey, (RowWrite)new RowWrite.Delete(r.RowKey, null))), cancellationToken);

    /// <summary>Inserts rows; one that exists already was written by an earlier try and is the same.</summary>
    public Task InsertAsync(IEnumerable<(string PartitionKey, RowWrite Row)> rows, CancellationToken cancellationToken) =>
        CommitAsync(rows, cancellationToken);

    private Task CommitAsync(IEnumerable<(string PartitionKey, RowWrite Row)> rows, CancellationToken cancellationToken) =>
        Task.WhenAll(
            rows.GroupBy(r => r.PartitionKey, r => r.Row, StringComparer.Ordinal)
                .SelectMany(group => group.Chunk(Most).Select(chunk => CommitChunkAsync(group.Key, chunk, cancellationToken)))
                .ToArray()
        );

    private async Task CommitChunkAsync(string partitionKey, IReadOnlyList<RowWrite> chunk, CancellationToken cancellationToken)
    {
        while (chunk.Count > 0)
        {
            var outcome = await records.CommitAsync(new RecordCommit(partitionKey, chunk), cancellationToken);
            if (outcome is not CommitOutcome.Conflict conflict)
            {
                return;
            }

            // The row in the way is already as it should be; the others still have to go.
            chunk = [.. chunk.Where(w => !string.Equals(w.RowKey, conflict.RowKey, StringComparison.Ordinal))];
        }
    }
}
