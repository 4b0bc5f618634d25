using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using DataSharing.Benchmarks.Pages;
using DataSharing.TransparencyLog;

namespace DataSharing.Benchmarks.Requests;

/// <summary>
/// The published platform in Release with the development issuer, the Eastmere scenario loaded, and one disclosure with 1 KB of content to
/// read. Its answer is larger than the peers' 1 KB, because it says what decision it rests on.
/// </summary>
internal sealed class Platform : IDisposable
{
    public const string Audience = "11111111-aaaa-4aaa-8aaa-000000000001";

    private static readonly string[] Built = ["dotnet", "artifacts/bench/web/DataSharing.Web.dll"];
    private static readonly Dictionary<string, string> NothingMore = new(StringComparer.Ordinal);

    private readonly string folder;
    private readonly ServerProcess issuer;
    private readonly HttpClient http;
    private IReadOnlyDictionary<string, string> ids = new Dictionary<string, string>(StringComparer.Ordinal);

    private Platform(string folder, ServerProcess issuer, ServerProcess server)
    {
        this.folder = folder;
        this.issuer = issuer;
        Server = server;
        http = new HttpClient { BaseAddress = new Uri(server.Address), Timeout = TimeSpan.FromSeconds(10) };
    }

    public ServerProcess Server { get; }

    /// <summary>The read that is measured.</summary>
    public string ReadPath { get; private set; } = "";

    public IReadOnlyDictionary<string, string> ReadHeaders { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where the issuer's public keys are.</summary>
    public string KeysAddress { get; private set; } = "";

    /// <summary>The <c>iss</c> of the measured token.</summary>
    public string TokenIssuer => $"{issuer.Address}/aaaaaaaa-0000-4000-8000-000000000003/v2.0";

    /// <summary>With the first share loaded and one disclosure to read.</summary>
    public static Task<Platform> StartAsync() => StartAsync(Built, NothingMore, platform => platform.PrepareAsync());

    /// <summary>The same, with another program.</summary>
    public static Task<Platform> StartPublishedAsync(string program) =>
        StartAsync([program], NothingMore, platform => platform.PrepareAsync());

    /// <summary>With the whole scenario, or with many times as much.</summary>
    public static Task<Platform> StartWholeAsync(int scale) => StartAsync(Built, NothingMore, platform => platform.LoadAsync(scale));

    /// <summary>With the whole scenario, and settings that come before the usual ones.</summary>
    public static Task<Platform> StartWholeAsync(IReadOnlyDictionary<string, string> settings) =>
        StartAsync(Built, settings, platform => platform.LoadAsync(1));

    /// <summary>The settings of another server over the same data, once this one has ended.</summary>
    public Dictionary<string, string> SettingsAt(string address) => Settings(address, issuer.Address, folder);

    /// <summary>What a step of the scenario is called in this store.</summary>
    public string Id(string step) =>
        ids.TryGetValue(step, out var id) ? id : throw new BenchCouldNotRunException($"the scenario has no step '{step}'.");

    private static async Task<Platform> StartAsync(
        string[] program,
        IReadOnlyDictionary<string, string> settings,
        Func<Platform, Task> prepare
    )
    {
        var home = Directory.CreateTempSubdirectory("datasharing-bench-").FullName;
        var tokens = await ServerProcess.StartAsync(
            "the development issuer",
            "dotnet",
            _ => ["artifacts/bin/DataSharing.DevIdentity/release/DataSharing.DevIdentity.dll"],
            address => new Dictionary<string, string>(StringComparer.Ordinal) { ["DevIdentity__Url"] = address },
            "/"
        );
        ServerProcess? server = null;
        try
        {
            server = await ServerProcess.StartAsync(
                "the platform",
                program[0],
                _ => program[1..],
                address => With(Settings(address, tokens.Address, home), settings),
                "/api/health/ready"
            );
            var platform = new Platform(home, tokens, server);
            await prepare(platform);
            return platform;
        }
        catch
        {
            server?.Dispose();
            tokens.Dispose();
            throw;
        }
    }

    /// <summary>One read as the load does it: the right body, and a receipt that the log's key signed.</summary>
    public async Task CheckReadAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, ReadPath);
        foreach (var (key, value) in ReadHeaders)
        {
            request.Headers.Add(key, value);
        }

