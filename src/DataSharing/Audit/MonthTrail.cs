using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Audit;

/// <summary>What the log says of an agency's acts in a month, as far as it decides whether their words may go.</summary>
public sealed class MonthTrail(IRecordStore records, IBlobStore blobs, AuditQueries queries)
{
    /// <summary>Every commit before this moment is in the answers that follow.</summary>
    /// <exception cref="StoreUnavailableException">The rows are being written anew, or the store cannot answer.</exception>
    internal async ValueTask<DateTimeOffset> CompleteToAsync(CancellationToken cancellationToken)
    {
        await queries.EnsureCurrentAsync(cancellationToken);
        return await queries.CompleteToAsync(cancellationToken);
    }

    /// <summary>Whether any of the agency's own acts in the month was about a subject.</summary>
    /// <param name="month">The month.</param>
    /// <param name="pseudonym">Of the subject, under that agency's key.</param>
    /// <param name="cancellationToken">Stops before the read.</param>
    internal async ValueTask<bool> IsAboutAsync(AgencyMonth month, ReadOnlyMemory<byte> pseudonym, CancellationToken cancellationToken)
    {
        var value = LookupRows.PseudonymText(pseudonym.Span);
        var range = LookupRows.Of(month.Agency.Value, LookupKinds.Subject, value, month.FirstDay, month.LastDay);
        var page = await records.ReadRangeAsync(range.PartitionKey, range.From, range.ToExclusive, 1, cancellationToken);
        return page.Rows.Count > 0;
    }

    /// <summary>The records that emergencies of the month named, whether the agency made or received them, as <c>kind:id</c>.</summary>
    internal async ValueTask<IReadOnlySet<string>> EmergenciesAsync(AgencyMonth month, CancellationToken cancellationToken)
    {
        var (asking, kind) = (month.Agency.Value, LookupKinds.Emergency);
        var range = LookupRows.Of(asking, kind, kind, month.FirstDay, month.LastDay);
        var found = new HashSet<string>(StringComparer.Ordinal);
        AuditCursor? after = null;
        do
        {
            var walk = new LookupWalk(records, blobs, [range], after);
            while (await walk.NextAsync(cancellationToken) is var (_, leaf))
            {
                var header = EntryHeader.Read(leaf.Span);
                if (header.Features.IsEmergency)
                {
                    found.UnionWith(header.Records);
                }
            }

            after = walk.Position;
        } while (after is not null);

        return found;
    }
}
