using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Audit;
using DataSharing.Cli;
using DataSharing.Cli.Scenarios;
using DataSharing.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests.Exchange;

/// <summary>The real platform and the development issuer, with the synthetic borough loaded through the real API.</summary>
public class Eastmere : IAsyncLifetime
{
    public const string Purpose = "safeguarding-children";

    private RunningPlatform? started;
    private Dictionary<string, string> ids = [];
    private int keys;

    public RunningPlatform Running => started ?? throw new InvalidOperationException("The platform has not been started.");

    /// <summary>The layer around the record store, to stop it.</summary>
    public RefusingStore Store => Running.Store;

    /// <summary>The id that a step of the scenario made.</summary>
    public string Id(string step) => ids[step];

    public async Task InitializeAsync()
    {
        started = await RunningPlatform.StartAsync(Settings, Configure, isAzure: IsAzure);
        using var tokens = new HttpClient { BaseAddress = await SharedIssuer.AddressAsync() };
        using var progress = new StringWriter();
        var loader = new ScenarioLoader(Running.Client, new DevelopmentIssuer(tokens), progress);
        var scenario = Scenario.Read(new DirectoryInfo(RepositoryFiles.Path("scenarios", "eastmere")), Part);
        switch (await loader.LoadAsync(scenario, CancellationToken.None))
        {
            case LoadOutcome.Loaded loaded:
                ids = loaded.Ids.ToDictionary(
                    line => line[..line.LastIndexOf(' ')],
                    line => line[(line.LastIndexOf(' ') + 1)..],
                    StringComparer.Ordinal
                );
                break;
            case LoadOutcome.Stopped stopped:
                throw new InvalidOperationException($"The scenario stopped at '{stopped.Step}': {stopped.Reason}");
            default:
                throw new InvalidOperationException("An outcome that this fixture does not know.");
        }
    }

    public async Task DisposeAsync()
    {
        if (started is not null)
        {
            await started.DisposeAsync();
        }
    }

    public Task<HttpResponseMessage> GetAsync(string user, string path, string purpose = Purpose, string reason = "Strategy meeting") =>
        SendAsync(
            user,
            HttpMethod.Get,
            path,
            null,
            request =>
            {
                request.Headers.Add("Access-Purpose", purpose);
                request.Headers.Add("Access-Reason", reason);
            }
        );

    public Task<HttpResponseMessage> PostAsync(string user, string path, JsonNode? body, string? ifMatch = null, string? key = null) =>
        SendAsync(
            user,
            HttpMethod.Post,
            path,
            body,
            request =>
            {
                request.Headers.Add("Idempotency-Key", key ?? $"test-key-{Interlocked.Increment(ref keys):D6}");
                if (ifMatch is not null)
                {
                    request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
                }
            }
        );

    /// <summary>A POST about a subject: with purpose and reason, and an Idempotency-Key for those that create.</summary>
    public Task<HttpResponseMessage> WriteAsync(
        string user,
        string path,
        JsonNode? body,
        string purpose = Purpose,
        string reason = "Strategy meeting",
        string? ifMatch = null,
        string? key = null
    ) =>
        SendAsync(
            user,
            HttpMethod.Post,
            path,
            body,
            request =>
            {
                request.Headers.Add("Access-Purpose", purpose);
                request.Headers.Add("Access-Reason", Uri.EscapeDataString(reason));
                request.Headers.Add("Idempotency-Key", key ?? $"test-key-{Interlocked.Increment(ref keys):D6}");
                if (ifMatch is not null)
                {
                    request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
                }
            }
        );

    public async Task<HttpResponseMessage> SendAsync(
        string user,
        HttpMethod method,
        string path,
        JsonNode? body,
        Action<HttpRequestMessage>? adjust = null
    )
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await SharedIssuer.TokenAsync(user));
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        adjust?.Invoke(request);
        return await Running.Client.SendAsync(request);
    }

    /// <summary>A disclosure by council to police about Aisha.</summary>
    public JsonObject Disclosure(string to = "eastmere-police", string subject = "aisha-penrow", params string[] categories)
    {
        var content = new JsonObject();
        foreach (var category in categories.Length == 0 ? ["identity", "risk"] : categories)
        {
            content[category] = new JsonObject { ["note"] = $"seeded {category}" };
        }

        return new JsonObject
        {
            ["to"] = to,
            ["subjectId"] = Id(subject),
            ["purpose"] = Purpose,
            ["reason"] = "Strategy discussion",
            ["content"] = content,
        };
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        // As text, which can be read again.
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    /// <summary>Waits for what follows by event; fails the test when it does not come.</summary>
    public static async Task<HttpResponseMessage> EventuallyAsync(
        Func<Task<HttpResponseMessage>> ask,
        Func<HttpResponseMessage, Task<bool>> is_
    )
    {
        HttpResponseMessage? last = null;
        await Eventually.TrueAsync(
            async () =>
            {
                last?.Dispose();
                last = await ask();
                return await is_(last);
            },
            async () => last is null ? "" : $"{(int)last.StatusCode} {await last.Content.ReadAsStringAsync()}"
        );
        return last ?? throw new InvalidOperationException("It was asked.");
    }

    /// <summary>
    /// Waits until everything committed before has been relayed, whoever may hold the messages, and so has what this process's own consumers committed
    /// on hearing of it. Not merely until nothing waits: the relay may not have looked since.
    /// </summary>
    public async Task RelayedAsync()
    {
        var monitor = Running.App.Services.GetRequiredService<RelayMonitor>();
        var signal = Running.App.Services.GetRequiredService<RelaySignal>();
        // The first sweep to end from now on may have begun before; the second has seen it all, and the third what came of that.
        for (var sweep = 0; sweep < 3; sweep++)
        {
            var asked = DateTimeOffset.UtcNow;
            await Eventually.TrueAsync(() =>
            {
                signal.Pulse();
                return monitor.Current is { OldestPending: null } current && current.LastSweep > asked;
            });
        }
    }

    /// <summary>Configuration over the test defaults.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string?>> Settings => [];

    /// <summary>How much of the scenario is loaded; the first share is enough for most.</summary>
    protected virtual string? Part => "core";

    /// <summary>Over the cloud home, whichever home the other tests run over.</summary>
    protected virtual bool IsAzure => false;

    protected virtual void Configure(WebApplicationBuilder builder) { }
}
