using System.Globalization;
using System.Text;
using DataSharing.Storage;

namespace DataSharing.Embedded.Tests.PowerCut;

/// <summary>
/// Callers that write the same shape of commit again and again (a state row, an outbox row, the delete of an older outbox row, and a counter),
/// so that what a store holds can be judged whole: it holds every commit up to the counter and nothing of any after.
/// </summary>
internal sealed class AcknowledgedWork(int callers)
{
    private const int OutboxKept = 3;

    private readonly int[] acknowledged = new int[callers];
    private readonly int[] sent = new int[callers];

    public int[] Acknowledged() => [.. acknowledged.Select(a => a)];

    public int[] Sent() => [.. sent.Select(s => s)];

    /// <summary>Writes until told to stop. A refusal ends that caller's work when <paramref name="throughFailures"/> is false, else it asks what became of it.</summary>
    public Task RunAsync(IRecordStore store, bool throughFailures, CancellationToken stop, Action<int, int>? onAcknowledged = null) =>
        Task.WhenAll(Enumerable.Range(0, callers).Select(c => Task.Run(() => RunAsync(store, c, throughFailures, onAcknowledged, stop))));

    private async Task RunAsync(
        IRecordStore store,
        int caller,
        bool throughFailures,
        Action<int, int>? onAcknowledged,
        CancellationToken stop
    )
    {
        RowVersion? counter = null;
        for (var number = acknowledged[caller] + 1; !stop.IsCancellationRequested; )
        {
            Volatile.Write(ref sent[caller], number);
            try
            {
                var outcome = await store.CommitAsync(Commit(caller, number, counter), CancellationToken.None);
                counter = outcome is CommitOutcome.Committed done
                    ? done.Versions[^1]
                    : throw new InvalidOperationException($"Caller {caller} met {outcome}.");
                Volatile.Write(ref acknowledged[caller], number);
                onAcknowledged?.Invoke(caller, number);
                number++;
            }
            catch (StoreUnavailableException) when (throughFailures)
            {
                (number, counter) = await FindOutAsync(store, caller, stop);
                if (counter is not null)
                {
                    Volatile.Write(ref acknowledged[caller], number - 1);
                }
            }
            catch (StoreUnavailableException)
            {
                return;
            }
        }
    }

    private static async Task<(int Next, RowVersion? Counter)> FindOutAsync(IRecordStore store, int caller, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                return await store.FindAsync(Shards.All[caller % 16], $"counter:{caller}", CancellationToken.None) is { } row
                    ? (Number(row) + 1, row.Version)
                    : (1, null);
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(20, CancellationToken.None);
            }
        }

        return (1, null);
    }

    private static RecordCommit Commit(int caller, int number, RowVersion? counter)
    {
        var body = Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));
        var padded = new byte[200 + (number * 37 % 1500)];
        body.CopyTo(padded, 0);
        List<RowWrite> writes =
        [
            new RowWrite.Insert($"work:{caller}:{number:d6}", 1, padded),
            new RowWrite.Insert($"outbox:{number:d6}:{caller}", 1, padded),
        ];
        if (number > OutboxKept)
        {
            writes.Add(new RowWrite.Delete($"outbox:{number - OutboxKept:d6}:{caller}", null));
        }

        writes.Add(
            counter is null
                ? new RowWrite.Insert($"counter:{caller}", 1, body)
                : new RowWrite.Replace($"counter:{caller}", 1, body, counter)
        );
        return new RecordCommit(Shards.All[caller % 16], writes);
    }

    /// <summary>What is wrong with a store, given what had been acknowledged before it was cut off and what had been sent after.</summary>
    public async Task<List<string>> JudgeAsync(IRecordStore store, int[] acknowledgedBefore, int[] sentAfter)
    {
        var faults = new List<string>();
        for (var caller = 0; caller < callers; caller++)
        {
            var partition = Shards.All[caller % 16];
            var row = await store.FindAsync(partition, $"counter:{caller}", CancellationToken.None);
            var count = row is null ? 0 : Number(row);
            if (count < acknowledgedBefore[caller] || count > sentAfter[caller])
            {
                faults.Add($"caller {caller}: {acknowledgedBefore[caller]} acknowledged, {sentAfter[caller]} sent, {count} kept");
            }

            var work = await ReadAsync(store, partition, $"work:{caller}:");
            var outbox = (await ReadAsync(store, partition, "outbox:"))
                .Where(k => k.EndsWith($":{caller}", StringComparison.Ordinal))
                .ToList();
            if (!work.SequenceEqual(Enumerable.Range(1, count).Select(n => $"work:{caller}:{n:d6}"), StringComparer.Ordinal))
            {
                faults.Add($"caller {caller}: {work.Count} state rows for {count} commits");
            }

            var first = Math.Max(1, count - OutboxKept + 1);
            if (
                !outbox.SequenceEqual(
                    Enumerable.Range(first, count - first + 1).Select(n => $"outbox:{n:d6}:{caller}"),
                    StringComparer.Ordinal
                )
            )
            {
                faults.Add($"caller {caller}: {outbox.Count} outbox rows at commit {count}");
            }
        }

        return faults;
    }

    private static async Task<List<string>> ReadAsync(IRecordStore store, string partition, string prefix)
    {
        var keys = new List<string>();
        for (string? from = prefix; from is not null; )
        {
            var page = await store.ReadRangeAsync(partition, from, RowKeys.PrefixEnd(prefix), 1000, CancellationToken.None);
            keys.AddRange(page.Rows.Select(r => r.RowKey));
            from = page.ContinueAfter is { } last ? RowKeys.After(last) : null;
        }

        return keys;
    }

    private static int Number(StoredRow row) => int.Parse(row.Body.Span, CultureInfo.InvariantCulture);
}
