using DataSharing.Storage;

namespace DataSharing.Audit;

/// <summary>
/// Walks look-up rows of one or more ranges, the newest entry first, and yields the leaves they point to, with a bound on the work of one request. Files that
/// follow one another in the rows are read once, and a few ahead: in the cloud each is a round trip, and a quiet day has one a file.
/// </summary>
internal sealed class LookupWalk
{
    private const int MaximumReads = 100;
    private const int MaximumFiles = 200;
    private const int MaximumLeaves = 10_000;
    private const long MaximumBytes = 64 * 1024 * 1024;
    private const int RowsAtOnce = 50;
    private const int FilesAhead = 8;

    private readonly IRecordStore records;
    private readonly IBlobStore blobs;
    private readonly IReadOnlyList<LookupRange> ranges;
    private readonly Queue<Step> rows = new();
    private readonly Queue<long> indexes = new();
    private readonly Dictionary<long, Task<SequenceFile>> ahead = [];

    private int range;
    private string? from;
    private string row = "";
    private long seen = -1;
    private int reads;
    private int files;
    private int leaves;
    private long bytes;
    private SequenceFile? file;
    private bool ended;

    public LookupWalk(IRecordStore records, IBlobStore blobs, IReadOnlyList<LookupRange> ranges, AuditCursor? after)
    {
        (this.records, this.blobs, this.ranges) = (records, blobs, ranges);
        if (after is null)
        {
            from = ranges[0].From;
            return;
        }

        (row, seen) = (after.RowKey, after.Index);
        range = ranges.Index().First(r => IsIn(r.Item, after.RowKey)).Index;
        from = after.RowKey;
    }

    /// <summary>Where the next request goes on; null at the end of all ranges.</summary>
    public AuditCursor? Position { get; private set; }

    public static async ValueTask<SequenceFile> ReadFileAsync(IBlobStore blobs, long firstIndex, CancellationToken cancellationToken)
    {
        var blob =
            await blobs.FindAsync(SequenceFile.Name(firstIndex), cancellationToken)
            ?? throw new StoreUnavailableException("A sequence file that the look-up rows name cannot be read.");
        return SequenceFile.Parse(firstIndex, blob.Content);
    }

    /// <summary>The next leaf; null at the end, or when this request has worked enough (then <see cref="Position"/> says where to go on).</summary>
    public async ValueTask<(long Index, ReadOnlyMemory<byte> Leaf)?> NextAsync(CancellationToken cancellationToken)
    {
        if (leaves++ >= MaximumLeaves)
        {
            return null;
        }

        while (indexes.Count == 0)
        {
            if (ended || !await NextRowAsync(cancellationToken))
            {
                return null;
            }
        }

        var index = indexes.Dequeue();
        Position = new AuditCursor(row, index);
        var found = file ?? throw new InvalidOperationException("A row is read with its file.");
        return (index, found.Leaves[(int)(index - found.FirstIndex)]);
    }

    private async ValueTask<bool> NextRowAsync(CancellationToken cancellationToken)
    {
        while (rows.Count == 0)
        {
            if (from is null)
            {
                range++;
                from = range < ranges.Count ? ranges[range].From : null;
            }

            if (from is null)
            {
                (ended, Position) = (true, null);
                return false;
            }

            if (reads++ >= MaximumReads)
            {
                return Stop(from);
            }

            var page = await records.ReadRangeAsync(
                ranges[range].PartitionKey,
                from,
                ranges[range].ToExclusive,
                RowsAtOnce,
                cancellationToken
            );
            from = page.ContinueAfter is { } last ? RowKeys.After(last) : null;
            foreach (var found in page.Rows)
            {
                rows.Enqueue(new Step(found.RowKey, new Lazy<LookupRecord>(() => LookupRows.Read(found))));
            }
        }

        var next = rows.Peek();
        var lookup = next.Lookup.Value;
        if (file?.FirstIndex != lookup.FirstIndex)
        {
            if (files++ >= MaximumFiles || bytes > MaximumBytes)
            {
                return Stop(next.RowKey);
            }

            file = await FileAsync(lookup.FirstIndex, cancellationToken);
            bytes += file.Leaves.Sum(l => (long)l.Length);
        }

        rows.Dequeue();
        // Only in the row where the last page ended: in another, of another day, higher indexes have not been seen.
        var below = seen >= 0 && string.Equals(next.RowKey, row, StringComparison.Ordinal) ? seen : long.MaxValue;
        row = next.RowKey;
        foreach (var index in lookup.Indexes.Where(i => i < below).Reverse())
        {
            indexes.Enqueue(index);
        }

        return true;
    }

    /// <summary>A file, with those of the rows that follow on their way.</summary>
    private Task<SequenceFile> FileAsync(long first, CancellationToken cancellationToken)
    {
        foreach (var next in rows.Select(r => r.Lookup.Value.FirstIndex).Distinct().Take(FilesAhead))
        {
            if (!ahead.ContainsKey(next))
            {
                ahead[next] = ReadFileAsync(blobs, next, cancellationToken).AsTask();
            }
        }

        _ = ahead.Remove(first, out var reading);
        return reading ?? throw new InvalidOperationException("It is the first of the rows that follow.");
    }

    private bool Stop(string rowKey)
    {
        // A row that is come back to with nothing seen of it keeps what an earlier page saw.
        Position = new AuditCursor(rowKey, string.Equals(rowKey, row, StringComparison.Ordinal) ? seen : -1);
        ended = true;
        return false;
    }

    private static bool IsIn(LookupRange range, string rowKey) =>
        string.CompareOrdinal(rowKey, range.From) >= 0 && string.CompareOrdinal(rowKey, range.ToExclusive) < 0;

    /// <summary>A row that is yet to be walked; what it says is read once.</summary>
    private sealed record Step(string RowKey, Lazy<LookupRecord> Lookup);
}
