using System.Buffers.Binary;
using DataSharing.Embedded.Sqlite;
using DataSharing.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace DataSharing.Embedded.Tests;

/// <summary>
/// Writers raise the numbers in rows while readers find them, read them in ranges, and fill and overflow a cache of the smallest size.
/// No reader may see a number below one acknowledged before it began, or below one that any reader saw before it began.
/// </summary>
public sealed class RowCacheCoherenceTests : IDisposable
{
    private const int Rows = 3_000;
    private const int HotRows = 40;
    private const int WritesEach = 300;

    private readonly TemporaryDirectory directory = new();
    private readonly long[] floor = new long[Rows + 6];

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Reads_WhileRowsChange_NeverGoBack(int seed)
    {
        await using var store = EmbeddedRecordStore.Open(
            new EmbeddedHomeOptions { DataDirectory = directory.Path, RowCacheMebibytes = 1 },
            Disk.Usual with
            {
                MergeKeys = 20,
            },
            TimeProvider.System,
            NullLogger.Instance
        );
        using var stop = new CancellationTokenSource();
        var readers = Enumerable
            .Range(6, 6)
            .Select(r => Task.Run(() => ReadAsync(store, new Random(seed * 100 + r), stop.Token)))
            .ToArray();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(w => Task.Run(() => WriteAsync(store, w, new Random(seed * 100 + w)))));

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(readers), count => Assert.True(count > WritesEach));
    }

    // Each writer has rows of its own (every sixth), so it knows what its next read must give.
    private async Task WriteAsync(EmbeddedRecordStore store, int writer, Random random)
    {
        var versions = new Dictionary<int, (RowVersion Version, long Number)>();
        for (var number = 1L; number <= WritesEach; number++)
        {
            // A last share of six may reach past the last row; the floor has room for it.
            var row = (random.Next(random.Next(2) == 0 ? HotRows : Rows) / 6 * 6) + writer;
            RowWrite write = versions.TryGetValue(row, out var known)
                ? new RowWrite.Replace(Key(row), 1, Body(number), known.Version)
                : new RowWrite.Insert(Key(row), 1, Body(number));
            var outcome = Assert.IsType<CommitOutcome.Committed>(
                await store.CommitAsync(new RecordCommit("s1", [write]), CancellationToken.None)
            );
            versions[row] = (outcome.Versions[0] ?? throw new InvalidOperationException(), number);
            Raise(row, number);
            var read = await store.FindAsync("s1", Key(row), CancellationToken.None);
            Assert.Equal(number, NumberOf(read));
            Assert.Equal(outcome.Versions[0], read?.Version);
        }
    }

    private async Task<int> ReadAsync(EmbeddedRecordStore store, Random random, CancellationToken stop)
    {
        for (var done = 0; ; done++)
        {
            if (stop.IsCancellationRequested)
            {
                return done;
            }

            // Cached reads complete at once: a reader that never yields would starve the writers of threads.
            await Task.Yield();
            var row = random.Next(random.Next(2) == 0 ? HotRows : Rows);
            var least = Volatile.Read(ref floor[row]);
            var found =
                random.Next(4) == 0
                    ? (
                        await store.ReadRangeAsync("s1", Key(row), RowKeys.After(Key(row)), 1, CancellationToken.None)
                    ).Rows.SingleOrDefault()
                    : await store.FindAsync("s1", Key(row), CancellationToken.None);
            var number = NumberOf(found);
            Assert.True(number >= least, $"Row {row} went back from {least} to {number}.");
            Raise(row, number);
        }
    }

    private void Raise(int row, long number)
    {
        for (var seen = Volatile.Read(ref floor[row]); seen < number; seen = Volatile.Read(ref floor[row]))
        {
            Interlocked.CompareExchange(ref floor[row], number, seen);
        }
    }

    private static string Key(int row) => $"row:{row:d5}";

    private static byte[] Body(long number)
    {
        var body = new byte[600 + (number % 700)];
        BinaryPrimitives.WriteInt64LittleEndian(body, number);
        return body;
    }

    private static long NumberOf(StoredRow? row) => row is null ? 0 : BinaryPrimitives.ReadInt64LittleEndian(row.Body.Span);
}
