using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using DataSharing.Audit;
using DataSharing.Cli;
using DataSharing.Cli.Scenarios;
using DataSharing.Storage;
using DataSharing.Web.Tests.Exchange;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests.Instances;

/// <summary>Three platforms over one cloud home on the emulator, started at once on an empty store, with the synthetic borough loaded through the first.</summary>
public sealed class ThreeInstances : IAsyncLifetime
{
    private Dictionary<string, string> ids = [];
    private TestHome? home;
    private RunningPlatform[] all = [];
    private int keys;

    public RunningPlatform A => all[0];

    public RunningPlatform B => all[1];

    public RunningPlatform C => all[2];

    public IReadOnlyList<RunningPlatform> All => all;

    public string Id(string step) => ids[step];

    public async Task InitializeAsync()
    {
        home = await TestHome.CloudAsync();
        all = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => RunningPlatform.StartOnAsync(home))));
        using var tokens = new HttpClient { BaseAddress = await SharedIssuer.AddressAsync() };
        using var progress = new StringWriter();
        var loader = new ScenarioLoader(A.Client, new DevelopmentIssuer(tokens), progress);
        var scenario = Scenario.Read(new DirectoryInfo(RepositoryFiles.Path("scenarios", "eastmere")), "core");
        var outcome = await loader.LoadAsync(scenario, CancellationToken.None);
        ids = Assert
            .IsType<LoadOutcome.Loaded>(outcome)
            .Ids.ToDictionary(line => line[..line.LastIndexOf(' ')], line => line[(line.LastIndexOf(' ') + 1)..], StringComparer.Ordinal);
    }

    public async Task DisposeAsync()
    {
        foreach (var instance in all)
        {
            await instance.DisposeAsync();
        }

        if (home is not null)
        {
            await home.DisposeAsync();
        }
    }

    /// <summary>A further instance over the same home.</summary>
    public Task<RunningPlatform> AnotherAsync() =>
        RunningPlatform.StartOnAsync(home ?? throw new InvalidOperationException("Not started."));

    public Browser NewBrowser() => new(all.Select(instance => instance.Address));

    public async Task<HttpResponseMessage> SendAsync(
        RunningPlatform instance,
        string user,
        HttpMethod method,
        string path,
        JsonNode? body = null,
        string? ifMatch = null,
        string? key = null
    )
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await SharedIssuer.TokenAsync(user));
        request.Headers.Add("Access-Purpose", Eastmere.Purpose);
        request.Headers.Add("Access-Reason", "Strategy meeting");
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        if (method == HttpMethod.Post)
        {
            request.Headers.Add("Idempotency-Key", key ?? $"instances-{Interlocked.Increment(ref keys):D6}");
        }

        return await instance.Client.SendAsync(request);
    }

    public JsonObject Disclosure() =>
        new()
        {
            ["to"] = "eastmere-police",
            ["subjectId"] = Id("aisha-penrow"),
            ["purpose"] = Eastmere.Purpose,
            ["reason"] = "Strategy discussion",
            ["content"] = new JsonObject { ["risk"] = new JsonObject { ["note"] = "seeded risk" } },
        };

    /// <summary>The entries that the relays have brought into the log so far, in order.</summary>
    public async Task<IReadOnlyList<AuditEntry>> EntriesAsync()
    {
        var blobs = A.App.Services.GetRequiredService<IBlobStore>();
        var entries = new List<AuditEntry>();
        while (await blobs.FindAsync(SequenceFile.Name(entries.Count), CancellationToken.None) is { } blob)
        {
            entries.AddRange(SequenceFile.Parse(entries.Count, blob.Content).Leaves.Select(leaf => AuditEntry.Parse(leaf.Span)));
        }

        return entries;
    }
}
