using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Disposal;

/// <summary>
/// The <c>holds:{agency}</c> row, which changes with each legal hold that an agency sets. Holds lie with their subjects; what is destroyed with an
/// agency's month commits on this row as it was before the holds were read.
/// </summary>
public sealed class HoldGuard(IRecordStore records, TimeProvider time)
{
    private static readonly RowFormat<HoldGuardRow> Format = new(1, DisposalJson.Default.HoldGuardRow);

    /// <summary>After the hold is committed and before anybody is told that it stands.</summary>
    internal async ValueTask ChangeAsync(AgencyId agency, CancellationToken cancellationToken)
    {
        CommitOutcome outcome;
        do
        {
            var write = Write(agency, await ReadAsync(agency, cancellationToken));
            outcome = await records.CommitAsync(new RecordCommit(Shards.Of(agency.Value), [write]), cancellationToken);
        } while (outcome is CommitOutcome.Conflict);
    }

    /// <summary>Null where the agency never set one.</summary>
    internal async ValueTask<RowVersion?> ReadAsync(AgencyId agency, CancellationToken cancellationToken) =>
        (await records.FindAsync(Shards.Of(agency.Value), RowKey(agency), cancellationToken))?.Version;

    /// <summary>What conflicts when a hold was set since the version was read.</summary>
    internal RowWrite Write(AgencyId agency, RowVersion? version)
    {
        var row = new HoldGuardRow(time.GetUtcNow());
        return version is null ? Format.Insert(RowKey(agency), row) : Format.Replace(RowKey(agency), row, version);
    }

    private static string RowKey(AgencyId agency) => $"holds:{agency}";
}

/// <param name="At">When it last changed.</param>
internal sealed record HoldGuardRow(DateTimeOffset At);
