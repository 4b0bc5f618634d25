using System.Globalization;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Messaging;
using DataSharing.Storage;

namespace DataSharing.Exchange;

public enum ExchangeDirection
{
    Received,
    Sent,
}

/// <summary>
/// The rows by which an agency lists what it sent and received, newest first. Written from events, so a list may be a moment behind; each
/// listed record is read and decided anew before it is shown.
/// </summary>
public sealed class ExchangeIndex(IRecordStore records, SubjectRegister subjects) : IEventConsumer
{
    internal const string DisclosureMade = "disclosure.made";
    internal const string RequestMade = "request.made";

    private static readonly RowFormat<IndexRow> Format = new(1, ExchangeJson.Default.IndexRow);

    public async ValueTask HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Type is not (DisclosureMade or RequestMade))
        {
            return;
        }

        var kind = envelope.Type == DisclosureMade ? "disclosure" : "request";
        var from = AgencyId.Parse(envelope.Data["from"]);
        var to = AgencyId.Parse(envelope.Data["to"]);
        await InsertAsync(from, Prefix(from, ExchangeDirection.Sent, kind), envelope, cancellationToken);
        await InsertAsync(to, Prefix(to, ExchangeDirection.Received, kind), envelope, cancellationToken);
        if (await SubjectOfAsync(kind, envelope.Subject, cancellationToken) is { } subjectId)
        {
            await subjects.NoteAcquaintanceAsync(to, subjectId, cancellationToken);
        }
    }

    /// <summary>Ids of an agency's records, newest first, from after a key where given.</summary>
    internal async ValueTask<(IReadOnlyList<(string Key, string Id)> Ids, bool More)> ListAsync(
        AgencyId agency,
        ExchangeDirection direction,
        string kind,
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var prefix = Prefix(agency, direction, kind);
        var from = after is null ? prefix : RowKeys.After(after);
        var page = await records.ReadRangeAsync(Shards.Of(agency.Value), from, RowKeys.PrefixEnd(prefix), limit, cancellationToken);
        return ([.. page.Rows.Select(r => (r.RowKey, Format.Read(r).Id))], page.ContinueAfter is not null);
    }

    private static string Prefix(AgencyId agency, ExchangeDirection direction, string kind) =>
        $"exchange:{agency}:{(direction == ExchangeDirection.Received ? "received" : "sent")}:{kind}:";

    private async ValueTask InsertAsync(AgencyId agency, string prefix, EventEnvelope envelope, CancellationToken cancellationToken)
    {
        // Counting down, so that a range read begins with the newest.
        var key = string.Create(
            CultureInfo.InvariantCulture,
            $"{prefix}{99_999_999_999_999 - envelope.Time.ToUnixTimeMilliseconds():D14}:{envelope.Subject}"
        );
        // A conflict means that this event came before.
        await records.CommitAsync(
            new RecordCommit(Shards.Of(agency.Value), [Format.Insert(key, new IndexRow(envelope.Subject))]),
            cancellationToken
        );
    }

    private async ValueTask<string?> SubjectOfAsync(string kind, string id, CancellationToken cancellationToken)
    {
        var row = await records.FindAsync(Shards.Of(id), $"{kind}:{id}", cancellationToken);
        return row switch
        {
            null => null,
            _ when kind == "disclosure" => DisclosureRecord.Format.Read(row).SubjectId,
            _ => RequestRecord.Format.Read(row).SubjectId,
        };
    }
}

internal sealed record IndexRow(string Id);
