using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Panels;

/// <summary>Tells a creating request from its own retry.</summary>
internal sealed class PanelCreation(IRecordStore records, CreationId creationIds, IdempotencyRow idempotency)
{
    /// <param name="caller">Who creates.</param>
    /// <param name="route">The collection that it is created in.</param>
    /// <param name="parent">The aggregate that it becomes part of; null where it is one itself.</param>
    /// <param name="retry">The request.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The id, the partition, and whether it was made before: false where the key came with another body.</returns>
    public async ValueTask<(string Id, string Partition, bool? Made)> BeginAsync(
        Caller caller,
        string route,
        string? parent,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        var id = await creationIds.ForAsync(caller, route, retry.Key, cancellationToken);
        var partition = Shards.Of(parent ?? id);
        var idem = await records.FindAsync(partition, IdempotencyRow.RowKey(id), cancellationToken);
        return (id, partition, await idempotency.MatchesAsync(idem, retry.Body, cancellationToken));
    }

    /// <summary>The row that commits with what is created.</summary>
    public ValueTask<RowWrite> RowAsync(string id, RetryKey retry, CancellationToken cancellationToken) =>
        idempotency.InsertAsync(id, retry.Body, cancellationToken);
}
