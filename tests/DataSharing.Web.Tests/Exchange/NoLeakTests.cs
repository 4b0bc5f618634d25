using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Messaging;
using DataSharing.Web.Tests.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DataSharing.Web.Tests.Exchange;

/// <summary>
/// Personal values go through every endpoint, in good calls and bad ones. Afterwards they are nowhere but in the answers they were meant for:
/// not in logs, traces, metrics, problem details, addresses, events, nor readable anywhere in the files of the store. The same walk holds every
/// answer against the OpenAPI document.
/// </summary>
public sealed class NoLeakTests(NoLeakTests.WatchedEastmere eastmere) : IClassFixture<NoLeakTests.WatchedEastmere>
{
    // Words that nothing else would write.
    private static readonly string[] Seeds = ["Quillfeather", "9990007773", "1907-03-29", "Zwiebelgasse", "overheardwhisper"];

    private readonly List<string> problems = [];
    private readonly List<string> addresses = [];
    private readonly List<string> differences = [];

    [Fact]
    public async Task EveryEndpoint_GoodAndBad_LeaksNoPersonalValueAndAnswersAsDocumented()
    {
        var conformance = await OpenApiConformance.LoadAsync(eastmere.Running.Client);
        async Task<HttpResponseMessage> Heard(Task<HttpResponseMessage> call)
        {
            var answer = await call;
            differences.AddRange(
                (await conformance.FaultsAsync(answer)).Select(f =>
                    $"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri?.AbsolutePath} {(int)answer.StatusCode}: {f}"
                )
            );
            addresses.Add($"{answer.RequestMessage?.RequestUri} {answer.Headers.Location}");
            if (!answer.IsSuccessStatusCode)
            {
                problems.Add(await answer.Content.ReadAsStringAsync() + answer.Headers);
            }

            return answer;
        }

        await WalkAsync(Heard);

        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.All(conformance.Operations, o => Assert.Contains(conformance.Seen, s => s.StartsWith(o + " ", StringComparison.Ordinal)));
        Assert.NotEmpty(problems);
        Assert.NotEmpty(eastmere.Events);
        Assert.Contains(eastmere.Capture.Signals, s => s.StartsWith("trace ", StringComparison.Ordinal));
        Assert.Contains(eastmere.Capture.Signals, s => s.StartsWith("metric ", StringComparison.Ordinal));
        Assert.Contains(eastmere.Capture.Signals, s => s.StartsWith("log ", StringComparison.Ordinal));
        AssertFree("problem details", problems);
        AssertFree("addresses", addresses);
        AssertFree("events", eastmere.Events);
        AssertFree("logs, traces and metrics", eastmere.Capture.Signals);
        AssertFree("what is stored", await eastmere.Running.StoredAsync());
    }

