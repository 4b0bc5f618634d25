using DataSharing.Storage;

namespace DataSharing.Audit;

/// <summary>
/// Lets one relay at a time work where several instances run one each. It saves the work of doing the same twice and guards nothing: what keeps the
/// log exact is the create-only file. A relay that dies keeps the others waiting for as long as the lease lasts.
/// </summary>
public sealed class RelayLease(IRecordStore records, TimeProvider time)
{
    private const string RowKey = "relay:lease";

    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly string PartitionKey = Shards.Of("relay");
    private static readonly RowFormat<RelayLeaseRow> Format = new(1, AuditJson.Default.RelayLeaseRow);

    private readonly string holder = Guid.NewGuid().ToString("N");
    private RowVersion? known;
    private RowVersion? held;

    /// <summary>Waits until no other relay is at work, or one has been for longer than the lease.</summary>
    /// <param name="whileHeld">Called each time that another is found at work.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask WaitAsync(Action? whileHeld, CancellationToken cancellationToken)
    {
        while (true)
        {
            var row = await records.FindAsync(PartitionKey, RowKey, cancellationToken);
            known = row?.Version;
            if (row is null || Format.Read(row) is var lease && (lease.Holder == holder || lease.Until <= time.GetUtcNow()))
            {
                return;
            }

            whileHeld?.Invoke();
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>
    /// Takes it, if nobody has had it since <see cref="WaitAsync"/> returned. False means that another relay has been at work since, and that what
    /// this one has read of the outbox is no longer so.
    /// </summary>
    public async ValueTask<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        held = await WriteAsync(new RelayLeaseRow(holder, time.GetUtcNow() + Lasts), known, cancellationToken);
        return held is not null;
    }

    /// <summary>Gives it back. Where it ran out and another relay took it, nothing happens.</summary>
    public async ValueTask ReturnAsync(CancellationToken cancellationToken)
    {
        if (held is { } mine)
        {
            held = null;
            await WriteAsync(new RelayLeaseRow(holder, DateTimeOffset.UnixEpoch), mine, cancellationToken);
        }
    }

    private async ValueTask<RowVersion?> WriteAsync(RelayLeaseRow lease, RowVersion? version, CancellationToken cancellationToken)
    {
        var write = version is null ? Format.Insert(RowKey, lease) : Format.Replace(RowKey, lease, version);
        return await records.CommitAsync(new RecordCommit(PartitionKey, [write]), cancellationToken) is CommitOutcome.Committed committed
            ? committed.Versions[0]
            : null;
    }
}

internal sealed record RelayLeaseRow(string Holder, DateTimeOffset Until);
