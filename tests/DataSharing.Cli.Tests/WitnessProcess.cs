using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using DataSharing.TransparencyLog;
using DataSharing.TransparencyLog.Tests;

namespace DataSharing.Cli.Tests;

/// <summary>The real witness in a process of its own, as a partner agency runs it.</summary>
internal sealed class WitnessProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly HttpClient http = new();

    private WitnessProcess(Process process, WitnessKey key, Uri door) => (this.process, Key, Door) = (process, key, door);

    public WitnessKey Key { get; }

    public Uri Door { get; }

    public static async Task<WitnessProcess> StartAsync(string keyFile, string state, string logKey)
    {
        var started = Command.Start("witness", "--key", keyFile, "--state", state, "--log", logKey, "--listen", "http://127.0.0.1:0");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        WitnessKey? key = null;
        while (await started.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith("witness  ", StringComparison.Ordinal))
            {
                _ = WitnessKey.TryParse(line["witness  ".Length..], out key);
            }
            else if (line.StartsWith("listens  ", StringComparison.Ordinal) && key is not null)
            {
                return new WitnessProcess(started, key, new Uri(line["listens  ".Length..]));
            }
        }

        var error = await started.StandardError.ReadToEndAsync(limit.Token);
        started.Dispose();
        throw new InvalidOperationException($"The witness did not start: {error}");
    }

    public async Task<(HttpStatusCode Status, string Type, string Body)> AskAsync(string request)
    {
        using var answer = await http.PostAsync(Door, new StringContent(request, Encoding.UTF8, "text/plain"));
        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType ?? "", await answer.Content.ReadAsStringAsync());
    }

    public Task<(HttpStatusCode Status, string Type, string Body)> AskAsync(long old, TestLog log) => AskAsync(old, [], log);

    public async Task<(HttpStatusCode Status, string Type, string Body)> AskAsync(long old, IReadOnlyList<byte[]> path, TestLog log)
    {
        var proof = path.Count > 0 ? path : await log.Hashes().ConsistencyPathAsync(old, CancellationToken.None);
        return await AskAsync(new ConsistencyProof(old, proof, log.Note).ToString());
    }

    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Key.Name} at {Door}");
}
