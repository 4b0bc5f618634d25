using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Serialization;
using DataSharing.Storage;

namespace DataSharing.Messaging;

/// <summary>
/// Hands an event that came over a carrier to every consumer, and remembers it, so that the copies a carrier delivers later go no further.
/// </summary>
/// <remarks>
/// The row is written after the consumers are done: the other way round an event would be lost when the process dies in between. So copies at the
/// same moment in two processes, or a death in between, still reach a consumer twice, and consumers stay idempotent. The inbox keeps that from
/// being the rule. Copies at the same moment in this process wait for the first: a sender that lost an answer puts them one behind the other.
/// </remarks>
public sealed class EventInbox(IRecordStore records, IEnumerable<IEventConsumer> consumers, TimeProvider time)
{
    /// <summary>Longer than any carrier keeps a message (Service Bus: 14 days) and an operator takes to replay a dead letter.</summary>
    public const int RetentionDays = 30;

    private const string Prefix = "inbox:";
    private const int DeletesAtOnce = RecordLimits.MaximumWrites;

    private static readonly RowFormat<InboxRow> Format = new(1, InboxJson.Default.InboxRow);

    private readonly IEventConsumer[] consumers = [.. consumers];
    private readonly ConcurrentDictionary<string, TaskCompletionSource> inHand = new(StringComparer.Ordinal);

    /// <summary>False when it had been handled before. Throws what a consumer throws; the event must then come again.</summary>
    public async ValueTask<bool> HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        var key = KeyOf(envelope);
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = inHand.GetOrAdd(key, mine);
        if (first != mine)
        {
            // Fails as the first does, and then comes again like it.
            await first.Task.WaitAsync(cancellationToken);
            return false;
        }

        try
        {
            var isNew = await HandleOnceAsync(key, envelope, cancellationToken);
            mine.SetResult();
            return isNew;
        }
        catch (Exception failure)
        {
            mine.SetException(failure);
            // Looked at here, because perhaps nobody waits for it.
            _ = mine.Task.Exception;
            throw;
        }
        finally
        {
            inHand.TryRemove(key, out _);
        }
    }

    /// <summary>Deletes the notes of events older than <see cref="RetentionDays"/>; says how many.</summary>
    public async Task<int> PurgeAsync(CancellationToken cancellationToken)
    {
        var end = $"{Prefix}{Day(time.GetUtcNow().AddDays(-RetentionDays))}";
        var deleted = 0;
        foreach (var shard in Shards.All)
        {
            for (var from = Prefix; ; )
            {
                var page = await records.ReadRangeAsync(shard, from, end, DeletesAtOnce, cancellationToken);
                if (page.Rows.Count == 0)
                {
                    break;
                }

                var commit = new RecordCommit(shard, [.. page.Rows.Select(row => new RowWrite.Delete(row.RowKey, null))]);
                // A conflict means that another instance purges, too: it has these.
                deleted += await records.CommitAsync(commit, cancellationToken) is CommitOutcome.Committed ? page.Rows.Count : 0;
                from = RowKeys.After(page.Rows[^1].RowKey);
            }
        }

        return deleted;
    }

    private async ValueTask<bool> HandleOnceAsync(string key, EventEnvelope envelope, CancellationToken cancellationToken)
    {
        var shard = Shards.Of(envelope.Id);
        if (await records.FindAsync(shard, key, cancellationToken) is not null)
        {
            return false;
        }

        foreach (var consumer in consumers)
        {
            await consumer.HandleAsync(envelope, cancellationToken);
        }

        // Handled is handled: the note is finished even if the caller has given up meanwhile. A conflict means that a copy was handled at once with it.
        await records.CommitAsync(new RecordCommit(shard, [Format.Insert(key, new InboxRow(time.GetUtcNow()))]), CancellationToken.None);
        return true;
    }

    // By the event's own day, which every copy carries: a copy finds its note with one point read, and old notes are one range.
    private static string KeyOf(EventEnvelope envelope) => $"{Prefix}{Day(envelope.Time)}:{envelope.Id}";

    private static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}

internal sealed record InboxRow(DateTimeOffset HandledAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(InboxRow))]
internal sealed partial class InboxJson : JsonSerializerContext;
