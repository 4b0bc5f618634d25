using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>What recording and closing have in common, whatever the item.</summary>
internal static class ItemActs
{
    public static AuditAct Of(string act, Caller caller, StatedAccess access) =>
        new()
        {
            Act = act,
            Caller = caller,
            Purpose = access.Purpose,
            Justification = access.Reason,
        };

    public static async ValueTask<ItemOutcome> AgainAsync(
        Journal journal,
        string partition,
        AuditAct act,
        string id,
        StoredRow? row,
        CancellationToken cancellationToken
    )
    {
        var made = row ?? throw new StoreUnavailableException("A created record is missing.");
        var again = act with { Act = $"{act.Act}-again" };
        return new ItemOutcome.Done(id, made.Version, await journal.RecordAsync(partition, again, cancellationToken));
    }

    public static async ValueTask<ItemOutcome> CloseAsync(
        Journal journal,
        string partition,
        AuditAct act,
        string id,
        StoredRow row,
        ItemHeader item,
        RowWrite write,
        RowVersion expected,
        CancellationToken cancellationToken
    )
    {
        if (row.Version != expected)
        {
            return new ItemOutcome.Changed(row.Version);
        }

        if (item.ClosedAt is not null)
        {
            return new ItemOutcome.AlreadyClosed(row.Version);
        }

        return await journal.CommitAsync(new JournalCommit(partition, [write], act, []), cancellationToken) switch
        {
            JournalOutcome.Committed { Versions: [{ } version, ..] } done => new ItemOutcome.Done(id, version, done.Receipt),
            // Somebody else closed it between our reading and our commit; the version they left is not known here.
            _ => new ItemOutcome.Changed(row.Version),
        };
    }
}
