using DataSharing.Audit;
using DataSharing.Storage;

namespace DataSharing.Panels;

/// <summary>Turns what a chair said of a tactic into the item's decision once the deployment has taken it, or takes it back where it did not.</summary>
/// <remarks>Both may come twice, from the request and from the event: whoever is second finds it done.</remarks>
public sealed class ItemConfirmations(IRecordStore records, Journal journal)
{
    /// <param name="meetingId">The meeting.</param>
    /// <param name="itemId">The item.</param>
    /// <param name="verdict">What the deployment took, which is what was decided.</param>
    /// <param name="cancellationToken">Stops before the commit only.</param>
    internal async ValueTask<(AgendaItemRecord Record, RowVersion Version)> ConfirmAsync(
        string meetingId,
        string itemId,
        ItemVerdict verdict,
        CancellationToken cancellationToken
    ) =>
        await ReplaceAsync(
            meetingId,
            itemId,
            "agenda.item-confirmed",
            item =>
                item is { Decision: null, Pending: { } said }
                    ? item with
                    {
                        Decision = said with { Verdict = verdict },
                        Pending = null,
                    }
                    : null,
            cancellationToken
        );

    internal async ValueTask WithdrawAsync(string meetingId, string itemId, ItemDecision said, CancellationToken cancellationToken) =>
        await ReplaceAsync(
            meetingId,
            itemId,
            "agenda.item-not-confirmed",
            item => item.Decision is null && item.Pending?.At == said.At ? item with { Pending = null } : null,
            cancellationToken
        );

    private async ValueTask<(AgendaItemRecord Record, RowVersion Version)> ReplaceAsync(
        string meetingId,
        string itemId,
        string act,
        Func<AgendaItemRecord, AgendaItemRecord?> change,
        CancellationToken cancellationToken
    )
    {
        var (partition, rowKey) = (Shards.Of(meetingId), AgendaItemRecord.RowKey(meetingId, itemId));
        while (true)
        {
            var row =
                await records.FindAsync(partition, rowKey, cancellationToken)
                ?? throw new StoreUnavailableException("A decided item is missing.");
            var record = AgendaItemRecord.Format.Read(row);
            if (change(record) is not { } next)
            {
                return (record, row.Version);
            }

            var entry = new AuditAct
            {
                Act = act,
                Caller = null,
                Records = [MeetingRecord.RowKey(meetingId), ItemChanges.AuditName(itemId)],
                Counterparts = [record.Controller],
            };
            var commit = new JournalCommit(partition, [AgendaItemRecord.Format.Replace(rowKey, next, row.Version)], entry, []);
            if (await journal.CommitAsync(commit, cancellationToken) is JournalOutcome.Committed { Versions: [{ } version, ..] })
            {
                return (next, version);
            }
        }
    }
}
