using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Audit;

/// <summary>
/// Every record that an agency's acts on a subject named. Each act names its subjects and its records, so the log itself is the list of what an
/// agency made about somebody, and no second one has to be kept.
/// </summary>
public sealed class SubjectTrail(IRecordStore records, IBlobStore blobs, AuditQueries queries)
{
    /// <summary>As <c>kind:id</c>, and the moment before which every commit is among them.</summary>
    /// <param name="agency">Whose acts.</param>
    /// <param name="pseudonym">Of the subject, under that agency's key.</param>
    /// <param name="cancellationToken">Stops between pages.</param>
    internal async ValueTask<(IReadOnlySet<string> Records, DateTimeOffset CompleteTo)> FollowAsync(
        AgencyId agency,
        ReadOnlyMemory<byte> pseudonym,
        CancellationToken cancellationToken
    )
    {
        // INVARIANT: rows that are still being written anew tell of a part only, and what they leave out would be kept for ever.
        await queries.EnsureCurrentAsync(cancellationToken);
        // INVARIANT: before the rows are read: what is relayed in between is found, not missed.
        var completeTo = await queries.CompleteToAsync(cancellationToken);
        var value = LookupRows.PseudonymText(pseudonym.Span);
        var range = LookupRows.Of(agency.Value, LookupKinds.Subject, value, null, null);
        var found = new HashSet<string>(StringComparer.Ordinal);
        AuditCursor? after = null;
        do
        {
            var walk = new LookupWalk(records, blobs, [range], after);
            while (await walk.NextAsync(cancellationToken) is var (_, leaf))
            {
                found.UnionWith(EntryHeader.Read(leaf.Span).Records);
            }

            after = walk.Position;
        } while (after is not null);

        return (found, completeTo);
    }
}
