using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>The events of one subject that the caller may see, each with the other participants it may see.</summary>
internal sealed class EventSight(
    IRecordStore records,
    DataKeys keys,
    SubjectSight sight,
    SeenSubject subject,
    Citations cited,
    CancellationToken cancellationToken
)
{
    public async Task<IReadOnlyList<EventView>> ReadAsync(IReadOnlyList<StoredRow> involved)
    {
        var events = await Task.WhenAll(
            involved.Select(row => EventFile.ReadAsync(records, keys, row.RowKey[(row.RowKey.LastIndexOf(':') + 1)..], cancellationToken))
        );
        var views = new List<EventView>();
        foreach (var one in events.OfType<EventFile>())
        {
            if (await SeeAsync(one) is { } view)
            {
                views.Add(view);
            }
        }

        return [.. views.OrderByDescending(v => v.From).ThenBy(v => v.Id, StringComparer.Ordinal)];
    }

    private async ValueTask<EventView?> SeeAsync(EventFile file)
    {
        var item = file.Record.Item;
        var content = file.Content;
        if (
            !content.Roles.TryGetValue(subject.File.Id, out var roles)
            || await sight.AskAsync(subject.File, item.Controller, item.Category, item.Facts) is not { } leave
        )
        {
            return null;
        }

        if (leave.Decision is { } decision)
        {
            if (Withholding.From(content, decision, EntitiesJson.Default.EventContent) is not { Kind.Length: > 0, Roles: not null } left)
            {
                return null;
            }

            content = left;
        }

        cited.Add(item.Controller, leave.Decision);
        return new EventView(
            file.Id,
            content.Kind,
            content.From,
            content.To,
            content.Text ?? "",
            roles,
            await OthersAsync(file),
            item.View(sight.Caller.Agency, content.Provenance ?? "", sight.Today, file.Version)
        );
    }

    private async ValueTask<IReadOnlyList<ParticipantView>> OthersAsync(EventFile file)
    {
        var item = file.Record.Item;
        var others = new List<ParticipantView>();
        string[] ids = [.. file.Record.Participants.Where(p => !string.Equals(p, subject.File.Id, StringComparison.Ordinal))];
        // Read together what is asked about one by one below.
        await Task.WhenAll(ids.Where(file.Content.Roles.ContainsKey).Select(sight.FindAsync));
        foreach (var id in ids)
        {
            // Each participant is decided for itself: that it was there is about it, too.
            if (
                file.Content.Roles.TryGetValue(id, out var roles)
                && await sight.FindAsync(id) is { } other
                && await sight.AskAsync(other.File, item.Controller, item.Category, item.Facts) is { } leave
            )
            {
                cited.Add(item.Controller, leave.Decision);
                others.Add(new ParticipantView(other.Label, roles));
            }
        }

        return others;
    }
}
