using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.DevIdentity;
using DataSharing.Web.Tests.Exchange;

namespace DataSharing.Web.Tests.Entities;

/// <summary>Eastmere with agreements of a test's own making, each for a purpose of its own so that none stands in another's way.</summary>
public class Borough : Eastmere
{
    /// <summary>Under this purpose everybody may see who everybody and everything is: by it tests record about other agencies' subjects.</summary>
    public const string Everyone = "test-everyone";

    public static readonly string[] Agencies = ["eastmere-council", "eastmere-police", "eastmere-licensing", "eastmere-health"];

    private static readonly Dictionary<string, string> Signers = new(StringComparer.Ordinal)
    {
        ["eastmere-council"] = "rhys",
        ["eastmere-police"] = "lena",
        ["eastmere-licensing"] = "tess",
        ["eastmere-health"] = "femi",
    };

    private readonly SemaphoreSlim gate = new(1);
    private bool everyone;

    /// <summary>A practitioner of each agency.</summary>
    public static IReadOnlyDictionary<string, string> People { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["eastmere-council"] = "amira",
            ["eastmere-police"] = "ben",
            ["eastmere-licensing"] = "colm",
            ["eastmere-health"] = "sana",
        };

    public static JsonArray List(params IEnumerable<string> items) => new([.. items.Select(i => (JsonNode?)JsonValue.Create(i))]);

    public static JsonObject Permission(
        string id,
        string purpose,
        IEnumerable<string> from,
        IEnumerable<string> to,
        IEnumerable<string> kinds,
        IEnumerable<string> categories
    ) =>
        new()
        {
            ["id"] = id,
            ["from"] = List(from),
            ["to"] = List(to),
            ["purposes"] = List(purpose),
            ["subjectKinds"] = List(kinds),
            ["categories"] = List(categories),
            ["mode"] = "content",
            ["lawfulBasis"] = new JsonObject { ["article6"] = "6(1)(e)", ["gateway"] = "Children Act 2004 s.11" },
            ["consent"] = "inform-unless-risk",
            ["release"] = "automatic",
        };

