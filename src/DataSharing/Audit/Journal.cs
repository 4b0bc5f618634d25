using DataSharing.Messaging;
using DataSharing.Storage;

namespace DataSharing.Audit;

/// <summary>
/// The only way for a capability to write: one transaction holds the state rows and one outbox row with the audit entry and the events.
/// A read of personal data is a commit too, before its body is sent.
/// </summary>
public sealed class Journal(IRecordStore records, AuditEntrySealer sealer, ReceiptIssuer receipts, RelaySignal relay)
{
    /// <summary>Commits state, entry and events, and returns the receipt to send with the answer.</summary>
    /// <exception cref="StoreUnavailableException">The entry could not be written: nothing may leave. HTTP 503 with Retry-After.</exception>
    /// <exception cref="Protection.KeyRingUnavailableException">The entry could not be sealed or promised: the same.</exception>
    public ValueTask<JournalOutcome> CommitAsync(JournalCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        return CommitMeter.IsWatched ? WriteCountedAsync(commit, cancellationToken) : WriteAsync(commit, cancellationToken);
    }

    /// <summary>Begins what the entry of this act will need, while the request still reads what it is about. Commits nothing.</summary>
    public AuditAct Begin(AuditAct act, CancellationToken cancellationToken) => sealer.Begin(act, cancellationToken);

    /// <summary>Commits an act that changes no state (a read, a refusal) and returns its receipt. The body may leave only after.</summary>
    /// <exception cref="StoreUnavailableException">As <see cref="CommitAsync"/>.</exception>
    public async ValueTask<AuditReceipt> RecordAsync(string partitionKey, AuditAct act, CancellationToken cancellationToken)
    {
        var outcome = await CommitAsync(JournalCommit.Read(partitionKey, act), cancellationToken);
        // The outbox row's key is random: a conflict on it cannot be anything but a broken store.
        return outcome is JournalOutcome.Committed committed
            ? committed.Receipt
            : throw new StoreUnavailableException("The entry could not be written.");
    }

    /// <summary>Records that something was asked for and not found. The same entry whether it was not there or not the caller's.</summary>
    public ValueTask<AuditReceipt> NotFoundAsync(string partitionKey, AuditAct act, string asked, CancellationToken cancellationToken) =>
        RecordAsync(partitionKey, NotFound(act, asked), cancellationToken);

    /// <summary>The act as <see cref="NotFoundAsync"/> records it.</summary>
    internal static AuditAct NotFound(AuditAct act, string asked)
    {
        ArgumentNullException.ThrowIfNull(act);
        var details = new Dictionary<string, string>(act.Details, StringComparer.Ordinal) { ["outcome"] = "not-found" };
        return act with { Records = [], Subjects = [], Asked = asked, Details = details };
    }

    private async ValueTask<JournalOutcome> WriteAsync(JournalCommit commit, CancellationToken cancellationToken)
    {
        var signer = await receipts.ReadyAsync(cancellationToken);
        var entry = await sealer.SealAsync(commit.Act, cancellationToken);
        // INVARIANT: the entry and its events are in the same transaction as the state they speak of.
        RowWrite[] writes = [.. commit.Writes, OutboxRow.Insert(entry, EventTrace.Stamp(commit.Events))];
        // Once sent it may commit whatever the caller does, so the caller waits for the outcome rather than leave it unknown.
        var outcome = await records.CommitAsync(new RecordCommit(commit.PartitionKey, writes, entry.LeafHash), CancellationToken.None);
        switch (outcome)
        {
            case CommitOutcome.Committed committed:
                relay.Pulse();
                var versions = committed.Versions.Take(commit.Writes.Count).ToArray();
                return new JournalOutcome.Committed(
                    await receipts.IssueAsync(signer, committed.Group, committed.GroupIndex),
                    entry.Id,
                    versions
                )
                {
                    Leaf = entry.Bytes,
                };
            case CommitOutcome.Conflict conflict:
                return new JournalOutcome.Conflict(conflict.RowKey, conflict.Kind);
            default:
                throw new InvalidOperationException("An outcome that this release does not know.");
        }
    }

    private async ValueTask<JournalOutcome> WriteCountedAsync(JournalCommit commit, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await WriteAsync(commit, cancellationToken);
            CommitMeter.Count(outcome is JournalOutcome.Committed ? "committed" : "conflict", commit.Act);
            return outcome;
        }
        catch (Exception failure) when (failure is StoreUnavailableException or Protection.KeyRingUnavailableException)
        {
            CommitMeter.Count("unavailable", commit.Act);
            throw;
        }
    }
}
