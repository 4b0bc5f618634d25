using System.Globalization;
using DataSharing.TransparencyLog;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataSharing.Cli.Witnesses;

/// <summary>A witness behind one address: <c>POST add-checkpoint</c> (c2sp.org/tlog-witness), and nothing else.</summary>
internal sealed class WitnessServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private WitnessServer(WebApplication app) => this.app = app;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(app.Urls.First());

    /// <summary>Listens when it returns.</summary>
    /// <param name="witness">Who answers.</param>
    /// <param name="evidence">Where refused histories are kept.</param>
    /// <param name="listen">Port 0 for any that is free.</param>
    /// <param name="say">Is told of refusals, in a line each.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<WitnessServer> StartAsync(
        Witness witness,
        WitnessEvidence evidence,
        Uri listen,
        Action<string> say,
        CancellationToken cancellationToken
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(listen.ToString());
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Witness.MaximumRequest;
        });
        var server = builder.Build();
        server.MapPost("/add-checkpoint", context => AddAsync(context, witness, evidence, say));
        await server.StartAsync(cancellationToken);
        return new WitnessServer(server);
    }

    /// <summary>Until the process is told to stop.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => app.WaitForShutdownAsync(cancellationToken);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task AddAsync(HttpContext context, Witness witness, WitnessEvidence evidence, Action<string> say)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = body.ToArray();
        var answer = witness.AddCheckpoint(request);
        context.Response.StatusCode = answer.Status;
        switch (answer)
        {
            case WitnessAnswer.Cosigned cosigned:
                await WriteAsync(context, "text/plain; charset=utf-8", cosigned.Signature.ToString());
                return;
            case WitnessAnswer.Conflict conflict:
                await WriteAsync(context, "text/x.tlog.size", string.Create(CultureInfo.InvariantCulture, $"{conflict.Size}\n"));
                return;
            case WitnessAnswer.Forked forked:
                Tell(
                    "REFUSED: the log has FORKED: it signed another history of the same size",
                    evidence.KeepFork(request, forked.Last),
                    say
                );
                await WriteAsync(context, "text/x.tlog.size", string.Create(CultureInfo.InvariantCulture, $"{forked.Size}\n"));
                return;
            case WitnessAnswer.Inconsistent inconsistent:
                Tell(
                    "REFUSED: what was cosigned before is not the beginning of this",
                    evidence.KeepInconsistent(request, inconsistent.Last),
                    say
                );
                return;
            default:
                say(string.Create(CultureInfo.InvariantCulture, $"refused: {answer.Status} {answer.GetType().Name}"));
                return;
        }
    }

    private static void Tell(string what, string? kept, Action<string> say) => say(kept is null ? what : $"{what}; kept as {kept}");

    private static Task WriteAsync(HttpContext context, string type, string text)
    {
        context.Response.ContentType = type;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
