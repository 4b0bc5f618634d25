using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using DataSharing.Benchmarks.Pages;
using DataSharing.Benchmarks.Requests;

namespace DataSharing.Benchmarks.Cloud;

/// <summary>A kind of request, as one of the scenario's people makes it.</summary>
/// <param name="Name">In the output.</param>
/// <param name="SendAsync">Makes it once, and throws when it is not answered with success.</param>
/// <param name="IsBudgeted">The budget holds for it: a decision about one record.</param>
internal sealed record CloudRequest(string Name, Func<Task> SendAsync, bool IsBudgeted)
{
    public const string ReadDisclosure = "read a disclosure";

    private const string Children = "safeguarding-children";
    private const string Disruption = "disrupting-exploitation";

    public static async Task<IReadOnlyList<CloudRequest>> AllAsync(Platform platform)
    {
        var http = new HttpClient { BaseAddress = new Uri(platform.Server.Address), Timeout = TimeSpan.FromSeconds(60) };
        var (council, police, officer) = (
            await platform.TokenAsync("amira"),
            await platform.TokenAsync("ben"),
            await platform.TokenAsync("joan")
        );
        var child = platform.Id("aisha-penrow");
        Task<JsonNode?> Get(string path, string token, string purpose) => AskAsync(http, HttpMethod.Get, path, token, purpose, null);
        Task<JsonNode?> Post(string path, string token, string purpose, JsonObject body) =>
            AskAsync(http, HttpMethod.Post, path, token, purpose, body);
        async Task<string> DiscloseAsync(int characters) =>
            (await Post("/api/disclosures", council, Children, Disclosure(child, characters)))?["id"]?.GetValue<string>()
            ?? throw new BenchCouldNotRunException("a disclosure has no id.");
        var (small, large) = (await DiscloseAsync(1024), await DiscloseAsync(100 * 1024));
        var session = await PageSession.SignInAsync(platform, "amira");
        var day = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return
        [
            new("who am I", () => Get("/api/me", council, Children), true),
            new("disclose 1 KB", () => DiscloseAsync(1024), true),
            new("disclose 100 KB", () => DiscloseAsync(100 * 1024), true),
            new(ReadDisclosure, () => Get($"/api/disclosures/{small}", police, Children), true),
            new("read a disclosure of 100 KB", () => Get($"/api/disclosures/{large}", police, Children), true),
            new("list disclosures", () => Get("/api/disclosures?direction=received", police, Children), false),
            new(
                "search by name",
                () => Post("/api/subject-search", council, Children, new JsonObject { ["name"] = "Aisha Penrow" }),
                false
            ),
            new("read a child's record", () => Get($"/api/subjects/{child}", council, Children), true),
            new("read a deployment", () => Get($"/api/deployments/{platform.Id("t12")}", council, Disruption), true),
            new("board", () => Post("/api/deployment-search", council, Disruption, []), false),
            new("audit of a day", () => Get($"/api/audit/entries?day={day}", officer, Children), false),
            new("sign-in page", () => SignInPageAsync(http), true),
            new("home page, signed in", () => PageAsync(session, "/app"), true),
        ];
    }

    private static JsonObject Disclosure(string subject, int characters) =>
        new()
        {
            ["to"] = "eastmere-police",
            ["subjectId"] = subject,
            ["purpose"] = Children,
            ["reason"] = "Measured",
            ["content"] = new JsonObject { ["risk"] = new JsonObject { ["note"] = new string('x', characters) } },
        };

    private static async Task<JsonNode?> AskAsync(
        HttpClient http,
        HttpMethod method,
        string path,
        string token,
        string purpose,
        JsonObject? body
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("Access-Purpose", purpose);
        request.Headers.Add("Access-Reason", "Measured");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(text)
            : throw new BenchCouldNotRunException($"{method} {path} answered {(int)answer.StatusCode}: {text}");
    }

    // It sends on to the issuer, whose page it is.
    private static async Task SignInPageAsync(HttpClient http)
    {
        using var answer = await http.GetAsync("/signin?next=%2Fapp");
        if (!answer.IsSuccessStatusCode)
        {
            throw new BenchCouldNotRunException($"the sign-in page answered {(int)answer.StatusCode}.");
        }
    }

    private static async Task PageAsync(PageSession session, string path)
    {
        var (status, _) = await session.GetAsync(path);
        if (status != System.Net.HttpStatusCode.OK)
        {
            throw new BenchCouldNotRunException($"{path} answered {(int)status}.");
        }
    }
}