        using var answer = await http.SendAsync(request);
        var body = await answer.Content.ReadAsByteArrayAsync();
        var logKey = VerifierKey.TryParse(await http.GetStringAsync("/log/key"), out var parsed) ? parsed : null;
        var receipt = answer.Headers.TryGetValues("Audit-Receipt", out var values) ? values.Single() : null;
        if (
            !answer.IsSuccessStatusCode
            || body.Length is < 1024 or > 4096
            || logKey is null
            || ReceiptVerifier.Verify(receipt, logKey) is not ReceiptVerdict.Genuine
        )
        {
            throw new BenchCouldNotRunException(
                $"the measured read is not what it should be: HTTP {(int)answer.StatusCode}, {body.Length} bytes."
            );
        }
    }

    public void Dispose()
    {
        http.Dispose();
        Server.Dispose();
        issuer.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static Dictionary<string, string> Settings(string address, string issuer, string folder) =>
        new(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Urls"] = address,
            ["Platform__Home"] = "Embedded",
            ["Embedded__DataDirectory"] = folder,
            ["Log__Origin"] = "localhost/bench",
            // One person makes the whole load here; the limits are tested elsewhere.
            ["Limits__AgencyRequestsPerSecond"] = "1000000",
            ["Limits__AgencyBurstRequests"] = "1000000",
            ["Limits__ActorRequestsPerSecond"] = "1000000",
            ["Limits__ActorBurstRequests"] = "1000000",
            ["Limits__AddressRequestsPerSecond"] = "1000000",
            ["Limits__AddressBurstRequests"] = "1000000",
            // Reasons are stated once for the whole run.
            ["Pages__AccessMinutes"] = "60",
            ["Identity__Instance"] = issuer + "/",
            ["Identity__TenantId"] = "organizations",
            ["Identity__ClientId"] = Audience,
            ["Identity__OperatorTenantId"] = "aaaaaaaa-0000-4000-8000-000000000001",
            ["Identity__FirstAdministrator"] = "0a000000-0000-4000-8000-000000000001",
        };

    private static Dictionary<string, string> With(Dictionary<string, string> usual, IReadOnlyDictionary<string, string> settings)
    {
        foreach (var (key, value) in settings)
        {
            usual[key] = value;
        }

        return usual;
    }

    private async Task PrepareAsync()
    {
        await LoadScenarioAsync(new DirectoryInfo("scenarios/eastmere"), "core");
        var subject = Id("aisha-penrow");
        var made = await SendAsync(HttpMethod.Post, "/api/disclosures", await TokenAsync("amira"), Disclosure(subject));
        ReadPath = $"/api/disclosures/{made["id"]}";
        ReadHeaders = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Authorization"] = $"Bearer {await TokenAsync("ben")}",
            ["Access-Purpose"] = "safeguarding-children",
            ["Access-Reason"] = "Strategy meeting",
        };
        var configuration = await JsonAsync($"{TokenIssuer}/.well-known/openid-configuration");
        KeysAddress = configuration["jwks_uri"]?.GetValue<string>() ?? throw new BenchCouldNotRunException("the issuer names no keys.");
        await CheckReadAsync();
    }

    private static JsonObject Disclosure(string subject) =>
        new()
        {
            ["to"] = "eastmere-police",
            ["subjectId"] = subject,
            ["purpose"] = "safeguarding-children",
            ["reason"] = "Measured",
            ["content"] = new JsonObject { ["risk"] = new JsonObject { ["note"] = new string('x', 1024) } },
        };

    private async Task LoadAsync(int scale)
    {
        await LoadScenarioAsync(new DirectoryInfo("scenarios/eastmere"), null);
        var first = ids;
        if (scale > 1)
        {
            var copies = ScenarioCopies.Write(new DirectoryInfo("scenarios/eastmere"), Path.Combine(folder, "copies"), scale);
            await Parallel.ForEachAsync(
                copies,
                new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount * 2 },
                async (copy, _) => await LoadScenarioAsync(copy, null)
            );
        }

        ids = first;
    }

    private async Task LoadScenarioAsync(DirectoryInfo scenario, string? part)
    {
        var made = Path.Combine(folder, $"ids-{Guid.NewGuid():N}");
        string[] arguments =
        [
            "artifacts/bin/DataSharing.Cli/release/DataSharing.Cli.dll",
            "scenario",
            "load",
            "--api",
            Server.Address,
            "--issuer",
            issuer.Address,
            "--file",
            scenario.FullName,
            "--ids",
            made,
            .. part is null ? (string[])[] : ["--part", part],
        ];
        using var load =
            Process.Start(
                new ProcessStartInfo("dotnet", arguments)
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            ) ?? throw new BenchCouldNotRunException("dotnet did not start.");
        var said = load.StandardError.ReadToEndAsync();
        await load.StandardOutput.ReadToEndAsync();
        await load.WaitForExitAsync();
        if (load.ExitCode != 0)
        {
            throw new BenchCouldNotRunException($"the scenario could not be loaded:\n{await said}");
        }

        // Names of steps have blanks in them, ids have none.
        ids = (await File.ReadAllLinesAsync(made)).ToDictionary(
            line => line[..line.LastIndexOf(' ')],
            line => line[(line.LastIndexOf(' ') + 1)..],
            StringComparer.Ordinal
        );
    }

    /// <summary>A token of one of the scenario's people.</summary>
    public async Task<string> TokenAsync(string person)
    {
        using var answer = await http.PostAsJsonAsync($"{issuer.Address}/dev/token", new JsonObject { ["user"] = person });
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())?["access_token"]?.GetValue<string>()
            ?? throw new BenchCouldNotRunException("the issuer gave no token.");
    }

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, string token, JsonNode body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("Idempotency-Key", "bench-disclosure");
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode && JsonNode.Parse(text) is { } node
            ? node
            : throw new BenchCouldNotRunException($"{method} {path} answered {(int)answer.StatusCode}: {text}");
    }

    private async Task<JsonNode> JsonAsync(string address) =>
        JsonNode.Parse(await http.GetStringAsync(address)) ?? throw new BenchCouldNotRunException($"{address} answered nothing.");
}
