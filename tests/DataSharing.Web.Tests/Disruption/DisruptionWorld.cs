using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Web.Tests.Exchange;

namespace DataSharing.Web.Tests.Disruption;

/// <summary>Eastmere with one more agreement: police deployments may be seen by the council for disrupting exploitation.</summary>
public sealed class DisruptionWorld : Eastmere, IAsyncLifetime
{
    public const string Disrupting = "disrupting-exploitation";

    private const string Agreement = """
        {
          "format": 1, "id": "test-disruption", "version": 1, "title": "Disruption, for tests", "purposeStatement": "Synthetic.",
          "parties": [
            { "agency": "eastmere-police", "controllerRole": "independent" },
            { "agency": "eastmere-council", "controllerRole": "independent" },
            { "agency": "eastmere-licensing", "controllerRole": "independent" }
          ],
          "effective": { "from": "2020-01-01T00:00:00Z", "to": "2040-01-01T00:00:00Z" }, "reviewDate": "2027-11-01",
          "categories": [{ "code": "disruption", "title": "Tactics" }, { "code": "identity", "title": "Who it is" }],
          "purposes": [{ "code": "disrupting-exploitation", "title": "Disrupting exploitation" }],
          "permissions": [
            {
              "id": "tactics", "from": ["eastmere-police"], "to": ["eastmere-council"], "purposes": ["disrupting-exploitation"],
              "subjectKinds": ["person", "location"], "categories": ["disruption", "identity"], "mode": "content",
              "lawfulBasis": { "article6": "6(1)(e)", "gateway": "Crime and Disorder Act 1998 s.115" },
              "consent": "not-required", "release": "automatic", "duties": { "onward": { "to": "none" } }
            },
            {
              "id": "by-hand", "from": ["eastmere-police"], "to": ["eastmere-licensing"], "purposes": ["disrupting-exploitation"],
              "subjectKinds": ["person", "location"], "categories": ["disruption", "identity"], "mode": "content",
              "lawfulBasis": { "article6": "6(1)(e)", "gateway": "Crime and Disorder Act 1998 s.115" },
              "consent": "not-required", "release": "manual", "duties": { "onward": { "to": "none" } }
            }
          ],
          "prohibitions": []
        }
        """;

    private int names;

    public new async Task InitializeAsync()
    {
        await base.InitializeAsync();
        const string Version = "/api/agreements/test-disruption/versions/1";
        var text = Testing.LawfulFacts.AddTo(JsonNode.Parse(Agreement)?.AsObject() ?? []);
        using var drafted = await PostAsync("rhys", "/api/agreements", text);
        var hash = (await JsonAsync(drafted)).GetProperty("contentHash").GetString();
        using var submitted = await PostAsync("rhys", $"{Version}/submission", null, drafted.Headers.ETag?.ToString());
        Assert.True(submitted.IsSuccessStatusCode, await submitted.Content.ReadAsStringAsync());
        foreach (var who in new[] { "rhys", "lena", "tess" })
        {
            using var signed = await PostAsync(
                who,
                $"{Version}/signatures",
                new JsonObject { ["contentHash"] = hash, ["signatory"] = "director" }
            );
            Assert.True(signed.IsSuccessStatusCode, await signed.Content.ReadAsStringAsync());
        }

        using var read = await GetAsync("piers", Version);
        using var active = await PostAsync("piers", $"{Version}/activation", null, read.Headers.ETag?.ToString());
        Assert.True(active.IsSuccessStatusCode, await active.Content.ReadAsStringAsync());
    }

    /// <summary>A subject of the police.</summary>
    public async Task<string> SubjectAsync(string kind, string? born = null)
    {
        var body = new JsonObject { ["kind"] = kind, ["name"] = $"Subject {Interlocked.Increment(ref names)}" };
        if (born is not null)
        {
            body["dateOfBirth"] = born;
        }

        using var made = await PostAsync("ben", "/api/subjects", body);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        return (await JsonAsync(made)).GetProperty("id").GetString() ?? "";
    }

    public static JsonObject Proposal(string tactic, string subject, params string[] excluded) =>
        new()
        {
            ["tactic"] = tactic,
            ["subjects"] = new JsonArray(new JsonObject { ["id"] = subject, ["role"] = "target" }),
            ["purpose"] = Disrupting,
            ["objective"] = "Keep children away from the flat.",
            ["owner"] = Marcus,
            ["excludedAgencies"] = new JsonArray([.. excluded.Select(e => (JsonNode)e)]),
        };

    /// <summary>Marcus Thorne of the police: owner of what Ben proposes.</summary>
    public const string Marcus = "person:aaaaaaaa-0000-4000-8000-000000000003:0a000000-0000-4000-8000-000000000024";