    public async Task EnsureEveryoneAsync()
    {
        await gate.WaitAsync();
        try
        {
            if (!everyone)
            {
                var rule = Permission("all", Everyone, Agencies, Agencies, ["person", "group", "business", "location"], ["identity"]);
                await EnactAsync(Everyone, [rule], []);
                everyone = true;
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Drafted, signed by all and in force, under the purpose's name.</summary>
    public async Task EnactAsync(string purpose, JsonArray permissions, JsonArray prohibitions)
    {
        string[] categories = ["identity", "risk", "housing", "association", "incident", "consent", "support-plan"];
        var document = new JsonObject
        {
            ["format"] = 1,
            ["id"] = purpose,
            ["version"] = 1,
            ["title"] = "For tests",
            ["purposeStatement"] = "Synthetic.",
            ["parties"] = new JsonArray([
                .. Agencies.Select(a => (JsonNode)new JsonObject { ["agency"] = a, ["controllerRole"] = "independent" }),
            ]),
            ["effective"] = new JsonObject { ["from"] = "2020-01-01T00:00:00Z", ["to"] = "2099-01-01T00:00:00Z" },
            ["reviewDate"] = "2090-01-01",
            ["categories"] = new JsonArray([.. categories.Select(c => (JsonNode)new JsonObject { ["code"] = c, ["title"] = c })]),
            ["purposes"] = new JsonArray(new JsonObject { ["code"] = purpose, ["title"] = purpose }),
            ["permissions"] = permissions,
            ["prohibitions"] = prohibitions,
        };
        using var drafted = await PostAsync("rhys", "/api/agreements", Testing.LawfulFacts.AddTo(document));
        Assert.True(drafted.StatusCode == HttpStatusCode.Created, await drafted.Content.ReadAsStringAsync());
        var hash = (await JsonAsync(drafted)).GetProperty("contentHash").GetString();
        var path = $"/api/agreements/{purpose}/versions/1";
        using var submitted = await PostAsync("rhys", $"{path}/submission", null, drafted.Headers.ETag?.ToString());
        Assert.True(submitted.IsSuccessStatusCode, await submitted.Content.ReadAsStringAsync());
        foreach (var agency in Agencies)
        {
            using var signed = await PostAsync(
                Signers[agency],
                $"{path}/signatures",
                new JsonObject { ["contentHash"] = hash, ["signatory"] = "director" }
            );
            Assert.True(signed.IsSuccessStatusCode, await signed.Content.ReadAsStringAsync());
        }

        using var read = await GetAsync("piers", path);
        using var activated = await PostAsync("piers", $"{path}/activation", null, read.Headers.ETag?.ToString());
        Assert.True(activated.IsSuccessStatusCode, await activated.Content.ReadAsStringAsync());
    }

    public async Task<string> RegisterAsync(string user, JsonObject body)
    {
        using var made = await PostAsync(user, "/api/subjects", body);
        Assert.True(made.StatusCode == HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        return (await JsonAsync(made)).GetProperty("id").GetString() ?? "";
    }

    public Task<string> PersonAsync(string user, string name, string? born = null) =>
        RegisterAsync(
            user,
            new JsonObject
            {
                ["kind"] = "person",
                ["name"] = name,
                ["dateOfBirth"] = born,
            }
        );

    /// <summary>Records something under <see cref="Everyone"/> and says its id.</summary>
    public async Task<(string Id, string? ETag)> RecordAsync(string user, string path, JsonObject body)
    {
        await EnsureEveryoneAsync();
        using var made = await WriteAsync(user, path, body, Everyone);
        Assert.True(made.StatusCode == HttpStatusCode.Created, $"{path} {await made.Content.ReadAsStringAsync()}");
        return ((await JsonAsync(made)).GetProperty("id").GetString() ?? "", made.Headers.ETag?.ToString());
    }

    public static JsonObject Item(string category) => new() { ["category"] = category, ["provenance"] = "Referral" };

    public static JsonObject Fact(string category, string text = "As told", string kind = "note") =>
        new()
        {
            ["kind"] = kind,
            ["text"] = text,
            ["item"] = Item(category),
        };

    public static JsonObject Link(string to, string kind, string category = "association") =>
        new()
        {
            ["to"] = to,
            ["kind"] = kind,
            ["strength"] = "likely",
            ["whyNecessary"] = "Safety plan",
            ["item"] = Item(category),
        };

    public async Task<JsonElement> ReadAsync(string user, string subject, string purpose)
    {
        using var answer = await GetAsync(user, $"/api/subjects/{subject}", purpose);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await JsonAsync(answer);
    }

    /// <summary>What follows by event has followed, and can be found.</summary>
    public async Task SettleAsync()
    {
        var name = $"Marker{Guid.NewGuid():N}"[..16];
        await PersonAsync("amira", name);
        using var found = await EventuallyAsync(
            () => WriteAsync("amira", "/api/subject-search", new JsonObject { ["name"] = name }),
            async a => (await JsonAsync(a)).GetProperty("items").GetArrayLength() == 1
        );
        Assert.Equal(1, (await JsonAsync(found)).GetProperty("items").GetArrayLength());
        // Rows of one sweep are delivered at once, so one that began a moment earlier may end a moment later.
        await RelayedAsync();
    }

    /// <summary>As an agency's own system: a caller that is no person.</summary>
    public async Task<HttpResponseMessage> AsSystemAsync(
        string tenant,
        string client,
        HttpMethod method,
        string path,
        JsonNode? body,
        string purpose = Purpose
    )
    {
        using var issuer = new HttpClient { BaseAddress = await SharedIssuer.AddressAsync() };
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = client,
                ["client_secret"] = DemoIdentities.SystemSecret,
                ["scope"] = $"api://{DemoIdentities.ApiClientId}/.default",
            }
        );
        using var granted = await issuer.PostAsync($"/{tenant}/v2.0/oauth2/token", form);
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            (await JsonAsync(granted)).GetProperty("access_token").GetString()
        );
        request.Headers.Add("Idempotency-Key", $"system-{Guid.NewGuid():N}");
        request.Headers.Add("Access-Purpose", purpose);
        request.Headers.Add("Access-Reason", "Nightly");
        request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return await Running.Client.SendAsync(request);
    }
}
