using DataSharing.Embedded.Sqlite;
using DataSharing.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace DataSharing.Embedded.Tests.PowerCut;

/// <summary>The disk beneath the store loses whatever was not synced, at any moment, in any mixture of sectors.</summary>
public sealed class RecordStorePowerCutTests : IDisposable
{
    private const int Callers = 12;

    private readonly TemporaryDirectory root = new();
    private readonly PowerCutDisk disk = new();

    public RecordStorePowerCutTests()
    {
        Directory.CreateDirectory(root.In("live"));
        PowerCutVfs.Mount(root.In("live"), disk);
    }

    public void Dispose() => root.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task PowerCut_UnderLoad_KeepsEveryAcknowledgedCommitWholeAndNoPartOfAnother(int seed)
    {
        Assert.Empty(await CutRepeatedlyAsync("FULL", cuts: 12, new Random(seed)));
        Assert.True(disk.Syncs > 50);
    }

    [Fact]
    public async Task PowerCut_WithoutSyncing_IsCaughtLosing() => Assert.NotEmpty(await CutRepeatedlyAsync("OFF", cuts: 10, new Random(5)));

    // NORMAL syncs the log only when it is copied: whole, but not durable.
    [Fact]
    public async Task PowerCut_SyncingTooRarely_IsCaughtLosing() =>
        Assert.NotEmpty(await CutRepeatedlyAsync("NORMAL", cuts: 10, new Random(6)));

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public async Task FailedSync_ThenPowerCut_LosesNothingAcknowledgedBeforeOrAfter(int seed)
    {
        var random = new Random(seed);
        await using var store = Open("live", "FULL", PowerCutVfs.Name);
        var work = new AcknowledgedWork(Callers);
        using var stop = new CancellationTokenSource();
        var running = work.RunAsync(store, throughFailures: true, stop.Token);
        var faults = new List<string>();
        for (var round = 0; round < 3; round++)
        {
            await Task.Delay(random.Next(20, 60));
            disk.FailSync = true;
            await Task.Delay(random.Next(5, 30));
            disk.FailSync = false;
            var before = work.Acknowledged();
            await UntilAsync(() => work.Acknowledged().Zip(before).All(p => p.First > p.Second + 2));
            faults.AddRange(await CutAndJudgeAsync(work, $"after-failure-{round}", random));
        }

        await stop.CancelAsync();
        await running;
        Assert.Empty(faults);
    }

    [Fact]
    public async Task FailedSync_IsAnsweredUnavailableUntilTheStoreIsKnownToBeGood()
    {
        await using var store = Open("live", "FULL", PowerCutVfs.Name);
        await InsertAsync(store, "before");
        disk.FailSync = true;

        await Assert.ThrowsAsync<StoreUnavailableException>(() => InsertAsync(store, "lost"));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => InsertAsync(store, "refused"));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.FindAsync("s0", "before", CancellationToken.None));

        disk.FailSync = false;
        await UntilAsync(() => CanRead(store));
        Assert.NotNull(await store.FindAsync("s0", "before", CancellationToken.None));
        Assert.Null(await store.FindAsync("s0", "refused", CancellationToken.None));
        await InsertAsync(store, "after");
    }

    // The failed commit's pages are still in the system's cache and look whole. What is written after them must not depend on them.
    [Fact]
    public async Task FailedSync_ThenOneCommitAndAPowerCut_KeepsThatCommit()
    {
        await using var store = Open("live", "FULL", PowerCutVfs.Name);
        await InsertAsync(store, "before");
        disk.FailSync = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => InsertAsync(store, "lost"));
        await Task.Delay(100);
        disk.FailSync = false;
        await UntilAsync(() => CanRead(store));

        await InsertAsync(store, "after");

        for (var cut = 0; cut < 4; cut++)
        {
            Directory.CreateDirectory(root.In($"cut-{cut}"));
            disk.CutInto(root.In($"cut-{cut}"), new Random(cut));
            await using var survivor = Open($"cut-{cut}", "FULL", vfs: null);
            Assert.NotNull(await survivor.FindAsync("s0", "before", CancellationToken.None));
            Assert.NotNull(await survivor.FindAsync("s0", "after", CancellationToken.None));
        }
    }

    [Fact]
    public async Task FullDisk_IsAnsweredUnavailableAndServesAgainOnceThereIsRoom()
    {
        await using var store = Open("live", "FULL", PowerCutVfs.Name);
        await InsertAsync(store, "before");
        disk.Full = true;

        await Assert.ThrowsAsync<StoreUnavailableException>(() => InsertAsync(store, "no-room"));

        disk.Full = false;
        await UntilAsync(() => CanRead(store));
        Assert.NotNull(await store.FindAsync("s0", "before", CancellationToken.None));
        Assert.Null(await store.FindAsync("s0", "no-room", CancellationToken.None));
        await InsertAsync(store, "no-room");
    }

    private async Task<List<string>> CutRepeatedlyAsync(string synchronous, int cuts, Random random)
    {
        await using var store = Open("live", synchronous, PowerCutVfs.Name);
        var work = new AcknowledgedWork(Callers);
        using var stop = new CancellationTokenSource();
        var running = work.RunAsync(store, throughFailures: false, stop.Token);
        var faults = new List<string>();
        for (var cut = 0; cut < cuts; cut++)
        {
            var enough = work.Acknowledged().Sum() + random.Next(1, 150);
            await UntilAsync(() => work.Acknowledged().Sum() >= enough);
            faults.AddRange(await CutAndJudgeAsync(work, $"cut-{cut}", random));
        }

        await stop.CancelAsync();
        await running;
        return faults;
    }

    private async Task<List<string>> CutAndJudgeAsync(AcknowledgedWork work, string name, Random random)
    {
        Directory.CreateDirectory(root.In(name));
        // INVARIANT: what was acknowledged is noted before the cut, what was sent after it.
        var acknowledged = work.Acknowledged();
        disk.CutInto(root.In(name), random);
        var sent = work.Sent();
        try
        {
            await using var survivor = Open(name, "FULL", vfs: null);
            return await work.JudgeAsync(survivor, acknowledged, sent);
        }
        catch (StoreUnavailableException failure)
        {
            return [$"{name}: {failure.InnerException?.Message ?? failure.Message}"];
        }
    }

    // A small log and a short tail, so that the cuts fall into copying the one and merging the other as well.
    private EmbeddedRecordStore Open(string name, string synchronous, string? vfs) =>
        EmbeddedRecordStore.Open(
            new EmbeddedHomeOptions { DataDirectory = root.In(name) },
            new Disk(vfs, synchronous, CheckpointPages: 40, MergeKeys: 25),
            TimeProvider.System,
            NullLogger.Instance
        );

    private static async Task InsertAsync(EmbeddedRecordStore store, string key) =>
        Assert.IsType<CommitOutcome.Committed>(
            await store.CommitAsync(new RecordCommit("s0", [new RowWrite.Insert(key, 1, default)]), CancellationToken.None)
        );

    private static bool CanRead(EmbeddedRecordStore store)
    {
        try
        {
            return store.FindAsync("s0", "before", CancellationToken.None).AsTask().Result is not null;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
        catch (AggregateException failure) when (failure.InnerException is StoreUnavailableException)
        {
            return false;
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var wait = 0; wait < 5_000; wait++)
        {
            if (condition())
            {
                return;
            }

            await Task.Delay(2);
        }

        Assert.Fail("It did not come about within 10 s.");
    }
}