    /// <summary>Proposed by Ben against a subject of the police.</summary>
    public async Task<Held> ProposeAsync(string tactic, string kind = "location", string? born = null, params string[] excluded)
    {
        var subject = await SubjectAsync(kind, born);
        using var made = await PostAsync("ben", "/api/deployments", Proposal(tactic, subject, excluded));
        Assert.True(made.StatusCode == HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        return new Held(this, made.Headers.Location?.ToString() ?? "", made.Headers.ETag?.ToString() ?? "", subject);
    }

    public Task<HttpResponseMessage> ReadAsync(string user, string path, string purpose = Disrupting) => GetAsync(user, path, purpose);

    /// <summary>A search with purpose and reason.</summary>
    public Task<HttpResponseMessage> AskAsync(string user, string path, JsonObject body, string purpose = Disrupting) =>
        SendAsync(
            user,
            HttpMethod.Post,
            path,
            body,
            request =>
            {
                request.Headers.Add("Access-Purpose", purpose);
                request.Headers.Add("Access-Reason", "Board meeting");
            }
        );

    /// <summary>A POST that creates, with purpose and reason.</summary>
    public Task<HttpResponseMessage> RecordAsync(string user, string path, JsonObject body) =>
        SendAsync(
            user,
            HttpMethod.Post,
            path,
            body,
            request =>
            {
                request.Headers.Add("Idempotency-Key", $"record-key-{Interlocked.Increment(ref names):D6}");
                request.Headers.Add("Access-Purpose", Disrupting);
                request.Headers.Add("Access-Reason", "Panel work");
            }
        );

    /// <summary>A deployment under test, at the version last seen.</summary>
    public sealed class Held(DisruptionWorld world, string path, string version, string subject)
    {
        public string Path { get; } = path;

        public string Id => Path[(Path.LastIndexOf('/') + 1)..];

        public string Subject { get; } = subject;

        public string Version { get; private set; } = version;

        public JsonElement Last { get; private set; }

        public Task<HttpResponseMessage> EditAsync(string user, JsonObject body, string? ifMatch = null) =>
            KeepAsync(
                world.SendAsync(
                    user,
                    HttpMethod.Put,
                    Path,
                    body,
                    request => request.Headers.TryAddWithoutValidation("If-Match", ifMatch ?? Version)
                )
            );

        public Task<HttpResponseMessage> PostAsync(string user, string what, JsonObject body, string? ifMatch = null, string? key = null) =>
            KeepAsync(world.PostAsync(user, $"{Path}/{what}", body, ifMatch ?? Version, key));

        public Task<HttpResponseMessage> MoveAsync(
            string user,
            string to,
            Action<JsonObject>? with = null,
            string? ifMatch = null,
            string? key = null
        )
        {
            var body = new JsonObject { ["to"] = to };
            with?.Invoke(body);
            return PostAsync(user, "transitions", body, ifMatch, key);
        }

        /// <summary>Moves, and fails the test where it may not.</summary>
        public async Task DoAsync(string user, string to, Action<JsonObject>? with = null)
        {
            using var moved = await MoveAsync(user, to, with);
            Assert.True(moved.IsSuccessStatusCode, await moved.Content.ReadAsStringAsync());
            Assert.Equal(to, Last.GetProperty("state").GetString());
        }

        /// <summary>Authorised past the panel that it waits for.</summary>
        public Task AuthoriseUrgentlyAsync(string user) => DoAsync(user, "authorised", Urgent);

        public static void Urgent(JsonObject body) => body["urgentPower"] = "The superintendent's power, because of tonight.";

        /// <summary>To the state in which it is decided.</summary>
        public async Task ToPanelAsync()
        {
            await DoAsync("ben", "scoping");
            using var edited = await EditAsync(
                "ben",
                new JsonObject { ["impactOnChild"] = "Safer after school.", ["proportionality"] = "Less has failed." }
            );
            Assert.True(edited.IsSuccessStatusCode, await edited.Content.ReadAsStringAsync());
            await DoAsync("ben", "panel-review");
        }

        public async Task AddOrderAsync()
        {
            var body = new JsonObject
            {
                ["name"] = "Order.pdf",
                ["mediaType"] = "application/pdf",
                ["content"] = Convert.ToBase64String("%PDF-1.7 the order"u8),
            };
            using var added = await PostAsync("ben", "documents", body);
            Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync());
        }

        private async Task<HttpResponseMessage> KeepAsync(Task<HttpResponseMessage> call)
        {
            var answer = await call;
            if (answer is { IsSuccessStatusCode: true, Headers.ETag: { } tag })
            {
                Version = tag.ToString();
                Last = await JsonAsync(answer);
            }

            return answer;
        }
    }
}
