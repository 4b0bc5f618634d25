using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using DataSharing.DevIdentity;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Cli.Tests.Storm;

/// <summary>The platform in processes of its own over one home, with the synthetic borough loaded through the first, called as its people.</summary>
internal sealed class BoroughInProcesses : IAsyncDisposable
{
    public const string Purpose = "safeguarding-children";

    // Generous: a busy machine is no fault of the platform's.
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(100) };
    private readonly WebApplication issuer;
    private readonly DevTokens tokens;
    private readonly Dictionary<string, string> ids;
    private readonly ConcurrentDictionary<string, string> held = new(StringComparer.Ordinal);
    private int keys;

    private BoroughInProcesses(WebApplication issuer, PlatformProcess[] all, Dictionary<string, string> ids)
    {
        this.issuer = issuer;
        tokens = issuer.Services.GetRequiredService<DevTokens>();
        All = all;
        this.ids = ids;
    }

    public IReadOnlyList<PlatformProcess> All { get; }

    /// <summary>The id that a step of the scenario made.</summary>
    public string Id(string step) => ids[step];

    /// <param name="processes">How many, started at once on an empty store.</param>
    /// <param name="home">Their settings.</param>
    /// <param name="folder">For what the loading writes down.</param>
    public static async Task<BoroughInProcesses> StartAsync(int processes, IReadOnlyDictionary<string, string> home, string folder)
    {
        var signedBy = DevIssuer.Build(new DevIssuerOptions { Url = "http://127.0.0.1:0" });
        var all = Array.Empty<PlatformProcess>();
        try
        {
            await signedBy.StartAsync();
            var address = signedBy.Services.GetRequiredService<DevAddress>().Value;
            all = [.. Enumerable.Range(0, processes).Select(_ => new PlatformProcess(home, address))];
            await Task.WhenAll(all.Select(process => process.StartAsync()));
            return new BoroughInProcesses(signedBy, all, await Aftermath.LoadScenarioAsync(all[0].Address, address, folder));
        }
        catch
        {
            Array.ForEach(all, process => process.Dispose());
            await signedBy.DisposeAsync();
            throw;
        }
    }

    public async Task<HttpResponseMessage> SendAsync(
        PlatformProcess process,
        string person,
        HttpMethod method,
        string path,
        JsonNode? body = null,
        string? ifMatch = null,
        string? key = null
    )
    {
        using var request = new HttpRequestMessage(method, process.Address + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenOf(person));
        request.Headers.Add("Access-Purpose", Purpose);
        request.Headers.Add("Access-Reason", "Strategy meeting");
        request.Content = body is null ? null : JsonContent.Create(body);
        if (ifMatch is not null)
        {
            _ = request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        if (method == HttpMethod.Post)
        {
            request.Headers.Add("Idempotency-Key", key ?? $"borough-{Interlocked.Increment(ref keys):D6}");
        }

        return await http.SendAsync(request);
    }

    // One each, as people have: a platform that is shown another each time checks another signature each time.
    private string TokenOf(string person) => held.GetOrAdd(person, static (name, all) => all.For(DemoIdentities.People[name]), tokens);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in All)
        {
            process.Dispose();
        }

        http.Dispose();
        await issuer.DisposeAsync();
    }
}
