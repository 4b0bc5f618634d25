using DataSharing.Messaging;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>
/// The rows by which the other end of a link, and each participant of an event, finds it: written from events, so a moment behind. They say only
/// where to look; the link or event itself is read and decided anew each time.
/// </summary>
public sealed class EntityIndex(IRecordStore records) : IEventConsumer
{
    internal const string LinkRecorded = "link.recorded";
    internal const string EventRecorded = "event.recorded";

    public async ValueTask HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        switch (envelope.Type)
        {
            case LinkRecorded:
                var (from, to) = (envelope.Data["from"], envelope.Data["to"]);
                if (await records.FindAsync(Shards.Of(from), LinkRecord.RowKey(from, envelope.Subject), cancellationToken) is null)
                {
                    // Disposed of before this came.
                    break;
                }

                await InsertAsync(
                    to,
                    LinkMirror.Format.Insert(LinkMirror.Prefix(to) + envelope.Subject, new LinkMirror(from)),
                    cancellationToken
                );
                break;
            case EventRecorded:
                await InvolveAsync(envelope, cancellationToken);
                break;
        }
    }

    private async ValueTask InvolveAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        var id = envelope.Subject;
        if (await records.FindAsync(Shards.Of(id), EventRecord.RowKey(id), cancellationToken) is not { } row)
        {
            return;
        }

        foreach (var subjectId in EventRecord.Format.Read(row).Participants)
        {
            var write = Involvement.Format.Insert(Involvement.Prefix(subjectId) + id, new Involvement(envelope.Time));
            await InsertAsync(subjectId, write, cancellationToken);
        }
    }

    // A conflict means that this event came before.
    private async ValueTask InsertAsync(string subjectId, RowWrite write, CancellationToken cancellationToken) =>
        await records.CommitAsync(new RecordCommit(Shards.Of(subjectId), [write]), cancellationToken);
}
