using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>The links of one subject that the caller may see: permitted for the kinds of both ends, and both ends visible.</summary>
internal sealed class LinkSight(
    IRecordStore records,
    SubjectSight sight,
    SeenSubject subject,
    Citations cited,
    CancellationToken cancellationToken
)
{
    private const AgencyRoles SeesPeers = AgencyRoles.Practitioner | AgencyRoles.PanelMember;

    public async Task<IReadOnlyList<LinkView>> ReadAsync(IReadOnlyList<StoredRow> outgoing, IReadOnlyList<StoredRow> incoming)
    {
        var mirrored = await Task.WhenAll(incoming.Select(FollowAsync));
        var links = outgoing.Select(row => (FromId: subject.File.Id, Row: row)).Concat(mirrored.OfType<(string FromId, StoredRow Row)>());
        var all = links.ToArray();
        // Every other end at once: each is asked about below whatever comes of it, and one after another would be a round trip each.
        await Task.WhenAll(all.Select(link => sight.FindAsync(OtherEnd(link.FromId, LinkRecord.Format.Read(link.Row)))));
        var views = new List<LinkView>();
        foreach (var (fromId, row) in all)
        {
            if (await SeeAsync(fromId, row) is { } view)
            {
                views.Add(view);
            }
        }

        return [.. views.OrderBy(v => v.Item.RecordedAt).ThenBy(v => v.Id, StringComparer.Ordinal)];
    }

    private static string LastPart(string rowKey) => rowKey[(rowKey.LastIndexOf(':') + 1)..];

    private bool IsOutgoing(string fromId) => string.Equals(fromId, subject.File.Id, StringComparison.Ordinal);

    private string OtherEnd(string fromId, LinkRecord record) => IsOutgoing(fromId) ? record.To : fromId;

    private async Task<(string FromId, StoredRow Row)?> FollowAsync(StoredRow mirror)
    {
        var from = LinkMirror.Format.Read(mirror).From;
        var rowKey = LinkRecord.RowKey(from, LastPart(mirror.RowKey));
        return await records.FindAsync(Shards.Of(from), rowKey, cancellationToken) is { } row ? (from, row) : null;
    }

    private async ValueTask<LinkView?> SeeAsync(string fromId, StoredRow row)
    {
        var record = LinkRecord.Format.Read(row);
        var isOutgoing = IsOutgoing(fromId);
        if (await sight.FindAsync(OtherEnd(fromId, record)) is not { } other)
        {
            return null;
        }

        var item = record.Item;
        var here = await sight.AskAsync(subject.File, item.Controller, item.Category, item.Facts);
        var there = await sight.AskAsync(other.File, item.Controller, item.Category, item.Facts);
        var from = isOutgoing ? subject : other;
        if (here is null || there is null || await from.File.Keys.FindAsync(item.Controller, cancellationToken) is not { } key)
        {
            return null;
        }

        var content = key.Open(record.Content, EntitiesJson.Default.LinkContent, row.RowKey);
        var kind = LinkKinds.Find(content.Kind);
        if (kind is null || (kind.IsPeer && !MayShowPeers(item, other)))
        {
            return null;
        }

        foreach (var decision in new[] { here.Decision, there.Decision }.OfType<Agreements.SharingDecision>())
        {
            if (Withholding.From(content, decision, EntitiesJson.Default.LinkContent) is not { Kind.Length: > 0 } left)
            {
                return null;
            }

            content = left;
            cited.Add(item.Controller, decision);
        }

        return new LinkView(
            LastPart(row.RowKey),
            fromId,
            kind,
            isOutgoing,
            other.Label,
            content.Strength,
            content.FirstSeen,
            content.LastSeen,
            record.ReviewOn,
            content.WhyNecessary ?? "",
            item.View(sight.Caller.Agency, content.Provenance ?? "", sight.Today, row.Version)
        );
    }

    // A tie between children is no sign of guilt: people who work with them see it while it is current, systems never.
    private bool MayShowPeers(ItemHeader item, SeenSubject other) =>
        IsAdult(subject) || IsAdult(other) || (sight.Caller.Has(SeesPeers) && item.IsCurrentOn(sight.Today));

    // An age that is not recorded counts as a child's. The record's, not what of it the caller may see.
    private bool IsAdult(SeenSubject person) =>
        person.File.Particulars?.DateOfBirth is { } born && LondonCalendar.AgeOn(born, sight.Today) >= 18;
}
