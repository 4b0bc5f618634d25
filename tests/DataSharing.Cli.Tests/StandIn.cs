using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DataSharing.Cli.Tests;

/// <summary>The other end of the wire: plays issuer and platform, remembers what was asked, answers as the test says.</summary>
internal sealed class StandIn : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly List<Asked> asked = [];

    private StandIn(WebApplication app) => this.app = app;

    public string Address => app.Urls.First();

    /// <summary>What the platform was asked, in order; the issuer's door not among it.</summary>
    public IReadOnlyList<Asked> Requests
    {
        get
        {
            lock (asked)
            {
                return [.. asked];
            }
        }
    }

    public static async Task<StandIn> StartAsync(Func<Asked, Answer> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var standIn = new StandIn(builder.Build());
        standIn.app.Run(context => standIn.HandleAsync(context, answer));
        await standIn.app.StartAsync();
        return standIn;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task HandleAsync(HttpContext context, Func<Asked, Answer> answer)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        if (context.Request.Path == "/dev/token")
        {
            var user = JsonNode.Parse(body)?["user"]?.GetValue<string>();
            context.Response.StatusCode = user == "mallory" ? 404 : 200;
            await context.Response.WriteAsync(user == "mallory" ? "{}" : $$"""{"access_token":"token-of-{{user}}"}""");
            return;
        }

        var request = new Asked(
            $"{context.Request.Method} {context.Request.Path}",
            context.Request.Headers.Authorization.ToString(),
            context.Request.Headers["Idempotency-Key"].ToString(),
            context.Request.Headers.IfMatch.ToString(),
            body
        );
        lock (asked)
        {
            asked.Add(request);
        }

        var reply = answer(request);
        context.Response.StatusCode = reply.Status;
        if (reply.ETag is not null)
        {
            context.Response.Headers.ETag = reply.ETag;
        }

        if (reply.RetryAfter is not null)
        {
            context.Response.Headers.RetryAfter = reply.RetryAfter;
        }

        await context.Response.WriteAsync(reply.Body);
    }
}

internal sealed record Asked(string Line, string Authorization, string IdempotencyKey, string IfMatch, string Body);

internal sealed record Answer(int Status, string Body = "", string? ETag = null, string? RetryAfter = null);