    [Fact]
    public void Search_WhereAValueLies_FindsIt()
    {
        var ex = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertFree("a place", ["{\"x\":\"Quillfeather\"}"]));
        Assert.Contains("a place", ex.Message, StringComparison.Ordinal);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() =>
            AssertFree("a place", ["%51uillfeather".Replace("%51", "Q", StringComparison.Ordinal)])
        );
    }

    private async Task WalkAsync(Func<Task<HttpResponseMessage>, Task<HttpResponseMessage>> heard)
    {
        var e = eastmere;
        var today = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        const string Reason = "Quillfeather was seen, overheardwhisper";

        // Open to anybody.
        await heard(e.Running.Client.GetAsync("/api/health/live"));
        await heard(e.Running.Client.GetAsync("/api/health/ready"));
        await heard(e.Running.Client.GetAsync("/log/key"));
        await heard(e.Running.Client.GetAsync("/api/me"));
        await heard(e.GetAsync("mallory", "/api/me", reason: Reason));

        // Subjects.
        var person = new JsonObject
        {
            ["kind"] = "person",
            ["name"] = "Ottoline Quillfeather",
            ["dateOfBirth"] = "1907-03-29",
            ["identifiers"] = new JsonArray(new JsonObject { ["scheme"] = "nhs-number", ["value"] = "9990007773" }),
        };
        using var registered = await heard(e.PostAsync("amira", "/api/subjects", person));
        Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
        var subject = (await Eastmere.JsonAsync(registered)).GetProperty("id").GetString() ?? "";
        foreach (
            var (member, value) in new[]
            {
                ("kind", "Quillfeather"),
                ("dateOfBirth", "Quillfeather"),
                ("name", "Quillfeather\u0007"),
                ("surprise", "Quillfeather"),
            }
        )
        {
            var bad = person.DeepClone().AsObject();
            bad[member] = value;
            await heard(e.PostAsync("amira", "/api/subjects", bad));
        }

        await heard(e.PostAsync("ben", "/api/subjects", person, key: "Quillfeather-9990007773"));
        await heard(e.PostAsync("ben", "/api/subjects", person, key: "short"));
        using var own = await heard(e.GetAsync("amira", $"/api/subjects/{subject}", reason: Reason));
        Assert.Contains("Quillfeather", await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await heard(e.GetAsync("ben", $"/api/subjects/{subject}", reason: Reason));
        await heard(e.GetAsync("joan", $"/api/subjects/{subject}", reason: Reason));
        await heard(e.GetAsync("amira", $"/api/subjects/{subject}", purpose: "Quillfeather", reason: Reason));
        await heard(e.GetAsync("amira", $"/api/subjects/{subject}", reason: "Quillfeather%zz"));

        await EntitiesWalk.RunAsync(e, subject, Reason, heard);

        // Disclosures.
        var content = new JsonObject
        {
            ["identity"] = new JsonObject { ["name"] = "Ottoline Quillfeather", ["address"] = "4 Zwiebelgasse" },
            ["risk"] = new JsonObject { ["note"] = "overheardwhisper" },
        };
        JsonObject Disclose(string to, string about, JsonNode body) =>
            new()
            {
                ["to"] = to,
                ["subjectId"] = about,
                ["purpose"] = Eastmere.Purpose,
                ["reason"] = Reason,
                ["content"] = body.DeepClone(),
            };
        using var made = await heard(
            e.PostAsync("amira", "/api/disclosures", Disclose("eastmere-police", subject, content), key: "Quillfeather-made")
        );
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        await heard(e.PostAsync("amira", "/api/disclosures", Disclose("eastmere-police", subject, content), key: "Quillfeather-made"));
        await heard(e.PostAsync("amira", "/api/disclosures", Disclose("eastmere-council", subject, content), key: "Quillfeather-made"));
        await heard(e.PostAsync("amira", "/api/disclosures", Disclose("eastmere-licensing", subject, content)));
        await heard(e.PostAsync("amira", "/api/disclosures", Disclose("Quillfeather", subject, content)));
        await heard(e.PostAsync("amira", "/api/disclosures", Disclose("eastmere-police", "Quillfeather", content)));
        await heard(
            e.PostAsync(
                "amira",
                "/api/disclosures",
                Disclose("eastmere-police", subject, new JsonObject { ["Quillfeather"] = new JsonObject() })
            )
        );
        await heard(
            e.PostAsync("amira", "/api/disclosures", Disclose("eastmere-police", subject, new JsonObject { ["risk"] = "Quillfeather" }))
        );
        var disclosure = made.Headers.Location?.ToString() ?? "";
        using var read = await heard(e.GetAsync("ben", disclosure, reason: Reason));
        Assert.Contains("Zwiebelgasse", await read.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await heard(e.GetAsync("colm", disclosure, reason: Reason));
        await heard(e.GetAsync("ben", disclosure, purpose: "other-purpose", reason: Reason));
        await heard(e.GetAsync("ben", "/api/disclosures?direction=received", reason: Reason));
        await heard(e.GetAsync("ben", "/api/disclosures?direction=sideways", reason: Reason));
        await heard(e.GetAsync("ben", "/api/disclosures?direction=received&cursor=AAAA", reason: Reason));
        await heard(e.PostAsync("ben", $"{disclosure}/acknowledgement", null));
        await heard(e.PostAsync("amira", $"{disclosure}/acknowledgement", null));

        // Requests.
        var ask = new JsonObject
        {
            ["to"] = "eastmere-council",
            ["subjectId"] = e.Id("dorian-sleight"),
            ["purpose"] = Eastmere.Purpose,
            ["reason"] = Reason,
            ["categories"] = new JsonArray("identity", "risk"),
            ["particulars"] = new JsonObject { ["identity"] = new JsonObject { ["name"] = "Quillfeather" } },
        };
        using var asked = await heard(e.PostAsync("ben", "/api/requests", ask));
        Assert.Equal(HttpStatusCode.Created, asked.StatusCode);
        var request = asked.Headers.Location?.ToString() ?? "";
        var badAsk = ask.DeepClone().AsObject();
        badAsk["respondWithin"] = "Quillfeather";
        await heard(e.PostAsync("ben", "/api/requests", badAsk));
        await heard(e.GetAsync("amira", request, reason: Reason));
        await heard(e.GetAsync("colm", request, reason: Reason));
        await heard(e.GetAsync("amira", "/api/requests?direction=received", reason: Reason));
        var answer = new JsonObject { ["reason"] = Reason, ["content"] = content.DeepClone() };
        await heard(e.PostAsync("amira", $"{request}/answer", answer));
        await heard(e.PostAsync("amira", $"{request}/answer", answer, "\"Quillfeather\""));
        using var answered = await heard(e.PostAsync("amira", $"{request}/answer", answer, asked.Headers.ETag?.ToString()));
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        using var second = await heard(e.PostAsync("ben", "/api/requests", ask));
        var refusal = new JsonObject { ["ground"] = "not-held", ["explanation"] = Reason };
        await heard(
            e.PostAsync(
                "amira",
                $"{second.Headers.Location}/refusal",
                new JsonObject { ["ground"] = "Quillfeather", ["explanation"] = Reason },
                second.Headers.ETag?.ToString()
            )
        );
        await heard(e.PostAsync("amira", $"{second.Headers.Location}/refusal", refusal, second.Headers.ETag?.ToString()));
        await heard(e.GetAsync("ben", second.Headers.Location?.ToString() ?? "", reason: Reason));

        await Access.AccessWalk.RunAsync(e, subject, Reason, heard);
        await DeploymentsAsync(heard, subject, Reason);

        // The directory and the agreements: not about the people served, and personal values arrive there by mistake only.
        foreach (
            var path in new[]
            {
                "/api/me",
                "/api/agencies",
                "/api/agencies/eastmere-police",
                "/api/agencies/eastmere-police/bindings",
                "/api/role-grants",
                "/api/agreements",
                "/api/suspended-actors",
                "/api/agreements/eastmere-exploitation/versions/1/document",
                "/api/agreements/eastmere-exploitation/versions/1/odrl",
                "/api/agreements/eastmere-exploitation/versions/1/legal-check",
                "/api/agreements/eastmere-exploitation/versions/1/comparison?before=1",
                "/api/agreements/eastmere-exploitation/versions/1/comparison?before=2",
                "/api/agreements/eastmere-exploitation/versions/1/comparison",
                "/api/agreements/eastmere-exploitation/versions/1/analysis",
                "/api/agreements/eastmere-exploitation/versions/1/health",
                "/api/agreements/reviews",
                "/api/agreements/eastmere-exploitation/versions/1",
            }
        )
        {
            await heard(e.GetAsync("olwen", path, reason: Reason));
        }

        await DirectoryAsync(heard, Reason);

        // Events go over no broker here; with one, DeadLetterTests.
        foreach (var user in new[] { "olwen", "amira" })
        {
            await heard(e.GetAsync(user, "/api/dead-letters?cursor=AAAA", reason: Reason));
            await heard(e.GetAsync(user, "/api/dead-letters", reason: Reason));
            await heard(e.PostAsync(user, "/api/dead-letters/disclosure.made:7f/replay", null));
            await heard(e.PostAsync(user, "/api/dead-letters/disclosure.made:7f/discard", new JsonObject { ["reason"] = Reason }));
            await heard(e.PostAsync(user, "/api/dead-letters/disclosure.made:7f/discard", new JsonObject { ["Quillfeather"] = Reason }));
        }

        await Panels.PanelsWalk.RunAsync(e, subject, Reason, heard);

        await DisposalWalk.RunAsync(e, Reason, heard);

        // The audit.
        await heard(e.GetAsync("joan", $"/api/audit/entries?subject={subject}", reason: Reason));
        await heard(e.GetAsync("joan", $"/api/audit/entries?day={today}", reason: Reason));
        await heard(e.GetAsync("joan", "/api/audit/entries?decision=permit&act=disclosure.", reason: Reason));
        await heard(e.GetAsync("joan", "/api/audit/entries?act=disclosure.", reason: Reason));
        await heard(e.GetAsync("joan", "/api/audit/entries/0", reason: Reason));
        await heard(e.GetAsync("joan", "/api/audit/entries/999999999", reason: Reason));
        await heard(e.GetAsync("ben", $"/api/audit/entries?day={today}", reason: Reason));
        await AuditWalk.RunAsync(e, subject, Reason, heard);
        await LogWalk.RunAsync(e, made.Headers.GetValues("Audit-Receipt").Single(), Reason, heard);
    }

    private async Task DeploymentsAsync(Func<Task<HttpResponseMessage>, Task<HttpResponseMessage>> heard, string subject, string reason)
    {
        var e = eastmere;
        await heard(e.GetAsync("amira", "/api/tactics", reason: reason));
        await heard(e.GetAsync("amira", "/api/tactics/closure-order", reason: reason));
        await heard(e.GetAsync("amira", "/api/tactics/unheard-of", reason: reason));
        JsonObject Propose(string about) =>
            new()
            {
                ["tactic"] = "nrm-referral",
                ["subjects"] = new JsonArray(new JsonObject { ["id"] = about, ["role"] = "target" }),
                ["purpose"] = Eastmere.Purpose,
                ["objective"] = reason,
            };
        using var proposed = await heard(e.PostAsync("amira", "/api/deployments", Propose(subject)));
        Assert.Equal(HttpStatusCode.Created, proposed.StatusCode);
        await heard(e.PostAsync("sana", "/api/deployments", Propose(subject)));
        await heard(e.PostAsync("amira", "/api/deployments", Propose("Quillfeather")));
        var strange = Propose(subject);
        strange["tactic"] = "Quillfeather";
        await heard(e.PostAsync("amira", "/api/deployments", strange));

        var path = proposed.Headers.Location?.ToString() ?? "";
        var tag = proposed.Headers.ETag?.ToString();
        async Task KeepAsync(Task<HttpResponseMessage> call)
        {
            using var answer = await heard(call);
            tag = answer is { IsSuccessStatusCode: true, Headers.ETag: { } next } ? next.ToString() : tag;
        }

        Task<HttpResponseMessage> EditAsync(JsonObject body) =>
            e.SendAsync("amira", HttpMethod.Put, path, body, request => request.Headers.TryAddWithoutValidation("If-Match", tag));
        await heard(e.GetAsync("amira", path, reason: reason));
        await heard(e.GetAsync("ben", path, reason: reason));
        await KeepAsync(
            EditAsync(
                new JsonObject
                {
                    ["impactOnChild"] = reason,
                    ["owner"] = "person:aaaaaaaa-0000-4000-8000-000000000002:0a000000-0000-4000-8000-000000000014",
                }
            )
        );
        await KeepAsync(EditAsync(new JsonObject { ["owner"] = "Quillfeather" }));
        await KeepAsync(
            e.PostAsync(
                "amira",
                $"{path}/events",
                new JsonObject
                {
                    ["kind"] = "information-shared",
                    ["on"] = "2026-03-09",
                    ["note"] = reason,
                },
                tag
            )
        );
        await KeepAsync(e.PostAsync("amira", $"{path}/events", new JsonObject { ["kind"] = "Quillfeather", ["on"] = "1907-03-29" }, tag));
        var letter = new JsonObject
        {
            ["name"] = "Quillfeather.txt",
            ["mediaType"] = "text/plain",
            ["content"] = Convert.ToBase64String(Encoding.UTF8.GetBytes("Ottoline Quillfeather of Zwiebelgasse")),
        };
        await KeepAsync(e.PostAsync("amira", $"{path}/documents", letter, tag));
        using var document = await heard(e.GetAsync("amira", $"{path}/documents/1", reason: reason));
        Assert.Contains("Zwiebelgasse", await document.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await heard(e.GetAsync("ben", $"{path}/documents/1", reason: reason));
        await KeepAsync(e.PostAsync("amira", $"{path}/transitions", new JsonObject { ["to"] = "scoping", ["note"] = reason }, tag));
        await heard(e.PostAsync("amira", $"{path}/transitions", new JsonObject { ["to"] = "closed", ["reasons"] = reason }, tag));
        await heard(
            e.PostAsync("amira", $"{path}/transitions", new JsonObject { ["to"] = "rejected", ["reasonCode"] = "Quillfeather" }, tag)
        );
        await heard(e.PostAsync("amira", $"{path}/transitions", new JsonObject { ["to"] = "scoping" }, "\"Quillfeather\""));
        await heard(e.PostAsync("nia", $"{path}/holds/child-nrm/lift", new JsonObject { ["reason"] = reason }, tag));
        await heard(e.PostAsync("nia", $"{path}/holds/unheard-of/lift", new JsonObject { ["reason"] = reason }, tag));
        async Task AskAsync(string at, JsonObject body) =>
            await heard(
                e.SendAsync(
                    "amira",
                    HttpMethod.Post,
                    at,
                    body,
                    request =>
                    {
                        request.Headers.Add("Access-Purpose", Eastmere.Purpose);
                        request.Headers.Add("Access-Reason", reason);
                    }
                )
            );
        await AskAsync("/api/deployment-search", new JsonObject { ["mine"] = true });
        await AskAsync("/api/deployment-search", new JsonObject { ["theme"] = "Quillfeather" });
        await AskAsync("/api/deployment-search", new JsonObject { ["cursor"] = "Quillfeather" });
        await AskAsync("/api/deployments-due", new JsonObject { ["from"] = "2026-03-01T00:00:00Z", ["to"] = "2026-03-08T00:00:00Z" });
        await AskAsync(
            "/api/deployments-due",
            new JsonObject
            {
                ["from"] = "2026-03-01T00:00:00Z",
                ["to"] = "2026-03-08T00:00:00Z",
                ["person"] = "Quillfeather",
            }
        );
    }

    private async Task DirectoryAsync(Func<Task<HttpResponseMessage>, Task<HttpResponseMessage>> heard, string reason)
    {
        const string Actor = "/api/suspended-actors/person:aaaaaaaa-0000-4000-8000-000000000002:0b000000-0000-4000-8000-000000000009";
        var e = eastmere;
        foreach (
            var (method, path) in new[]
            {
                (HttpMethod.Post, "/api/agencies"),
                (HttpMethod.Put, "/api/agencies/eastmere-police"),
                (HttpMethod.Post, "/api/agencies/eastmere-police/suspension"),
                (HttpMethod.Delete, "/api/agencies/eastmere-police/suspension"),
                (HttpMethod.Post, "/api/agencies/eastmere-police/bindings"),
                (HttpMethod.Delete, "/api/agencies/eastmere-police/bindings/0b000000-0000-4000-8000-000000000001"),
                (HttpMethod.Post, "/api/role-grants"),
                (HttpMethod.Post, "/api/role-grants/0b000000-0000-4000-8000-000000000001/confirmation"),
                (HttpMethod.Delete, "/api/role-grants/0b000000-0000-4000-8000-000000000001"),
                (HttpMethod.Post, "/api/agreements"),
                (HttpMethod.Post, "/api/agreements/eastmere-exploitation/versions/1/simulations"),
                (HttpMethod.Post, "/api/agreements/eastmere-exploitation/versions/1/signatures"),
                (HttpMethod.Post, "/api/agreements/eastmere-exploitation/versions/1/sign-offs"),
                (HttpMethod.Put, "/api/agreements/eastmere-exploitation/versions/1/document"),
                (HttpMethod.Post, "/api/agreements/eastmere-exploitation/versions/1/submission"),
                (HttpMethod.Post, "/api/agreements/eastmere-exploitation/versions/1/return"),
                (HttpMethod.Post, "/api/agreements/eastmere-exploitation/versions/1/parties/eastmere-police/withdrawal"),
                (HttpMethod.Post, "/api/agreements/eastmere-exploitation/versions/1/termination"),
                (HttpMethod.Post, "/api/agreements/eastmere-exploitation/versions/1/activation"),
                (HttpMethod.Post, "/api/agreements/eastmere-exploitation/versions/1/suspension"),
                (HttpMethod.Delete, "/api/agreements/eastmere-exploitation/versions/1/suspension"),
                (HttpMethod.Put, Actor),
                (HttpMethod.Delete, Actor),
            }
        )
        {
            foreach (var user in new[] { "olwen", "amira" })
            {
                using var answer = await e.SendAsync(
                    user,
                    method,
                    path,
                    new JsonObject { ["Quillfeather"] = reason },
                    request =>
                    {
                        request.Headers.Add("Idempotency-Key", $"directory-{user}-{method}-{path.Length}");
                        request.Headers.TryAddWithoutValidation("If-Match", "\"Quillfeather\"");
                    }
                );
                await heard(Task.FromResult(answer));
            }
        }
    }

    private static void AssertFree(string place, IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            foreach (var seed in Seeds)
            {
                var at = text.IndexOf(seed, StringComparison.OrdinalIgnoreCase);
                Assert.True(
                    at < 0,
                    $"'{seed}' was found in {place}: {(at < 0 ? "" : text[Math.Max(0, at - 120)..Math.Min(text.Length, at + 60)])}"
                );
            }
        }
    }

    public sealed class WatchedEastmere : Eastmere, IEventConsumer
    {
        private readonly List<string> events = [];

        public SignalCapture Capture { get; } = new();

        public IReadOnlyList<string> Events
        {
            get
            {
                lock (events)
                {
                    return [.. events];
                }
            }
        }

        public ValueTask HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
        {
            lock (events)
            {
                events.Add(JsonSerializer.Serialize(envelope));
            }

            return ValueTask.CompletedTask;
        }

        protected override void Configure(WebApplicationBuilder builder)
        {
            builder.Logging.AddProvider(Capture).SetMinimumLevel(LogLevel.Trace);
            builder.Logging.AddFilter<SignalCapture>(null, LogLevel.Trace);
            builder.Services.AddSingleton<IEventConsumer>(this);
        }
    }
}
