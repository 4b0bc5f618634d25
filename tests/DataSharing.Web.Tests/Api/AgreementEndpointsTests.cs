using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.DevIdentity;
using DataSharing.Testing;
using DataSharing.Web.Tests.OpenApi;
using DataSharing.Web.Tests.Security;

namespace DataSharing.Web.Tests.Api;

/// <summary>An agreement's life through the API, each answer held against the OpenAPI document.</summary>
public sealed class AgreementEndpointsTests(PartnershipOverHttp platform) : IClassFixture<PartnershipOverHttp>
{
    private const string Version = "/api/agreements/eastmere-exploitation/versions/1";

    [Fact]
    public async Task Life_FromDraftToResumption_AsItsPartiesAndStrangersSeeIt()
    {
        var api = await OpenApiConformance.LoadAsync(platform.Client);
        foreach (var (agency, person) in new[] { ("council", "rhys"), ("police", "lena"), ("licensing", "tess"), ("health", "femi") })
        {
            await platform.JoinAsync($"eastmere-{agency}", Kind(agency), DemoIdentities.People[person].TenantId);
        }

        await platform.JoinAsync("stranger", "housing", DemoIdentities.People["mallory"].TenantId);
        var text = JsonNode.Parse(await File.ReadAllTextAsync(RepositoryFiles.Path("scenarios", "eastmere", "agreement.json")));
        Assert.NotNull(text);

        var wrong = text.DeepClone();
        wrong["permissions"]?[0]?["lawfulBasis"]?.AsObject().Remove("article6");
        using var refused = await SendAsync(HttpMethod.Post, "/api/agreements", "rhys", wrong);
        var problem = await ReadAsync(refused, HttpStatusCode.BadRequest);
        Assert.Equal("/permissions/0/lawfulBasis/article6", problem.GetProperty("pointer").GetString());
        Assert.Equal("article6-missing", problem.GetProperty("findings")[0].GetProperty("code").GetString());

        var unlawful = text.DeepClone();
        unlawful["permissions"]?[0]?["lawfulBasis"]?.AsObject()["article6"] = "6(1)(f)";
        using var stopped = await SendAsync(HttpMethod.Post, "/api/agreements", "rhys", unlawful);
        var unlawfully = await ReadAsync(stopped, HttpStatusCode.UnprocessableEntity);
        Assert.Equal("urn:datasharing:problem:agreement-unlawful", unlawfully.GetProperty("type").GetString());
        Assert.Equal("/permissions/0/lawfulBasis/article6", unlawfully.GetProperty("pointer").GetString());
        var fault = unlawfully.GetProperty("findings")[0];
        Assert.Equal("legitimate-interests-public-authority", fault.GetProperty("code").GetString());
        Assert.Equal("verified", fault.GetProperty("source").GetProperty("certainty").GetString());

        // The first permission also rests on a duty whose commencement nobody here has seen.
        text["permissions"]?[0]?["lawfulBasis"]?["gateways"]?.AsArray().Add("ca2004-s16la");
        using var drafted = await SendAsync(HttpMethod.Post, "/api/agreements", "rhys", text);
        var draft = await ReadAsync(drafted, HttpStatusCode.Created);
        var hash = draft.GetProperty("contentHash").GetString() ?? "";
        Assert.Equal(Version, drafted.Headers.Location?.ToString());
        Assert.Equal("draft", draft.GetProperty("status").GetString());

        using var hidden = await SendAsync(HttpMethod.Get, Version, Stranger());
        using var absent = await SendAsync(HttpMethod.Get, "/api/agreements/nothing-here/versions/1", Stranger());
        Assert.Equal(Bare(await ReadAsync(absent, HttpStatusCode.NotFound)), Bare(await ReadAsync(hidden, HttpStatusCode.NotFound)));
        using var hiddenText = await SendAsync(HttpMethod.Get, $"{Version}/document", Stranger());
        await ReadAsync(hiddenText, HttpStatusCode.NotFound);
        using var compared = await SendAsync(HttpMethod.Get, $"{Version}/comparison?before=1", "rhys");
        Assert.True((await ReadAsync(compared, HttpStatusCode.OK)).GetProperty("same").GetBoolean());
        using var analysed = await SendAsync(HttpMethod.Get, $"{Version}/analysis", "rhys");
        Assert.True((await ReadAsync(analysed, HttpStatusCode.OK)).GetProperty("sound").GetBoolean());
        // An agreement in every respect, so it is kept; and its rules overlap in more ways than are worked out.
        var knot = TangledAgreement.Of("tangled", "eastmere-council", "eastmere-police", "eastmere-licensing", "eastmere-health");
        using var tangled = await SendAsync(HttpMethod.Post, "/api/agreements", "rhys", knot);
        await ReadAsync(tangled, HttpStatusCode.Created);
        foreach (var part in new[] { "analysis", "comparison?before=1" })
        {
            using var notWorkedOut = await SendAsync(HttpMethod.Get, $"/api/agreements/tangled/versions/1/{part}", "rhys");
            var knotted = await ReadAsync(notWorkedOut, HttpStatusCode.UnprocessableEntity);
            Assert.Equal("urn:datasharing:problem:agreement-too-tangled", knotted.GetProperty("type").GetString());
        }

        using var noOther = await SendAsync(HttpMethod.Get, $"{Version}/comparison?before=7", "rhys");
        await ReadAsync(noOther, HttpStatusCode.NotFound);
        foreach (var part in new[] { "comparison?before=1", "analysis" })
        {
            using var notTheirs = await SendAsync(HttpMethod.Get, $"{Version}/{part}", Stranger());
            await ReadAsync(notTheirs, HttpStatusCode.NotFound);
        }

        using var hiddenSignature = await SendAsync(HttpMethod.Post, $"{Version}/signatures", Stranger(), Signature(hash));
        await ReadAsync(hiddenSignature, HttpStatusCode.NotFound);
        using var none = await SendAsync(HttpMethod.Get, "/api/agreements", Stranger());
        Assert.Empty((await ReadAsync(none, HttpStatusCode.OK)).GetProperty("agreements").EnumerateArray());

        using var bytes = await SendAsync(HttpMethod.Get, $"{Version}/document", "femi");
        var canonical = await bytes.Content.ReadAsByteArrayAsync();
        Assert.Equal(hash, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(canonical)));

