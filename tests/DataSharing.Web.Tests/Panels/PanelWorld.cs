using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.DevIdentity;
using DataSharing.Web.Tests.Exchange;

namespace DataSharing.Web.Tests.Panels;

/// <summary>Eastmere with the agreement on disruption in force, and a panel of its people.</summary>
public sealed class PanelWorld : Eastmere
{
    private static readonly (string Person, string Agency, string Role)[] Seats =
    [
        ("marcus", "eastmere-police", "chair"),
        ("nia", "eastmere-council", "co-chair"),
        ("ffion", "eastmere-council", "minute-taker"),
        ("amira", "eastmere-council", "core"),
        ("ben", "eastmere-police", "core"),
        ("tariq", "eastmere-youth-justice", "core"),
        ("sana", "eastmere-health", "core"),
        ("colm", "eastmere-licensing", "by-item"),
        ("rosa", "eastmere-fire", "by-item"),
    ];

    protected override string? Part => "agreements";

    public static string Actor(string person)
    {
        var known = DemoIdentities.People[person];
        return $"person:{known.TenantId}:{known.ObjectId}";
    }

    public static JsonObject PanelBody(string name = "Eastmere MACE", params string[] without) =>
        new()
        {
            ["name"] = name,
            ["kind"] = "mace",
            ["members"] = new JsonArray([
                .. Seats
                    .Where(s => !without.Contains(s.Person, StringComparer.Ordinal))
                    .Select(s => new JsonObject
                    {
                        ["agency"] = s.Agency,
                        ["person"] = Actor(s.Person),
                        ["role"] = s.Role,
                    }),
            ]),
        };

    public async Task<string> PanelAsync()
    {
        using var made = await SendAsync("nia", HttpMethod.Post, "/api/panels", PanelBody());
        return await IdAsync(made);
    }

    /// <summary>A meeting of a panel of its own, with chair, co-chair and core members present.</summary>
    public async Task<string> MeetingAsync(params string[] absent)
    {
        var panel = await PanelAsync();
        using var made = await SendAsync(
            "ffion",
            HttpMethod.Post,
            $"/api/panels/{panel}/meetings",
            new JsonObject { ["startsAt"] = "2026-06-04T09:00:00Z" }
        );
        var meeting = await IdAsync(made);
        var present = Seats.Where(s => !absent.Contains(s.Person, StringComparer.Ordinal));
        var body = new JsonObject
        {
            ["attendance"] = new JsonArray([
                .. present.Select(s => new JsonObject
                {
                    ["agency"] = s.Agency,
                    ["person"] = Actor(s.Person),
                    ["state"] = "present",
                }),
            ]),
        };
        using var attended = await SendAsync(
            "ffion",
            HttpMethod.Put,
            $"/api/meetings/{meeting}/attendance",
            body,
            made.Headers.ETag?.ToString()
        );
        Assert.Equal(HttpStatusCode.OK, attended.StatusCode);
        return meeting;
    }

    public async Task<JsonElement> ItemAsync(string meeting, string by, JsonObject body)
    {
        using var made = await SendAsync(by, HttpMethod.Post, $"/api/meetings/{meeting}/items", body);
        Assert.True(made.StatusCode == HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        return await JsonAsync(made);
    }

    public JsonObject About(params string[] subjects) =>
        new()
        {
            ["section"] = "new-nominations",
            ["title"] = "Nomination",
            ["note"] = "seen near the arcade",
            ["subjects"] = new JsonArray([.. subjects.Select(s => (JsonNode)Id(s))]),
        };

    public async Task<JsonElement> ReadAsync(string user, string meeting)
    {
        using var answer = await GetAsync(user, $"/api/meetings/{meeting}", "disrupting-exploitation");
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await JsonAsync(answer);
    }

    public Task<HttpResponseMessage> SendAsync(
        string user,
        HttpMethod method,
        string path,
        JsonNode? body,
        string? ifMatch = null,
        string? key = null
    ) =>
        SendAsync(
            user,
            method,
            path,
            body,
            request =>
            {
                request.Headers.Add("Access-Purpose", "disrupting-exploitation");
                request.Headers.Add("Access-Reason", "Exploitation panel");
                request.Headers.Add("Idempotency-Key", key ?? $"panel-{Guid.NewGuid():N}");
                if (ifMatch is not null)
                {
                    request.Headers.TryAddWithoutValidation("If-Match", ifMatch.StartsWith('"') ? ifMatch : $"\"{ifMatch}\"");
                }
            }
        );

    public static async Task<string> IdAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return Text(await JsonAsync(answer), "id");
    }

    public static string Text(JsonElement element, string member) => element.GetProperty(member).GetString() ?? "";
}
