using DataSharing.Storage;
using DataSharing.Testing.Azure;
using Xunit;

namespace DataSharing.AzureServices.Tests.Blobs;

/// <summary>Blob writes whose answers are lost after the service did them.</summary>
public sealed class LostBlobAnswerTests : IAsyncLifetime
{
    private CloudHome? home;

    private CloudHome Home => home ?? throw new InvalidOperationException("InitializeAsync has not run.");

    public async Task InitializeAsync() => home = await CloudHome.CreateAsync();

    public Task DisposeAsync()
    {
        home?.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("seq/0")]
    [InlineData("content/a")]
    public async Task Create_AnswerLost_IsWrittenAndAnotherConflicts(string name)
    {
        await using var proxy = await ProxyAsync(Fault.AnswerLost);
        using var far = Far(proxy);

        var written = Assert.IsType<BlobWriteOutcome.Written>(await far.Blobs.CreateAsync(name, "one"u8.ToArray(), CancellationToken.None));

        Assert.Equal(1, proxy.Faults);
        Assert.Equal(written.Version, (await Home.Blobs.FindAsync(name, CancellationToken.None))?.Version);
        Assert.IsType<BlobWriteOutcome.Conflict>(await far.Blobs.CreateAsync(name, "one"u8.ToArray(), CancellationToken.None));
    }

    [Fact]
    public async Task Create_AnswerOfTheLoserLost_StaysAConflict()
    {
        await Home.Blobs.CreateAsync("seq/0", "winner"u8.ToArray(), CancellationToken.None);
        await using var proxy = await ProxyAsync(Fault.AnswerLost);
        using var far = Far(proxy);

        Assert.IsType<BlobWriteOutcome.Conflict>(await far.Blobs.CreateAsync("seq/0", "loser"u8.ToArray(), CancellationToken.None));

        Assert.Equal("winner"u8.ToArray(), (await Home.Blobs.FindAsync("seq/0", CancellationToken.None))?.Content.ToArray());
    }

    [Fact]
    public async Task Replace_AnswerLost_IsWrittenAtItsVersion()
    {
        var first = Assert.IsType<BlobWriteOutcome.Written>(
            await Home.Blobs.CreateAsync("checkpoint", "1"u8.ToArray(), CancellationToken.None)
        );
        await using var proxy = await ProxyAsync(Fault.AnswerLost);
        using var far = Far(proxy);

        var second = Assert.IsType<BlobWriteOutcome.Written>(
            await far.Blobs.ReplaceAsync("checkpoint", "2"u8.ToArray(), first.Version, CancellationToken.None)
        );

        Assert.Equal(second.Version, (await Home.Blobs.FindAsync("checkpoint", CancellationToken.None))?.Version);
    }

    [Fact]
    public async Task Delete_AnswerLost_TellsThatThereWasOne()
    {
        await Home.Blobs.CreateAsync("content/a", "1"u8.ToArray(), CancellationToken.None);
        await using var proxy = new FaultyProxy((await Azurite.SharedAsync()).BlobEndpoint, OnceAtDelete());
        using var far = Far(proxy);

        Assert.True(await far.Blobs.DeleteAsync("content/a", CancellationToken.None));

        Assert.Equal(1, proxy.Faults);
        Assert.False(await far.Blobs.DeleteAsync("content/a", CancellationToken.None));
    }

    private static Func<string, Fault> OnceAtDelete()
    {
        var lost = 0;
        return head =>
            head.StartsWith("DELETE", StringComparison.Ordinal) && Interlocked.Increment(ref lost) == 1 ? Fault.AnswerLost : Fault.None;
    }

    private static async Task<FaultyProxy> ProxyAsync(params Fault[] faults) =>
        new((await Azurite.SharedAsync()).BlobEndpoint, FaultyProxy.OfWrites(faults));

    private CloudHome Far(FaultyProxy proxy) => Home.Through(Home.Options.TableEndpoint ?? proxy.Address, proxy.Address);
}