        using var early = await SendAsync(HttpMethod.Post, $"{Version}/signatures", "rhys", Signature(hash));
        await ReadAsync(early, HttpStatusCode.Conflict);
        using var submitted = await SendAsync(HttpMethod.Post, $"{Version}/submission", "rhys", null, drafted.Headers.ETag?.Tag);
        Assert.Equal("in-review", (await ReadAsync(submitted, HttpStatusCode.OK)).GetProperty("status").GetString());

        foreach (var person in new[] { "rhys", "lena", "tess", "femi" })
        {
            using var signed = await SendAsync(HttpMethod.Post, $"{Version}/signatures", person, Signature(hash));
            await ReadAsync(signed, HttpStatusCode.OK);
        }

        using var again = await SendAsync(HttpMethod.Post, $"{Version}/signatures", "rhys", Signature(hash));
        await ReadAsync(again, HttpStatusCode.Conflict);

        using var unanswered = await SendAsync(HttpMethod.Get, Version, "olwen");
        using var waiting = await SendAsync(HttpMethod.Post, $"{Version}/activation", "olwen", null, unanswered.Headers.ETag?.Tag);
        var waits = await ReadAsync(waiting, HttpStatusCode.UnprocessableEntity);
        Assert.Equal("needs-sign-off", waits.GetProperty("findings")[0].GetProperty("severity").GetString());
        var answer = new JsonObject
        {
            ["contentHash"] = hash,
            ["code"] = "law-commencement-unknown",
            ["law"] = "ca2004-s16la",
            ["reason"] = "Seeded Reason Text",
        };
        using var hiddenAnswer = await SendAsync(HttpMethod.Post, $"{Version}/sign-offs", Stranger(), answer);
        await ReadAsync(hiddenAnswer, HttpStatusCode.NotFound);
        using var answered = await SendAsync(HttpMethod.Post, $"{Version}/sign-offs", "lena", answer);
        var told = (await ReadAsync(answered, HttpStatusCode.OK)).GetRawText();
        Assert.Contains("ca2004-s16la", told, StringComparison.Ordinal);
        Assert.DoesNotContain("Seeded", told, StringComparison.Ordinal);
        using var answeredTwice = await SendAsync(HttpMethod.Post, $"{Version}/sign-offs", "lena", answer);
        await ReadAsync(answeredTwice, HttpStatusCode.Conflict);
        using var check = await SendAsync(HttpMethod.Get, $"{Version}/legal-check", "femi");
        var checkedNow = await ReadAsync(check, HttpStatusCode.OK);
        Assert.Empty(checkedNow.GetProperty("unsigned").EnumerateArray());
        Assert.Equal("eastmere-police", checkedNow.GetProperty("signOffs")[0].GetProperty("agency").GetString());
        using var hiddenCheck = await SendAsync(HttpMethod.Get, $"{Version}/legal-check", Stranger());
        await ReadAsync(hiddenCheck, HttpStatusCode.NotFound);

