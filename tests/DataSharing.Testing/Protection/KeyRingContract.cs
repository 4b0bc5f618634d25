using System.Security.Cryptography;
using DataSharing.Protection;
using Xunit;

namespace DataSharing.Testing.Protection;

/// <summary>What every <see cref="IKeyRing"/> does, whatever home it lives in.</summary>
public abstract class KeyRingContract : IAsyncLifetime
{
    private IKeyRing? ring;

    protected IKeyRing Ring => ring ?? throw new InvalidOperationException("InitializeAsync has not run.");

    /// <summary>A ring over keys that do not exist yet.</summary>
    protected abstract ValueTask<IKeyRing> CreateRingAsync();

    /// <summary>Another ring over the same keys, as after a restart.</summary>
    protected abstract ValueTask<IKeyRing> ReopenRingAsync();

    /// <summary>Makes a new wrapping key the newest.</summary>
    protected abstract ValueTask RotateAsync();

    protected abstract ValueTask DisposeRingAsync();

    public async Task InitializeAsync() => ring = await CreateRingAsync();

    public async Task DisposeAsync() => await DisposeRingAsync();

    [Fact]
    public async Task Wrap_ThenUnwrap_GivesTheKeyBackAlsoAfterAReopen()
    {
        var key = RandomNumberGenerator.GetBytes(32);

        var wrapped = await Ring.WrapAsync(key, "subject:1", CancellationToken.None);

        Assert.Equal(key, await Ring.UnwrapAsync(wrapped, "subject:1", CancellationToken.None));
        Assert.Equal(key, await (await ReopenRingAsync()).UnwrapAsync(wrapped, "subject:1", CancellationToken.None));
        Assert.DoesNotContain(Convert.ToHexString(key), Convert.ToHexString(wrapped.Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrap_SameKeyTwice_LooksDifferent()
    {
        var key = new byte[32];
        var first = await Ring.WrapAsync(key, "c", CancellationToken.None);
        var second = await Ring.WrapAsync(key, "c", CancellationToken.None);
        Assert.NotEqual(first.Bytes, second.Bytes);
    }

    [Fact]
    public async Task Unwrap_OtherContextOrChangedBytes_IsRefused()
    {
        var wrapped = await Ring.WrapAsync(new byte[32], "subject:1", CancellationToken.None);

        await AssertUnavailableAsync(wrapped, "subject:2");
        for (var i = 0; i < wrapped.Bytes.Length; i += 7)
        {
            var bytes = wrapped.Bytes.ToArray();
            bytes[i] ^= 1;
            await AssertUnavailableAsync(wrapped with { Bytes = bytes }, "subject:1");
        }

        await AssertUnavailableAsync(wrapped with { Bytes = [] }, "subject:1");
        await AssertUnavailableAsync(wrapped with { KeyId = "no-such-key" }, "subject:1");
        await AssertUnavailableAsync(wrapped with { KeyId = "../x" }, "subject:1");
    }

    [Fact]
    public async Task Wrap_AfterRotation_UsesTheNewestAndTheOldStillUnwraps()
    {
        var before = await Ring.WrapAsync(new byte[32], "c", CancellationToken.None);

        await RotateAsync();
        var after = await Ring.WrapAsync(new byte[32], "c", CancellationToken.None);

        Assert.NotEqual(before.KeyId, after.KeyId);
        var reopened = await ReopenRingAsync();
        Assert.Equal(new byte[32], await reopened.UnwrapAsync(before, "c", CancellationToken.None));
        Assert.Equal(new byte[32], await reopened.UnwrapAsync(after, "c", CancellationToken.None));
        Assert.Equal(after.KeyId, (await reopened.WrapAsync(new byte[32], "c", CancellationToken.None)).KeyId);
    }

    [Fact]
    public async Task Secret_SameName_IsTheSameForEveryCallerAndAfterAReopen()
    {
        var secrets = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(async () => await Ring.SecretAsync("id", CancellationToken.None)))
        );

        Assert.All(secrets, s => Assert.Equal(secrets[0], s));
        Assert.Equal(32, secrets[0].Length);
        Assert.Equal(secrets[0], await (await ReopenRingAsync()).SecretAsync("id", CancellationToken.None));
        Assert.NotEqual(secrets[0], await Ring.SecretAsync("cursor", CancellationToken.None));
    }

    [Fact]
    public async Task Secret_ChangedByItsReader_StaysTheSameForOthers()
    {
        var first = await Ring.SecretAsync("id", CancellationToken.None);
        var copy = first.ToArray();
        Array.Clear(first);
        Assert.Equal(copy, await Ring.SecretAsync("id", CancellationToken.None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../id")]
    [InlineData("A")]
    [InlineData("a b")]
    public async Task Secret_NameOutOfBounds_IsRefused(string name) =>
        await Assert.ThrowsAsync<ArgumentException>(async () => await Ring.SecretAsync(name, CancellationToken.None));

    [Fact]
    public async Task SigningSeed_FirstUse_IsCreatedOnceAndKept()
    {
        var seeds = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await Ring.SigningSeedAsync(1, CancellationToken.None)))
        );

        Assert.All(seeds, s => Assert.Equal(seeds[0], s));
        Assert.Equal(32, seeds[0].Length);
        Assert.Equal(seeds[0], await (await ReopenRingAsync()).SigningSeedAsync(1, CancellationToken.None));
        Assert.NotEqual(seeds[0], await Ring.SecretAsync("id", CancellationToken.None));
    }

    private async Task AssertUnavailableAsync(WrappedKey wrapped, string context) =>
        await Assert.ThrowsAsync<KeyRingUnavailableException>(async () => await Ring.UnwrapAsync(wrapped, context, CancellationToken.None));
}
