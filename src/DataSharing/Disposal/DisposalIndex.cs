using System.Globalization;
using DataSharing.Identity;
using DataSharing.Messaging;
using DataSharing.Storage;

namespace DataSharing.Disposal;

/// <summary>The rows by which an agency lists its disposals, newest first: written from events, so a list may be a moment behind.</summary>
public sealed class DisposalIndex(IRecordStore records) : IEventConsumer
{
    internal const string Proposed = "disposal.proposed";

    private static readonly RowFormat<DisposalLineRow> Format = new(1, DisposalJson.Default.DisposalLineRow);

    public async ValueTask HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Type != Proposed)
        {
            return;
        }

        var agency = AgencyId.Parse(envelope.Data["agency"]);
        var key = string.Create(
            CultureInfo.InvariantCulture,
            $"{Prefix(agency)}{99_999_999_999_999 - envelope.Time.ToUnixTimeMilliseconds():D14}:{envelope.Subject}"
        );
        // A conflict means that this event came before.
        await records.CommitAsync(
            new RecordCommit(Shards.Of(agency.Value), [Format.Insert(key, new DisposalLineRow(envelope.Subject))]),
            cancellationToken
        );
    }

    /// <summary>Ids of an agency's disposals, from after a key where given.</summary>
    internal async ValueTask<(IReadOnlyList<(string Key, string Id)> Ids, bool More)> ListAsync(
        AgencyId agency,
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var from = after is null ? Prefix(agency) : RowKeys.After(after);
        var end = RowKeys.PrefixEnd(Prefix(agency));
        var page = await records.ReadRangeAsync(Shards.Of(agency.Value), from, end, limit, cancellationToken);
        return ([.. page.Rows.Select(r => (r.RowKey, Format.Read(r).Id))], page.ContinueAfter is not null);
    }

    private static string Prefix(AgencyId agency) => $"disposals:{agency}:";
}
