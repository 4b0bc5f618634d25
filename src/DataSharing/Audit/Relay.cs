using System.Collections.Concurrent;
using DataSharing.Messaging;
using DataSharing.Storage;
using Microsoft.Extensions.Logging;

namespace DataSharing.Audit;

/// <summary>
/// Moves what was committed into the log: sequences entries into write-once files, writes look-up rows, sends events, and only then deletes
/// the outbox rows. Off the request path; may die anywhere; any number may run, and every entry is sequenced exactly once.
/// </summary>
/// <remarks>
/// Why exactly once: outbox rows never reappear, and a row is deleted only after its entry lies in a file. A sweep reads the watermark W first,
/// then the outbox, and knows every file from W to the end when it creates the next. A row it saw existed after W was read, and W says that the
/// rows of all entries below it were gone by then, so its entry is either in a file the relay knows, or in none.
/// </remarks>
public sealed class Relay(
    IRecordStore records,
    IBlobStore blobs,
    IEventSender events,
    RelayMonitor monitor,
    TimeProvider time,
    ILogger<Relay> logger,
    RelayLease? lease = null
)
{
    private const int DeliveriesAtOnce = 64;

    private readonly EntrySequence sequence = new(blobs);
    private readonly RelayWatermark watermark = new(records);
    private readonly RowBatches batches = new(records);
    private readonly LookupForm lookups = new(records, blobs);
    private readonly HashSet<long> lookedUp = [];

    // Where the next sweep reads on, for each shard in which a full page of rows waits for the carrier: what comes behind them must reach the log.
    private IReadOnlyDictionary<string, string> resume = new Dictionary<string, string>(StringComparer.Ordinal);
    private long sequenced;

    /// <summary>The end of the log as this relay last saw it.</summary>
    public long SequencedTo => sequence.Next;

    /// <summary>One sweep of all shards. False when it did not come to their end, or another relay swept meanwhile: sweep again at once.</summary>
    /// <exception cref="StoreUnavailableException">Nothing is lost; sweep again later.</exception>
    public async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        await lookups.EnsureAsync(cancellationToken);
        if (lease is not null)
        {
            await lease.WaitAsync(ReportWaiting, cancellationToken);
        }

        // INVARIANT: the watermark is read before the outbox; see the remarks.
        var below = await watermark.ReadAsync(cancellationToken);
        await sequence.CatchUpAsync(below, cancellationToken);
        var endBefore = sequence.Next;
        var (rows, further) = await ReadOutboxAsync(cancellationToken);
        var (isFromStart, isToEnd) = (resume.Count == 0, further.Count == 0);
        monitor.Report(new RelayStatus(OldestOf(rows, isFromStart), OldestUnlogged(rows), monitor.Current.LastSweep, sequenced));

        // Where nothing waits, nothing is done that two could do.
        if (rows.Count > 0 && lease is not null && !await lease.TryTakeAsync(cancellationToken))
        {
            return false;
        }

        await SequenceAsync(rows, cancellationToken);
        await LookUpAsync(rows, cancellationToken);
        var (delivered, failed) = await SendAsync(rows, cancellationToken);
        await batches.DeleteAsync([.. delivered.Select(r => (r.PartitionKey, r.RowKey))], cancellationToken);
        var isAll = isFromStart && isToEnd && failed == 0;
        if (isAll)
        {
            // All entries below endBefore were in the log before the outbox was read, so each of their rows was gone by then or went just now.
            await watermark.AdvanceAsync(endBefore, cancellationToken);
            lookedUp.RemoveWhere(first => first < endBefore);
        }

        if (lease is not null)
        {
            await lease.ReturnAsync(cancellationToken);
        }

        // Nothing stuck: the beginning moves by itself.
        resume = failed > 0 || !isFromStart ? further : resume;
        monitor.Report(
            new RelayStatus(
                isAll ? null : OldestOf(rows, isFromStart),
                isToEnd
                    ? null
                    : rows.Where(r => further.ContainsKey(r.PartitionKey))
                        .GroupBy(r => r.PartitionKey, r => r.RowKey, StringComparer.Ordinal)
                        .Min(LastTime),
                time.GetUtcNow(),
                sequenced
            )
        );
        return isToEnd;
    }

    private static DateTimeOffset? Oldest(IEnumerable<OutboxRow> rows) =>
        rows.MinBy(r => r.RowKey, StringComparer.Ordinal) is { } first ? OutboxRow.TimeOf(first.RowKey) : null;

    // Nobody takes the lease unless entries wait, and what this instance commits meanwhile waits, too.
    private void ReportWaiting()
    {
        var (current, now) = (monitor.Current, time.GetUtcNow());
        monitor.Report(current with { OldestPending = current.OldestPending ?? now, OldestUnlogged = current.OldestUnlogged ?? now });
    }

    // What was not read of a shard is younger than what was.
    private static DateTimeOffset? LastTime(IEnumerable<string> rowKeys) => OutboxRow.TimeOf(rowKeys.Max(StringComparer.Ordinal) ?? "");

    // A sweep that reads on does not see the oldest ones.
    private DateTimeOffset? OldestOf(IReadOnlyList<OutboxRow> rows, bool isFromStart) =>
        isFromStart ? Oldest(rows) : monitor.Current.OldestPending ?? Oldest(rows);

    private DateTimeOffset? OldestUnlogged(IReadOnlyList<OutboxRow> rows) => Oldest(rows.Where(r => sequence.FileOf(r.EntryId) is null));

    private async Task<(IReadOnlyList<OutboxRow> Rows, IReadOnlyDictionary<string, string> Further)> ReadOutboxAsync(
        CancellationToken cancellationToken
    )
    {
        var pages = await Task.WhenAll(
            Shards.All.Select(async shard =>
            {
                var page = await records.ReadRangeAsync(
                    shard,
                    resume.GetValueOrDefault(shard, OutboxRow.From),
                    OutboxRow.ToExclusive,
                    RecordLimits.MaximumPage,
                    cancellationToken
                );
                return (Shard: shard, Page: page);
            })
        );
        var rows = pages
            .SelectMany(p => p.Page.Rows.Select(row => OutboxRow.Read(p.Shard, row)))
            .OrderBy(r => r.RowKey, StringComparer.Ordinal)
            .ToArray();
        var further = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (shard, page) in pages)
        {
            if (page.ContinueAfter is { } last)
            {
                further[shard] = RowKeys.After(last);
            }
        }

        return (rows, further);
    }

    private async Task SequenceAsync(IReadOnlyList<OutboxRow> rows, CancellationToken cancellationToken)
    {
        while (true)
        {
            var waiting = rows.Where(r => sequence.FileOf(r.EntryId) is null).ToArray();
            if (waiting.Length == 0)
            {
                return;
            }

            var leaves = Fill(waiting);
            if (await sequence.TryAppendAsync(leaves, cancellationToken))
            {
                sequenced += leaves.Count;
            }
            else
            {
                Log.SequenceContended(logger, sequence.Next);
            }
        }
    }

    private static List<ReadOnlyMemory<byte>> Fill(IReadOnlyList<OutboxRow> waiting)
    {
        var leaves = new List<ReadOnlyMemory<byte>>();
        var bytes = 0;
        foreach (var row in waiting)
        {
            bytes += row.Entry.Length;
            if (leaves.Count == SequenceFile.MaximumEntries || (leaves.Count > 0 && bytes > SequenceFile.MaximumBytes))
            {
                break;
            }

            leaves.Add(row.Entry);
        }

        return leaves;
    }

    private async Task LookUpAsync(IReadOnlyList<OutboxRow> rows, CancellationToken cancellationToken)
    {
        // A whole file at a time: its rows must not depend on which outbox rows happen to be left.
        var files = rows.Select(r => sequence.FileOf(r.EntryId))
            .OfType<SequenceFile>()
            .Distinct()
            .Where(f => !lookedUp.Contains(f.FirstIndex));
        foreach (var file in files.ToArray())
        {
            await batches.InsertAsync(LookupRows.Of(file), cancellationToken);
            lookedUp.Add(file.FirstIndex);
        }
    }

    private async Task<(IReadOnlyCollection<OutboxRow> Delivered, int Failed)> SendAsync(
        IReadOnlyList<OutboxRow> rows,
        CancellationToken cancellationToken
    )
    {
        var delivered = new ConcurrentBag<OutboxRow>(rows.Where(r => r.Events.Count == 0));
        var (failed, waiting) = (0, 0);
        // At once, because consumers commit: one after another each would wait for a sync of its own, together they share one.
        await Parallel.ForEachAsync(
            rows.Where(r => r.Events.Count > 0),
            new ParallelOptions { MaxDegreeOfParallelism = DeliveriesAtOnce, CancellationToken = cancellationToken },
            async (row, cancellation) =>
            {
                try
                {
                    // Once the carrier has said that it takes nothing, the others wait for the next sweep: entries must not wait for events.
                    if (Volatile.Read(ref waiting) == 0)
                    {
                        await events.SendAsync(row.Events, cancellation);
                        delivered.Add(row);
                    }
                }
                catch (CarrierUnavailableException)
                {
                    Interlocked.Increment(ref waiting);
                }
                catch (Exception failure) when (failure is not (OperationCanceledException or StoreUnavailableException))
                {
                    // One event nobody can take must not hold up the others; its row stays and is tried again.
                    Interlocked.Increment(ref failed);
                    Log.EventNotDelivered(logger, row.EntryId, failure.GetType().Name);
                }
            }
        );
        if (waiting > 0)
        {
            Log.CarrierUnavailable(logger, rows.Count - delivered.Count);
        }

        return (delivered, failed + waiting);
    }
}
