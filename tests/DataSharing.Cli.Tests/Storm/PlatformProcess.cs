using System.Collections.Concurrent;
using System.Diagnostics;
using DataSharing.Testing;

namespace DataSharing.Cli.Tests.Storm;

/// <summary>The platform in a process of its own over a home that outlives it, to be killed and started again on the same port.</summary>
internal sealed class PlatformProcess : IDisposable
{
    // artifacts/bin/DataSharing.Cli.Tests/debug -> artifacts/bin/DataSharing.Web/debug
    private static readonly string Program = Path.Combine(
        AppContext.BaseDirectory,
        "..",
        "..",
        "DataSharing.Web",
        Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')),
        "DataSharing.Web.dll"
    );

    private readonly Dictionary<string, string> settings;
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private Process? process;
    private string lastHealth = "none";

    public PlatformProcess(IReadOnlyDictionary<string, string> home, string issuer)
    {
        Address = $"http://127.0.0.1:{FreePorts.Next(2)}";
        settings = new(home, StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Urls"] = Address,
            ["Log__Origin"] = "localhost/storm",
            ["Identity__Instance"] = issuer + "/",
            ["Identity__TenantId"] = "organizations",
            ["Identity__ClientId"] = DevIdentity.DemoIdentities.ApiClientId,
            ["Identity__OperatorTenantId"] = DevIdentity.DemoIdentities.OperatorTenant,
            ["Identity__FirstAdministrator"] = DevIdentity.DemoIdentities.People["olwen"].ObjectId,
            ["Limits__AgencyRequestsPerSecond"] = "1000000",
            ["Limits__AgencyBurstRequests"] = "1000000",
            ["Limits__ActorRequestsPerSecond"] = "1000000",
            ["Limits__ActorBurstRequests"] = "1000000",
        };
    }

    public string Address { get; }

    /// <summary>How often it was killed while it ran.</summary>
    public int Kills { get; private set; }

    /// <summary>
    /// Starts it and waits until it answers. Not until it is ready: what the last kill left in the outbox may keep the relay busy, and
    /// visitors come all the same.
    /// </summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Program])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var lines = new ConcurrentQueue<string>();
        process.OutputDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var limit = Stopwatch.StartNew();
        while (!await IsLiveAsync())
        {
            if (process.HasExited || limit.Elapsed > TimeSpan.FromMinutes(4))
            {
                throw new InvalidOperationException(
                    $"The platform did not answer again: {lastHealth}\n{string.Join('\n', lines.TakeLast(20))}"
                );
            }

            await Task.Delay(100);
        }
    }

    private async Task<bool> IsLiveAsync()
    {
        try
        {
            using var answer = await http.GetAsync(Address + "/api/health/live");
            lastHealth = $"HTTP {(int)answer.StatusCode}";
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            // Not listening yet, or no answer in time.
            lastHealth = e.Message;
            return false;
        }
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public void Kill()
    {
        if (process is { HasExited: false } running)
        {
            running.Kill();
            Kills++;
            running.WaitForExit();
        }

        process?.Dispose();
        process = null;
    }

    public void Dispose()
    {
        Kill();
        http.Dispose();
    }
}
