using System.Text;
using DataSharing.Audit;
using DataSharing.Protection;
using DataSharing.Storage;
using DataSharing.TransparencyLog;
using Xunit;

namespace DataSharing.Testing.Audit;

/// <summary>What the integrator does, whatever home the log lives in.</summary>
public abstract class IntegratorContract : IAsyncLifetime
{
    private LogHome? log;

    protected LogHome Log => log ?? throw new InvalidOperationException("InitializeAsync has not run.");

    protected abstract ValueTask<(IBlobStore Blobs, IKeyRing Ring)> CreateHomeAsync();

    protected abstract ValueTask DisposeHomeAsync();

    public async Task InitializeAsync()
    {
        var (blobs, ring) = await CreateHomeAsync();
        log = new LogHome(blobs, ring);
    }

    public async Task DisposeAsync() => await DisposeHomeAsync();

    [Fact]
    public async Task Integrate_GrowingOverTileBoundaries_CheckpointCoversEveryEntry()
    {
        Assert.Null(await Log.CheckpointAsync());
        var running = Log.Integrator();
        foreach (var more in (int[])[1, 7, 247, 1, 1, 255, 300])
        {
            await Log.SequenceAsync(more);
            await running.RunAsync(Log.Leaves.Count, CancellationToken.None);
            Log.Clock.Advance(TimeSpan.FromSeconds(1));
            await Log.AssertCompleteAsync();
        }
    }