        using var before = await SendAsync(HttpMethod.Get, Version, "olwen");
        await ReadAsync(before, HttpStatusCode.OK);
        var etag = before.Headers.ETag?.Tag ?? "";
        using var careless = await SendAsync(HttpMethod.Post, $"{Version}/activation", "olwen");
        await ReadAsync(careless, HttpStatusCode.PreconditionRequired);
        using var stale = await SendAsync(HttpMethod.Post, $"{Version}/activation", "olwen", null, drafted.Headers.ETag?.Tag);
        await ReadAsync(stale, HttpStatusCode.PreconditionFailed);
        using var unfit = await SendAsync(HttpMethod.Post, $"{Version}/activation", "rhys", null, etag);
        await ReadAsync(unfit, HttpStatusCode.Forbidden);
        using var activated = await SendAsync(HttpMethod.Post, $"{Version}/activation", "olwen", null, etag);
        Assert.Equal("in-force", (await ReadAsync(activated, HttpStatusCode.OK)).GetProperty("status").GetString());
        Assert.True(activated.Headers.Contains("Audit-Receipt"));
        using var healthy = await SendAsync(HttpMethod.Get, $"{Version}/health", "femi");
        var health = await ReadAsync(healthy, HttpStatusCode.OK);
        Assert.Equal("in-force", health.GetProperty("standing").GetString());
        Assert.True(health.GetProperty("permits").GetBoolean());
        Assert.Equal("review", health.GetProperty("deadlines")[0].GetProperty("kind").GetString());
        using var hiddenHealth = await SendAsync(HttpMethod.Get, $"{Version}/health", Stranger());
        await ReadAsync(hiddenHealth, HttpStatusCode.NotFound);
        using var due = await SendAsync(HttpMethod.Get, "/api/agreements/reviews", "femi");
        Assert.Empty((await ReadAsync(due, HttpStatusCode.OK)).GetProperty("due").EnumerateArray());

        var reason = new JsonObject { ["reason"] = "Seeded Reason Text" };
        using var suspended = await SendAsync(HttpMethod.Post, $"{Version}/suspension", "olwen", reason, activated.Headers.ETag?.Tag);
        var standing = await ReadAsync(suspended, HttpStatusCode.OK);
        Assert.DoesNotContain("Seeded", standing.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.String, standing.GetProperty("suspendedAt").ValueKind);
        using var resumed = await SendAsync(HttpMethod.Delete, $"{Version}/suspension", "olwen", null, suspended.Headers.ETag?.Tag);
        Assert.Equal(JsonValueKind.Null, (await ReadAsync(resumed, HttpStatusCode.OK)).GetProperty("suspendedAt").ValueKind);

        const string Health = $"{Version}/parties/eastmere-health/withdrawal";
        using var theirs = await SendAsync(HttpMethod.Post, Health, "lena", reason, resumed.Headers.ETag?.Tag);
        await ReadAsync(theirs, HttpStatusCode.Forbidden);
        using var left = await SendAsync(HttpMethod.Post, Health, "femi", reason, resumed.Headers.ETag?.Tag);
        var without = await ReadAsync(left, HttpStatusCode.OK);
        Assert.Equal("eastmere-health", without.GetProperty("withdrawals")[0].GetProperty("agency").GetString());
        using var still = await SendAsync(HttpMethod.Post, $"{Version}/return", "rhys", reason, left.Headers.ETag?.Tag);
        await ReadAsync(still, HttpStatusCode.Conflict);
        using var unsaid = await SendAsync(
            HttpMethod.Post,
            $"{Version}/termination",
            "olwen",
            new JsonObject { ["reason"] = " " },
            left.Headers.ETag?.Tag
        );
        await ReadAsync(unsaid, HttpStatusCode.BadRequest);
        using var ended = await SendAsync(HttpMethod.Post, $"{Version}/termination", "olwen", reason, left.Headers.ETag?.Tag);
        var over = await ReadAsync(ended, HttpStatusCode.OK);
        Assert.Equal("terminated", over.GetProperty("status").GetString());
        Assert.DoesNotContain("Seeded", over.GetRawText(), StringComparison.Ordinal);

        async Task<JsonElement> ReadAsync(HttpResponseMessage response, HttpStatusCode status)
        {
            var body = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == status, $"{response.RequestMessage?.RequestUri}: {(int)response.StatusCode} {body}");
            await api.AssertAsync(response);
            using var parsed = JsonDocument.Parse(body);
            return parsed.RootElement.Clone();
        }
    }

    [Fact]
    public async Task Schema_IsPublic()
    {
        using var response = await platform.Client.GetAsync("/api/agreements/schema");
        Assert.Equal("application/schema+json", response.Content.Headers.ContentType?.MediaType);
        var schema = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.GetProperty("$schema").GetString());
    }

    [Fact]
    public async Task Draft_LargerThanAnAgreement_IsRefused()
    {
        using var response = await SendAsync(
            HttpMethod.Post,
            "/api/agreements",
            "olwen",
            new JsonObject { ["title"] = new string('x', 257 * 1024) }
        );
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    private static string Kind(string agency) =>
        agency switch
        {
            "council" => "local-authority",
            "police" => "police",
            "licensing" => "licensing",
            _ => "local-authority",
        };

    private string Stranger() => platform.TokenOf("mallory", "agency.admin");

    private static JsonObject Signature(string hash) => new() { ["contentHash"] = hash, ["signatory"] = "chief-officer" };

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string who, JsonNode? body = null, string? etag = null) =>
        platform.SendAsync(method, path, who, body, etag);

    private static string Bare(JsonElement problem) =>
        string.Join('\n', problem.EnumerateObject().Where(member => member.Name != "traceId").Select(member => member.ToString()));
}
