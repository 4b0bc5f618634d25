using System.Runtime.ExceptionServices;
using DataSharing.Audit;
using DataSharing.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSharing.Disposal;

/// <summary>
/// Sweeps up after confirmed disposals. Any number may run, die anywhere and run again: each step is a conditional commit of its own, and the
/// work is noted in the store until the last look round has found nothing.
/// </summary>
public sealed class DisposalSweep(
    IRecordStore records,
    Journal journal,
    DisposalScopes scopes,
    IOptions<DisposalOptions> options,
    TimeProvider time,
    ILogger<DisposalSweep> logger
)
{
    /// <summary>Whether anything is left to do, now or once it has settled.</summary>
    /// <exception cref="StoreUnavailableException">Nothing is lost; sweep again later.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var left = false;
        Exception? failed = null;
        foreach (var shard in Shards.All)
        {
            foreach (var marker in await records.ReadAllAsync(shard, DisposalMarker.Prefix, cancellationToken))
            {
                try
                {
                    left |= !await ContinueAsync(shard, marker, cancellationToken);
                }
                catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
                {
                    // One that cannot be swept up, whatever is wrong with it, must not keep the others' from being erased. It is told below.
                    failed ??= failure;
                }
            }
        }

        if (failed is not null)
        {
            ExceptionDispatchInfo.Throw(failed);
        }

        return left;
    }

    /// <summary>True when all is done.</summary>
    private async ValueTask<bool> ContinueAsync(string shard, StoredRow marker, CancellationToken cancellationToken)
    {
        var id = marker.RowKey[DisposalMarker.Prefix.Length..];
        var row = await records.FindAsync(shard, DisposalRecord.RowKey(id), cancellationToken);
        if (
            row is null
            || DisposalRecord.Format.Read(row) is not { Work: { } work, SubjectId: { } subjectId, DecidedAt: { } decidedAt } record
        )
        {
            // The commit that ends a disposal takes its marker away: another sweep was quicker.
            return true;
        }

        var (scope, completeTo) = await scopes.OfAsync(subjectId, record.Controller, work.IsRegistrar, work.Pseudonym, cancellationToken);
        var swept = await scopes.DestroyAsync(scope, work.Rows, cancellationToken);
        // INVARIANT: what was complete before this pass began. What requests that began before the confirmation wrote is in the log by then.
        if (completeTo <= decidedAt.AddSeconds(options.Value.SettleSeconds))
        {
            return false;
        }

        var now = time.GetUtcNow();
        var next = record with { State = DisposalState.Complete, CompletedAt = now, SubjectId = null, Work = null };
        var act = new AuditAct
        {
            Act = "disposal.completed",
            Caller = null,
            Records = [row.RowKey],
            Counterparts = [record.Controller],
        };
        RowWrite[] writes =
        [
            DisposalRecord.Format.Replace(row.RowKey, next, row.Version),
            new RowWrite.Delete(marker.RowKey, marker.Version),
        ];
        var notice = DisposalViews.Notice("disposal.completed", id, next, now);
        var outcome = await journal.CommitAsync(new JournalCommit(shard, writes, act, [notice]), cancellationToken);
        if (outcome is JournalOutcome.Committed)
        {
            var count = swept.Kinds.Values.Sum();
            Log.DisposalCompleted(logger, id, count);
        }

        return outcome is JournalOutcome.Committed;
    }
}
