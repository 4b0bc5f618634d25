using System.Globalization;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Partnership;

/// <summary>
/// Looks at who may do what: bindings, roles, suspensions, and the people who signed in. They tell of people, so each is in the log before its
/// answer leaves. The list of agencies and the agreements tell of nobody and leave no entry.
/// </summary>
public sealed class DirectoryLooks(Journal journal)
{
    /// <param name="caller">Who looks.</param>
    /// <param name="act">What at: <c>binding.listed</c>, <c>role-grant.listed</c>, <c>suspended-actor.listed</c>, <c>person.listed</c>.</param>
    /// <param name="record">Whose, as <c>kind:id</c>; null where it is of the whole partnership.</param>
    /// <param name="lines">How many were shown.</param>
    /// <param name="cancellationToken">Stops it: then nothing may be shown.</param>
    /// <exception cref="StoreUnavailableException">Nothing may be shown. HTTP 503.</exception>
    public ValueTask<AuditReceipt> RecordAsync(Caller caller, string act, string? record, int lines, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var look = new AuditAct
        {
            Act = act,
            Caller = caller,
            Records = record is null ? [] : [record],
            Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["lines"] = lines.ToString(CultureInfo.InvariantCulture) },
        };
        return journal.RecordAsync(Shards.Of(caller.Agency.Value), look, cancellationToken);
    }
}
