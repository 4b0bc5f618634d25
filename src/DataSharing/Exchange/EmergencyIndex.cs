using System.Globalization;
using DataSharing.Identity;
using DataSharing.Messaging;
using DataSharing.Storage;

namespace DataSharing.Exchange;

/// <summary>
/// The rows by which an agency finds its emergencies: those that wait for a review, the first due first, and those that are done, newest first.
/// Written from events by how the record stands; each listed record is read before it is shown.
/// </summary>
public sealed class EmergencyIndex(IRecordStore records) : IEventConsumer
{
    internal const string ShareMade = "emergency.share-made";
    internal const string Reviewed = "emergency.reviewed";

    private static readonly RowFormat<IndexRow> Format = new(1, ExchangeJson.Default.IndexRow);

    public async ValueTask HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Type is not (ShareMade or Reviewed))
        {
            return;
        }

        var id = envelope.Subject;
        var row = await records.FindAsync(Shards.Of(id), DisclosureRecord.RowKey(id), cancellationToken);
        if (row is null || DisclosureRecord.Format.Read(row) is not { Emergency: { } emergency } record)
        {
            return;
        }

        var open = $"{Prefix(record.From, open: true)}{Number(emergency.ReviewDue.ToUnixTimeMilliseconds())}:{id}";
        if (emergency.IsOpen)
        {
            await CommitAsync(record.From, Format.Insert(open, new IndexRow(id)), cancellationToken);
            return;
        }

        var ended = 99_999_999_999_999 - emergency.Reviews[^1].At.ToUnixTimeMilliseconds();
        await CommitAsync(
            record.From,
            Format.Insert($"{Prefix(record.From, open: false)}{Number(ended)}:{id}", new IndexRow(id)),
            cancellationToken
        );
        await CommitAsync(record.From, new RowWrite.Delete(open, null), cancellationToken);
    }

    /// <summary>Ids of an agency's emergencies, from after a key where given.</summary>
    internal async ValueTask<(IReadOnlyList<(string Key, string Id)> Ids, bool More)> ListAsync(
        AgencyId agency,
        bool open,
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var prefix = Prefix(agency, open);
        var from = after is null ? prefix : RowKeys.After(after);
        var page = await records.ReadRangeAsync(Shards.Of(agency.Value), from, RowKeys.PrefixEnd(prefix), limit, cancellationToken);
        return ([.. page.Rows.Select(r => (r.RowKey, Format.Read(r).Id))], page.ContinueAfter is not null);
    }

    private static string Prefix(AgencyId agency, bool open) => $"emergency:{agency}:{(open ? "open" : "done")}:";

    private static string Number(long number) => number.ToString("D14", CultureInfo.InvariantCulture);

    // A conflict means that this event came before.
    private async ValueTask CommitAsync(AgencyId agency, RowWrite write, CancellationToken cancellationToken) =>
        await records.CommitAsync(new RecordCommit(Shards.Of(agency.Value), [write]), cancellationToken);
}
