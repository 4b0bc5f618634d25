using System.Globalization;
using System.Text;
using DataSharing.Embedded.Sqlite;
using DataSharing.Storage;
using DataSharing.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace DataSharing.Embedded.Tests;

/// <summary>What is particular to the embedded home; the rest is in the contract.</summary>
public sealed class EmbeddedRecordStoreTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    private EmbeddedRecordStore Open(int checkpointPages = 4_000, int cacheMebibytes = 64) =>
        EmbeddedRecordStore.Open(
            new EmbeddedHomeOptions { DataDirectory = directory.Path, RowCacheMebibytes = cacheMebibytes },
            Disk.Usual with
            {
                CheckpointPages = checkpointPages,
            },
            TimeProvider.System,
            NullLogger.Instance
        );

    private static RowWrite Insert(string key, int bytes = 10) => new RowWrite.Insert(key, 1, new byte[bytes]);

    private static async Task<CommitOutcome> CommitAsync(EmbeddedRecordStore store, params RowWrite[] writes) =>
        await store.CommitAsync(new RecordCommit("s1", writes), CancellationToken.None);

    [Fact]
    public void Open_DirectoryOwnedAlready_RefusesInOneSentence()
    {
        using var first = Open();

        var refusal = Assert.Throws<StoreUnavailableException>(() => Open());

        Assert.Equal("The data directory is in use by another process, or cannot be written.", refusal.Message);
    }

    [Fact]
    public void Open_DirectoryMadeByUs_IsForItsOwnerAlone()
    {
        using var store = EmbeddedRecordStore.Open(
            new EmbeddedHomeOptions { DataDirectory = directory.In("made") },
            TimeProvider.System,
            NullLogger<EmbeddedRecordStore>.Instance
        );

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(directory.In("made"))
            );
        }
    }

    [Fact]
    public async Task Open_WrittenByANewerRelease_Refuses()
    {
        await Open().DisposeAsync();
        using (var database = SqliteDatabase.Open(directory.In(EmbeddedRecordStore.FileName), null))
        {
            database.Execute("PRAGMA user_version = 99");
        }

        Assert.Contains("layout 99", Assert.Throws<StoreUnavailableException>(() => Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_NotADatabase_IsUnavailable()
    {
        await File.WriteAllTextAsync(directory.In(EmbeddedRecordStore.FileName), new string('x', 20_000));

        Assert.Throws<StoreUnavailableException>(() => Open());
    }

    [Fact]
    public async Task AnyCall_AfterClosing_IsUnavailable()
    {
        var store = Open();
        await CommitAsync(store, Insert("a"));
        await store.DisposeAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => CommitAsync(store, Insert("b")));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.FindAsync("s1", "a", CancellationToken.None));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await store.ReadRangeAsync("s1", "a", "b", 1, CancellationToken.None)
        );
    }

    [Fact]
    public async Task Reopen_KeepsRowsAndNeverGivesOutAVersionTwice()
    {
        var seen = new HashSet<RowVersion>();
        for (var life = 0; life < 4; life++)
        {
            await using var store = Open();
            if (life > 0)
            {
                Assert.NotNull(await store.FindAsync("s1", $"kept:{life - 1}", CancellationToken.None));
            }

            var committed = Assert.IsType<CommitOutcome.Committed>(await CommitAsync(store, Insert("last"), Insert($"kept:{life}")));
            Assert.All(committed.Versions.OfType<RowVersion>(), v => Assert.True(seen.Add(v)));
            await CommitAsync(store, new RowWrite.Delete("last", committed.Versions[0]));
        }
    }

    [Fact]
    public async Task Commit_LateConflictInAGroup_SparesTheNeighbours()
    {
        await using var store = Open();
        await CommitAsync(store, Insert("taken"));

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 400)
                .Select(i => Task.Run(() => CommitAsync(store, Insert($"row:{i:d3}"), Insert(i % 10 == 0 ? "taken" : $"free:{i:d3}"))))
        );

        Assert.Equal(40, outcomes.OfType<CommitOutcome.Conflict>().Count());
        var page = await store.ReadRangeAsync("s1", "row:", RowKeys.PrefixEnd("row:"), 1000, CancellationToken.None);
        Assert.Equal(
            Enumerable.Range(0, 400).Where(i => i % 10 != 0).Select(i => string.Create(CultureInfo.InvariantCulture, $"row:{i:d3}")),
            page.Rows.Select(r => r.RowKey)
        );
    }

    [Fact]
    public async Task Commit_GivenUpByItsCaller_StillHappens()
    {
        await using var store = Open();
        using var impatient = new CancellationTokenSource();
        var commits = Enumerable
            .Range(0, 50)
            .Select(async i =>
            {
                try
                {
                    await store.CommitAsync(new RecordCommit("s1", [Insert($"row:{i}")]), impatient.Token);
                }
                catch (OperationCanceledException)
                {
                    // It learns nothing of the outcome.
                }
            })
            .ToArray();
        await impatient.CancelAsync();
        await Task.WhenAll(commits);

        await CommitAsync(store, Insert("after"));
        var page = await store.ReadRangeAsync("s1", "row:", RowKeys.PrefixEnd("row:"), 1000, CancellationToken.None);
        Assert.Equal(50, page.Rows.Count);
    }

    [Fact]
    public async Task Log_UnderSustainedWritesAndReads_StaysBounded()
    {
        const int Pages = 50;
        await using var store = Open(Pages);
        var log = new FileInfo(directory.In(EmbeddedRecordStore.FileName) + "-wal");
        using var stop = new CancellationTokenSource();
        var readers = Enumerable
            .Range(0, 4)
            .Select(_ =>
                Task.Run(async () =>
                {
                    while (!stop.IsCancellationRequested)
                    {
                        await store.ReadRangeAsync("s1", "a", "z", 20, CancellationToken.None);
                        await Task.Yield();
                    }
                })
            )
            .ToArray();

        long longest = 0;
        var written = 0;
        while (written < 400)
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(i => CommitAsync(store, Insert($"row:{written + i}", 20_000))));
            written += 8;
            log.Refresh();
            longest = Math.Max(longest, log.Length);
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);

        // At four times the pages the readers are held back; one group of eight such commits may come on top.
        Assert.InRange(longest, 1, (4 * Pages + 100) * 8_248L);
        Assert.True(written * 20_000L > 2 * longest);
    }

    [Fact]
    public async Task Log_WhenThereIsQuiet_IsEmptied()
    {
        await using var store = Open();
        var log = new FileInfo(directory.In(EmbeddedRecordStore.FileName) + "-wal");
        // Where this process had to wait, there has been quiet already.
        do
        {
            await CommitAsync(store, Insert("a", 100_000));
            await CommitAsync(store, new RowWrite.Delete("a", null));
            log.Refresh();
        } while (log.Length <= 100_000);

        await Eventually.TrueAsync(() =>
        {
            log.Refresh();
            return log.Length == 0;
        });
    }

    [Fact]
    public async Task Delete_LeavesNoTraceOfTheContentOnDisk()
    {
        var secret = Encoding.ASCII.GetBytes("only-here-4711-only-here");
        await using (var store = Open())
        {
            await CommitAsync(store, new RowWrite.Insert("a", 1, secret), new RowWrite.Insert("outbox:1", 1, secret));
            await CommitAsync(store, new RowWrite.Delete("a", null), new RowWrite.Delete("outbox:1", null));
        }

        foreach (var file in Directory.EnumerateFiles(directory.Path))
        {
            Assert.Equal(-1, (await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(secret));
        }
    }

    // Of such a backlog some rows are in memory and the others in the database alone.
    [Fact]
    public async Task ReadRange_OfAnOutboxLargerThanItsMemory_IsWholeAndAsLastWritten()
    {
        const int Rows = 140;
        static string Key(int i) => string.Create(CultureInfo.InvariantCulture, $"outbox:{i:D6}");
        await using var store = Open();
        var versions = new List<RowVersion>();
        for (var i = 0; i < Rows; i++)
        {
            var body = new byte[RecordLimits.MaximumBodyBytes];
            body[0] = (byte)i;
            var committed = Assert.IsType<CommitOutcome.Committed>(await CommitAsync(store, new RowWrite.Insert(Key(i), 1, body)));
            versions.Add(Assert.IsType<RowVersion>(committed.Versions[0]));
            // The caller's buffer is the caller's again.
            body[0] = 255;
        }

        await CommitAsync(store, new RowWrite.Delete(Key(3), null), new RowWrite.Delete(Key(Rows - 3), null));
        await CommitAsync(store, new RowWrite.Replace(Key(5), 2, new byte[] { 5, 2 }, versions[5]));
        await CommitAsync(store, new RowWrite.Replace(Key(Rows - 5), 2, new byte[] { Rows - 5, 2 }, versions[Rows - 5]));

        var read = new List<StoredRow>();
        for (string? from = "outbox:"; from is not null; )
        {
            var page = await store.ReadRangeAsync("s1", from, "outboxA", RecordLimits.MaximumPage, CancellationToken.None);
            read.AddRange(page.Rows);
            from = page.ContinueAfter is { } last ? RowKeys.After(last) : null;
        }

        int[] expected = [.. Enumerable.Range(0, Rows).Where(i => i is not (3 or Rows - 3))];
        Assert.Equal(expected.Select(Key), read.Select(row => row.RowKey));
        Assert.Equal(expected, read.Select(row => (int)row.Body.Span[0]));
        Assert.Equal([Key(5), Key(Rows - 5)], read.Where(row => row.SchemaVersion == 2).Select(row => row.RowKey));
        var found = await store.FindAsync("s1", Key(Rows - 1), CancellationToken.None);
        Assert.Equal(versions[^1], found?.Version);
    }
}
