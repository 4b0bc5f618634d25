using System.Text;

namespace DataSharing.Benchmarks.Requests;

/// <summary>What Kestrel can do at most: 1 KB for anybody, in a process of its own.</summary>
internal static class BareEndpoint
{
    public static async Task RunAsync(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        await using var app = builder.Build();
        var body = Encoding.UTF8.GetBytes($$"""{"text":"{{new string('x', 1024 - 11)}}"}""");
        app.MapGet(
            "/record",
            context =>
            {
                context.Response.ContentType = "application/json";
                context.Response.ContentLength = body.Length;
                return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
            }
        );
        await app.RunAsync();
    }
}
