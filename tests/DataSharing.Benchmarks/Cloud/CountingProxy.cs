using System.Diagnostics;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace DataSharing.Benchmarks.Cloud;

/// <summary>
/// A way to one storage service on which every call is written down: what it was, what of it is billed, when it began and when it was answered.
/// Each is held up for a moment, so that calls which do not wait for each other are seen to overlap.
/// </summary>
internal sealed class CountingProxy : IAsyncDisposable
{
    // What crosses the wire must be what was signed, letter by letter.
    private static readonly UriCreationOptions AsSent = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly HttpClient http = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseProxy = false,
        }
    );
    private readonly WebApplication app;
    private readonly Uri target;
    private readonly WireLog log;

    private CountingProxy(Uri target, bool blobs, WireLog log)
    {
        (this.target, this.log) = (target, log);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 64 * 1024 * 1024);
        app = builder.Build();
        app.Run(context => ForwardAsync(context, blobs));
    }

    public Uri Address => new(app.Urls.Single());

    public static async Task<CountingProxy> StartAsync(Uri target, bool blobs, WireLog log)
    {
        var proxy = new CountingProxy(target, blobs, log);
        await proxy.app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        http.Dispose();
    }

    private async Task ForwardAsync(HttpContext context, bool blobs)
    {
        var begun = Stopwatch.GetTimestamp();
        log.Begin();
        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            using var request = new HttpRequestMessage(
                new HttpMethod(context.Request.Method),
                new Uri($"{target.GetLeftPart(UriPartial.Authority)}{raw}", AsSent)
            );
            request.Content = new ByteArrayContent(body.ToArray());
            foreach (var (name, values) in context.Request.Headers)
            {
                if (
                    name is not ("Host" or "Content-Length" or "Transfer-Encoding")
                    && !request.Headers.TryAddWithoutValidation(name, [.. values])
                )
                {
                    request.Content.Headers.TryAddWithoutValidation(name, [.. values]);
                }
            }

            await Task.Delay(log.Delay, context.RequestAborted);
            using var answer = await http.SendAsync(request, context.RequestAborted);
            var bytes = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
            log.Add(Classify(blobs, context.Request.Method, raw, body.ToArray()) with { Begun = begun, Ended = Stopwatch.GetTimestamp() });
            context.Response.StatusCode = (int)answer.StatusCode;
            foreach (var (name, values) in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated))
            {
                if (name is not ("Transfer-Encoding" or "Connection" or "Keep-Alive" or "Content-Length"))
                {
                    context.Response.Headers.Append(name, values.ToArray());
                }
            }

            if (answer.StatusCode is not (HttpStatusCode.NoContent or HttpStatusCode.NotModified) && context.Request.Method != "HEAD")
            {
                context.Response.ContentLength = bytes.Length;
                await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
            }
        }
        finally
        {
            log.End();
        }
    }

    private static WireCall Classify(bool blobs, string method, string target, byte[] body)
    {
        if (blobs)
        {
            return method switch
            {
                "GET" when target.Contains("comp=list", StringComparison.Ordinal) => new(CallKind.BlobList, 1),
                "GET" or "HEAD" => new(CallKind.BlobRead, 1),
                "DELETE" => new(CallKind.BlobDelete, 1),
                _ => new(CallKind.BlobWrite, 1),
            };
        }

        return target.Contains("/$batch", StringComparison.Ordinal) ? new(CallKind.Commit, RowsOf(body))
            : method == "GET" ? new(target.Contains("RowKey=", StringComparison.Ordinal) ? CallKind.PointRead : CallKind.RangeRead, 1)
            : new(CallKind.Commit, 1);
    }

    /// <summary>Each row of a transaction is billed as an operation.</summary>
    private static int RowsOf(byte[] batch) =>
        Encoding.UTF8.GetString(batch).Split('\n').Count(line => line.TrimEnd().EndsWith(" HTTP/1.1", StringComparison.Ordinal));
}
