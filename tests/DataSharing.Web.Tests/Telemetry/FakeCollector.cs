using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DataSharing.Web.Tests.Telemetry;

/// <summary>An OTLP collector (HTTP, protobuf), or Azure Monitor (JSON), that keeps what it was sent, byte for byte: the network's edge of telemetry.</summary>
internal sealed class FakeCollector : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Path, string Body)> received = new();

    private FakeCollector(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    public static async Task<FakeCollector> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var collector = new FakeCollector(builder.Build());
        collector.app.Run(collector.TakeAsync);
        await collector.app.StartAsync();
        return collector;
    }

    /// <summary>Everything sent to <c>/v1/traces</c>, <c>/v1/metrics</c> or <c>/v1/logs</c>. Protobuf keeps strings readable. Azure Monitor: <c>/v2.1/track</c>.</summary>
    public string Received(string path) => string.Concat(received.Where(r => r.Path == path).Select(r => r.Body));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        var sent = context.Request.Body;
        await using var plain = context.Request.Headers.ContentEncoding == "gzip" ? new GZipStream(sent, CompressionMode.Decompress) : sent;
        await plain.CopyToAsync(body, context.RequestAborted);
        received.Enqueue((context.Request.Path, Encoding.UTF8.GetString(body.ToArray())));
    }
}
