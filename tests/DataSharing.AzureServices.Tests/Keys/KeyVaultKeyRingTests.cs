using System.Net;
using Azure.Core.Pipeline;
using DataSharing.AzureServices.Keys;
using DataSharing.Protection;
using DataSharing.Testing.Protection;
using Xunit;

namespace DataSharing.AzureServices.Tests.Keys;

public sealed class KeyVaultKeyRingContractTests : KeyRingContract
{
    private readonly ShiftedClock clock = new();
    private readonly VaultWorld world;

    public KeyVaultKeyRingContractTests() => world = new VaultWorld(clock);

    protected override ValueTask<IKeyRing> CreateRingAsync() => ReopenRingAsync();

    protected override ValueTask<IKeyRing> ReopenRingAsync() => ValueTask.FromResult<IKeyRing>(world.NewRing());

    protected override ValueTask RotateAsync()
    {
        world.Peer.Rotate();
        // So long an instance may go on with the key it knows.
        clock.Ahead = TimeSpan.FromMinutes(11);
        return ValueTask.CompletedTask;
    }

    protected override ValueTask DisposeRingAsync()
    {
        world.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class KeyVaultKeyRingTests : IDisposable
{
    private readonly VaultWorld world = new(TimeProvider.System);

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Secret_FirstUsedByManyInstancesInOneSecond_IsTheSameForAll()
    {
        world.Peer.RacingWriters = 3;
        var rings = Enumerable.Range(0, 4).Select(_ => world.NewRing()).ToArray();

        var secrets = await Task.WhenAll(rings.Select(r => Task.Run(async () => await r.SecretAsync("id", CancellationToken.None))));

        Assert.All(secrets, s => Assert.Equal(secrets[0], s));
        Assert.Equal(secrets[0], await world.NewRing().SecretAsync("id", CancellationToken.None));
    }

    [Fact]
    public async Task Wrap_KnownKey_AsksTheVaultNothing()
    {
        var ring = world.NewRing();
        var wrapped = await ring.WrapAsync(new byte[32], "a", CancellationToken.None);
        var asked = world.Peer.Requests.Count;

        await ring.WrapAsync(new byte[32], "b", CancellationToken.None);

        Assert.Equal(asked, world.Peer.Requests.Count);
        Assert.Equal("wrapping:00000000000000000000000000000001", wrapped.KeyId);
    }

    [Fact]
    public async Task Ring_OfAnotherWrappingKey_UsesThatOne()
    {
        var sessions = world.NewRing(new AzureHomeOptions().SessionWrappingKey);
        var wrapped = await sessions.WrapAsync(new byte[32], "a", CancellationToken.None);

        Assert.Equal("session-key-wrap:00000000000000000000000000000001", wrapped.KeyId);
        Assert.Equal(new byte[32], await sessions.UnwrapAsync(wrapped, "a", CancellationToken.None));
        await Assert.ThrowsAsync<KeyRingUnavailableException>(async () => await sessions.UnwrapAsync(wrapped, "b", CancellationToken.None));
        Assert.DoesNotContain(world.Peer.Requests, asked => asked.Contains("keys/wrapping", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    public async Task AnyCall_VaultRefuses_IsUnavailable(HttpStatusCode status)
    {
        var ring = world.NewRing();
        var wrapped = await ring.WrapAsync(new byte[32], "a", CancellationToken.None);
        world.Peer.Refuses = status;

        await Assert.ThrowsAsync<KeyRingUnavailableException>(async () => await ring.UnwrapAsync(wrapped, "a", CancellationToken.None));
        await Assert.ThrowsAsync<KeyRingUnavailableException>(async () =>
            await world.NewRing().WrapAsync(new byte[32], "a", CancellationToken.None)
        );
        await Assert.ThrowsAsync<KeyRingUnavailableException>(async () => await ring.SigningSeedAsync(1, CancellationToken.None));
    }
}

/// <summary>The machine's clock, set forward: what waits goes on waiting at its usual pace.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;

    public override long GetTimestamp() => base.GetTimestamp() + (long)(Ahead.TotalSeconds * TimestampFrequency);
}

internal sealed class VaultWorld : IDisposable
{
    private readonly TimeProvider time;
    private readonly List<KeyVaultKeyRing> rings = [];
    private readonly HttpClientTransport transport;

    public VaultWorld(TimeProvider time)
    {
        this.time = time;
        Peer = new VaultPeer(time);
        transport = new HttpClientTransport(Peer);
    }

    public VaultPeer Peer { get; }

    public KeyVaultKeyRing NewRing(string? wrappingKey = null)
    {
        var options = new AzureHomeOptions { KeyVault = VaultPeer.Address };
        var ring = new KeyVaultKeyRing(
            options,
            wrappingKey ?? options.WrappingKey,
            new AnyToken(),
            time,
            transport,
            TimeSpan.FromMilliseconds(50)
        );
        rings.Add(ring);
        return ring;
    }

    public void Dispose()
    {
        rings.ForEach(r => r.Dispose());
        transport.Dispose();
        Peer.Dispose();
    }
}