    [Fact]
    public async Task Integrate_EachTimeByAProcessJustStarted_CheckpointCoversEveryEntry()
    {
        foreach (var more in (int[])[1, 7, 248, 256, 3])
        {
            await Log.SequenceAsync(more);
            await Log.IntegrateAsync();
            await Log.AssertCompleteAsync();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Integrate_DyingAtEachCallInTurn_TheNextProcessHeals(bool after)
    {
        for (var call = 1; ; call++)
        {
            await Log.SequenceAsync(131);
            var integrator = Log.Integrator(new UnsteadyBlobStore(Log.Blobs, Fate.AtCall(call, after)));
            var died = false;
            try
            {
                await integrator.RunAsync(Log.Leaves.Count, CancellationToken.None);
            }
            catch (DiedException)
            {
                died = true;
            }

            await Log.IntegrateAsync();
            await Log.AssertCompleteAsync();
            if (!died)
            {
                Assert.True(call > 10, "It must have died at every call of a whole run.");
                return;
            }
        }
    }

    [Fact]
    public async Task Integrate_SeveralRacing_SignOneHistory()
    {
        var racers = Enumerable.Range(0, 3).Select(_ => Log.Integrator()).ToArray();
        var seen = new List<Checkpoint>();
        for (var round = 0; round < 12; round++)
        {
            await Log.SequenceAsync(97);
            await Task.WhenAll(racers.Select(r => Task.Run(() => r.RunAsync(Log.Leaves.Count, CancellationToken.None))));
            Log.Clock.Advance(TimeSpan.FromSeconds(1));
            seen.Add((await Log.CheckpointAsync())?.Checkpoint ?? throw new InvalidOperationException("There is a checkpoint."));
        }

        await Log.IntegrateAsync();
        await Log.AssertCompleteAsync();
        var last = (await Log.CheckpointAsync())?.Checkpoint ?? throw new InvalidOperationException("There is a checkpoint.");
        foreach (var older in seen)
        {
            var proof = await Log.Reader().ProveConsistencyAsync(older.Size, CancellationToken.None);
            Assert.True(proof?.Shows(older, last));
        }
    }

    [Fact]
    public async Task Integrate_SequenceFilesBehindTheCheckpoint_RefusesAndSaysSo()
    {
        await Log.SequenceAsync(300);
        await Log.IntegrateAsync();
        var before = await Log.CheckpointAsync();
        await Log.Blobs.DeleteAsync(SequenceFile.Name(294), CancellationToken.None);

        var integrator = Log.Integrator();
        await integrator.RunAsync(294, CancellationToken.None);
        Assert.Equal(LogRefusal.Behind, Log.Monitor.Current.Refusal);

        // Others grow over the gap: still nothing is signed.
        await Log.WriteAsync(294, [.. Enumerable.Range(1_000, 20).Select(Log.Leaf)]);
        Log.Clock.Advance(TimeSpan.FromMinutes(1));
        await integrator.RunAsync(314, CancellationToken.None);
        Assert.Equal(LogRefusal.Forked, Log.Monitor.Current.Refusal);
        Assert.Equal(before?.Checkpoint.Text, (await Log.CheckpointAsync())?.Checkpoint.Text);
    }

    [Fact]
    public async Task Integrate_OtherEntriesInTheSamePlace_Refuses()
    {
        await Log.SequenceAsync(294);
        await Log.IntegrateAsync();
        await Log.Blobs.DeleteAsync(SequenceFile.Name(287), CancellationToken.None);
        await Log.WriteAsync(287, [.. Enumerable.Range(1_000, 7).Select(Log.Leaf)]);
        await Log.Integrator().RunAsync(294, CancellationToken.None);
        Assert.Equal(LogRefusal.Forked, Log.Monitor.Current.Refusal);
    }

    [Fact]
    public async Task Integrate_HeadNotAsItWasSigned_Refuses()
    {
        await Log.SequenceAsync(300);
        await Log.IntegrateAsync();
        var head = (await Log.FilesAsync())[^1];
        await Log.OverwriteAsync(
            head,
            bytes => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("\\n300\\n", "\\n299\\n", StringComparison.Ordinal))
        );
        await Log.Integrator().RunAsync(300, CancellationToken.None);
        Assert.Equal(LogRefusal.HeadUnreadable, Log.Monitor.Current.Refusal);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await Log.Reader().CheckpointAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Integrate_TilesLostOrDamaged_MakesThemAnew()
    {
        await Log.SequenceAsync(600);
        await Log.IntegrateAsync();
        var tiles = (await Log.FilesAsync()).Where(f => f.Contains("/tile/0/", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, tiles.Length);
        await Log.OverwriteAsync(tiles[1], bytes => [.. bytes[..^1], (byte)(bytes[^1] ^ 1)]);
        await Log.SequenceAsync(5);
        await Log.IntegrateAsync();
        await Log.AssertCompleteAsync();

        await Log.Blobs.DeleteAsync(tiles[1], CancellationToken.None);
        await Log.SequenceAsync(5);
        await Log.IntegrateAsync();
        await Log.AssertCompleteAsync();
    }

    [Fact]
    public async Task Integrate_HeadLost_TheSameHistoryIsSignedAgain()
    {
        await Log.SequenceAsync(300);
        await Log.IntegrateAsync();
        var before = await Log.CheckpointAsync();
        await Log.Blobs.DeleteAsync((await Log.FilesAsync())[^1], CancellationToken.None);
        await Log.IntegrateAsync();
        Assert.Equal(before?.Checkpoint.Text, (await Log.CheckpointAsync())?.Checkpoint.Text);
    }

    [Fact]
    public async Task Integrate_NothingNew_AsksTheStoreNothing()
    {
        await Log.SequenceAsync(10);
        var first = Log.Integrator();
        await first.RunAsync(10, CancellationToken.None);
        Log.Clock.Advance(TimeSpan.FromMinutes(1));

        // Started later: one look, and then the very next call would end it.
        var calls = new CountedBlobStore(Log.Blobs);
        var second = Log.Integrator(calls);
        await second.RunAsync(10, CancellationToken.None);
        var looked = calls.Count;
        Assert.True(looked > 0);
        for (var i = 0; i < 3; i++)
        {
            Log.Clock.Advance(TimeSpan.FromMinutes(1));
            await second.RunAsync(10, CancellationToken.None);
        }

        Assert.Equal(looked, calls.Count);
        Assert.Null(second.Due);
    }

    [Fact]
    public async Task Rotation_OldAndNewKeySignTogether_ThenTheNewAlone()
    {
        await Log.SequenceAsync(10);
        await Log.IntegrateAsync();
        var old = (await Log.KeysAsync())[0];

        // The new key is announced: those who know only the old one see it sign.
        var announcing = LogHome.Settings(key: 1, second: 2);
        await Log.SequenceAsync(10);
        await Log.IntegrateAsync(announcing);
        var keys = await Log.KeysAsync(announcing);
        Assert.Equal(old, keys[0]);
        Assert.Equal(2, (await Log.CheckpointAsync(announcing))?.Signers.Count);
        Assert.NotNull(await Log.CheckpointAsync(announcing, old));

        // The new key signs receipts; the old one still signs beside it.
        var turning = LogHome.Settings(key: 2, second: 1);
        await Log.SequenceAsync(10);
        await Log.IntegrateAsync(turning);
        Assert.NotNull(await Log.CheckpointAsync(turning, old));
        Assert.NotNull(await Log.CheckpointAsync(turning, keys[1]));

        var turned = LogHome.Settings(key: 2);
        await Log.SequenceAsync(10);
        await Log.IntegrateAsync(turned);
        await Log.AssertCompleteAsync(turned);
        Assert.NotNull(await Log.CheckpointAsync(turned, keys[1]));
        var note = await Log.Reader(turned).CheckpointAsync(CancellationToken.None) ?? "";
        Assert.IsType<CheckpointVerdict.NotSigned>(CheckpointVerifier.Verify(Encoding.UTF8.GetBytes(note), [old]));
    }

    [Fact]
    public async Task Loss_NewOriginOverWhatIsLeft_SaysSoInTheNameOfBoth()
    {
        await Log.SequenceAsync(300);
        await Log.IntegrateAsync();
        var last = await Log.CheckpointAsync() ?? throw new InvalidOperationException("There is a checkpoint.");
        await Log.Blobs.DeleteAsync(SequenceFile.Name(294), CancellationToken.None);
        await Log.Integrator().RunAsync(294, CancellationToken.None);
        Assert.Equal(LogRefusal.Behind, Log.Monitor.Current.Refusal);

        // The operator's step: another origin, and the one before it.
        var next = LogHome.Settings(origin: "log.example/test-2", previous: LogHome.Origin);
        await Log.Integrator(options: next).RunAsync(294, CancellationToken.None);
        Assert.Null(Log.Monitor.Current.Refusal);
        var checkpoint = await Log.CheckpointAsync(next);
        Assert.Equal(294, checkpoint?.Checkpoint.Size);
        Assert.Equal("log.example/test-2", checkpoint?.Checkpoint.Origin);
        var statement = await Log.Reader(next).SuccessionAsync(CancellationToken.None) ?? default;
        var (oldKey, newKey) = ((await Log.KeysAsync())[0], (await Log.KeysAsync(next))[0]);
        Assert.True(Succession.IsGenuine(statement.Span, oldKey, newKey));
        Assert.Contains(
            $"\n300\n{Convert.ToBase64String(last.Checkpoint.Root.Span)}\n",
            Encoding.UTF8.GetString(statement.Span),
            StringComparison.Ordinal
        );
        // The old log can still be read as it was signed.
        Assert.Equal(last.Checkpoint.Text, (await Log.CheckpointAsync())?.Checkpoint.Text);
    }
}
