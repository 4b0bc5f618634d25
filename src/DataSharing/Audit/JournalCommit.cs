using DataSharing.Messaging;
using DataSharing.Storage;

namespace DataSharing.Audit;

/// <summary>State, its audit entry and its events, to be committed as one transaction of one partition.</summary>
/// <param name="PartitionKey">The shard of the aggregate.</param>
/// <param name="Writes">State rows, the <c>idem</c> row among them; empty for a read. At most 99.</param>
/// <param name="Act">What happened.</param>
/// <param name="Events">Notices to send once committed.</param>
public sealed record JournalCommit(string PartitionKey, IReadOnlyList<RowWrite> Writes, AuditAct Act, IReadOnlyList<EventEnvelope> Events)
{
    /// <summary>The commit of a read: nothing but the entry, before the body leaves.</summary>
    public static JournalCommit Read(string partitionKey, AuditAct act) => new(partitionKey, [], act, []);
}

/// <summary>What became of it. A store that cannot take it throws <see cref="StoreUnavailableException"/>: then nothing may leave.</summary>
public abstract record JournalOutcome
{
    private JournalOutcome() { }

    /// <param name="Receipt">The signed promise for the <c>Audit-Receipt</c> header.</param>
    /// <param name="EntryId">The entry's id.</param>
    /// <param name="Versions">New row versions, in the order of the writes given.</param>
    public sealed record Committed(AuditReceipt Receipt, string EntryId, IReadOnlyList<RowVersion?> Versions) : JournalOutcome
    {
        /// <summary>The entry as it will lie in the log.</summary>
        public ReadOnlyMemory<byte> Leaf { get; init; }
    }

    public sealed record Conflict(string RowKey, ConflictKind Kind) : JournalOutcome;
}

/// <summary>A receipt in the form that travels: base64url text for the <c>Audit-Receipt</c> header.</summary>
public sealed record AuditReceipt(string Text);
