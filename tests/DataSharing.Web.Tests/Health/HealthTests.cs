using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DataSharing.Protection;
using DataSharing.Web.Tests.OpenApi;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests.Health;

public sealed class HealthTests
{
    [Fact]
    public async Task Ready_AllWell_IsReady()
    {
        await using var platform = await RunningPlatform.StartAsync();
        var ready = await WhenReadyAsync(platform);
        Assert.Equal("ok", Status(ready, "store"));
        Assert.Equal("ok", Status(ready, "keyRing"));
        Assert.Equal("ok", Status(ready, "relay"));
    }

    [Fact]
    public async Task Ready_StoreStopped_NamesTheStore_AndRecovers()
    {
        await using var platform = await RunningPlatform.StartAsync();
        await WhenReadyAsync(platform);
        platform.Store.Stopped = true;
        using (var response = await platform.Client.GetAsync("/api/health/ready"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            ProblemAssert.HasSecurityHeaders(response);
            await (await OpenApiConformance.LoadAsync(platform.Client)).AssertAsync(response);
            var body = await response.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal("not-ready", body.GetProperty("status").GetString());
            Assert.Equal("unavailable", Status(body, "store"));
            Assert.Equal("ok", Status(body, "keyRing"));
        }

        using (var live = await platform.Client.GetAsync("/api/health/live"))
        {
            Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        }

        platform.Store.Stopped = false;
        await WhenReadyAsync(platform);
    }

    [Fact]
    public async Task Ready_KeyRingGone_NamesTheKeyRing()
    {
        await using var platform = await RunningPlatform.StartAsync(configure: builder =>
            builder.Services.Around<IKeyRing, LockableRing>(ring => new LockableRing(ring))
        );
        await WhenReadyAsync(platform);
        platform.App.Services.GetRequiredService<LockableRing>().Locked = true;
        using var response = await platform.Client.GetAsync("/api/health/ready");
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("unavailable", Status(body, "keyRing"));
        Assert.Equal("ok", Status(body, "store"));
    }

    [Fact]
    public async Task Ready_RelaySilent_NamesTheRelay()
    {
        await using var platform = await RunningPlatform.StartAsync([KeyValuePair.Create<string, string?>("Health:RelayLagSeconds", "1")]);
        await WhenReadyAsync(platform);
        // The relay cannot sweep while the store refuses; once it answers again, the relay waits before it tries anew.
        platform.Store.Stopped = true;
        JsonElement body;
        do
        {
            await Task.Delay(100);
            using var response = await platform.Client.GetAsync("/api/health/ready");
            body = await response.Content.ReadFromJsonAsync<JsonElement>();
        } while (Status(body, "relay") is "ok");

        Assert.Equal("stopped", Status(body, "relay"));
    }

    [Fact]
    public async Task Ready_AskedByAThousandAtOnce_ProbesSeldom()
    {
        await using var platform = await RunningPlatform.StartAsync([
            KeyValuePair.Create<string, string?>("Health:RememberMilliseconds", "60000"),
        ]);
        using var first = await platform.Client.GetAsync("/api/health/ready");
        platform.Store.Stopped = true;
        using var second = await platform.Client.GetAsync("/api/health/ready");
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
    }

    private static async Task<JsonElement> WhenReadyAsync(RunningPlatform platform)
    {
        for (var i = 0; ; i++)
        {
            using var response = await platform.Client.GetAsync("/api/health/ready");
            var body = await response.Content.ReadFromJsonAsync<JsonElement>();
            if (response.StatusCode == HttpStatusCode.OK)
            {
                Assert.Equal("ready", body.GetProperty("status").GetString());
                return body;
            }

            Assert.True(i < 600, $"Not ready after a minute: {body}");
            await Task.Delay(100);
        }
    }

    private static string? Status(JsonElement readiness, string component) =>
        readiness.GetProperty(component).GetProperty("status").GetString();

    private sealed class LockableRing(IKeyRing inner) : IKeyRing
    {
        public bool Locked { get; set; }

        public ValueTask<WrappedKey> WrapAsync(ReadOnlyMemory<byte> key, string context, CancellationToken cancellationToken) =>
            Open().WrapAsync(key, context, cancellationToken);

        public ValueTask<byte[]> UnwrapAsync(WrappedKey wrapped, string context, CancellationToken cancellationToken) =>
            Open().UnwrapAsync(wrapped, context, cancellationToken);

        public ValueTask<byte[]> SecretAsync(string name, CancellationToken cancellationToken) =>
            Open().SecretAsync(name, cancellationToken);

        public ValueTask<byte[]> SigningSeedAsync(int number, CancellationToken cancellationToken) =>
            Open().SigningSeedAsync(number, cancellationToken);

        private IKeyRing Open() => Locked ? throw new KeyRingUnavailableException("Locked by a test.") : inner;
    }
}
