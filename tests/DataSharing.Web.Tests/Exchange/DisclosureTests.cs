using System.Net;
using System.Text.Json.Nodes;
using DataSharing.TransparencyLog;
using DataSharing.Web.Api;

namespace DataSharing.Web.Tests.Exchange;

public sealed class DisclosureTests(Eastmere eastmere) : IClassFixture<Eastmere>
{
    [Fact]
    public async Task Disclose_Permitted_RecipientReadsSenderSeesAndOthersFindNothing()
    {
        using var made = await eastmere.PostAsync("amira", "/api/disclosures", eastmere.Disclosure());
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        await AssertReceiptAsync(made);
        var body = await Eastmere.JsonAsync(made);
        var id = body.GetProperty("id").GetString();
        var decision = body.GetProperty("decision");
        Assert.Equal("permit", decision.GetProperty("effect").GetString());
        Assert.Equal("eastmere-exploitation", decision.GetProperty("agreement").GetProperty("id").GetString());
        Assert.Contains(
            "eastmere-exploitation:council-to-police",
            decision.GetProperty("rules").EnumerateArray().Select(r => r.GetString())
        );
        Assert.DoesNotContain("seeded", body.GetRawText(), StringComparison.Ordinal);

        using var read = await eastmere.GetAsync("ben", $"/api/disclosures/{id}");
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        await AssertReceiptAsync(read);
        var seen = await Eastmere.JsonAsync(read);
        Assert.Equal("seeded risk", seen.GetProperty("content").GetProperty("risk").GetProperty("note").GetString());
        Assert.Equal("P1Y", seen.GetProperty("decision").GetProperty("obligations").GetProperty("retainFor").GetString());

        using var own = await eastmere.GetAsync("amira", $"/api/disclosures/{id}");
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        using var other = await eastmere.GetAsync("colm", $"/api/disclosures/{id}");
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, other);
        using var none = await eastmere.GetAsync("colm", $"/api/disclosures/{Guid.NewGuid()}");
        var (a, b) = (await WithoutTraceAsync(other), await WithoutTraceAsync(none));
        Assert.Equal(a, b);
    }

    [Fact]
    public async Task Disclose_SomeCategoriesWithheld_StoresAndShowsOnlyThePermittedAndSaysWhy()
    {
        using var made = await eastmere.PostAsync("amira", "/api/disclosures", eastmere.Disclosure(categories: ["risk", "education"]));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var body = await Eastmere.JsonAsync(made);
        var outcomes = body.GetProperty("decision").GetProperty("categories").EnumerateArray().ToArray();
        Assert.Equal(
            "withheld",
            outcomes.Single(c => c.GetProperty("category").GetString() == "education").GetProperty("outcome").GetString()
        );
        Assert.Equal(
            "category-not-permitted",
            outcomes.Single(c => c.GetProperty("category").GetString() == "education").GetProperty("reason").GetString()
        );

        using var read = await eastmere.GetAsync("ben", $"/api/disclosures/{body.GetProperty("id").GetString()}");
        var content = (await Eastmere.JsonAsync(read)).GetProperty("content");
        Assert.Equal(["risk"], content.EnumerateObject().Select(c => c.Name));
    }

    [Fact]
    public async Task Disclose_NothingPermitted_RefusesWithReasonsAndReceipt()
    {
        using var refused = await eastmere.PostAsync(
            "amira",
            "/api/disclosures",
            eastmere.Disclosure(to: "eastmere-licensing", categories: ["health"])
        );
        var problem = await ProblemAssert.IsAsync(ProblemTypes.SharingRefused, refused);
        await AssertReceiptAsync(refused);
        Assert.Equal("deny", problem.GetProperty("decision").GetProperty("effect").GetString());
        Assert.DoesNotContain("seeded", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disclose_SameKeyAgain_IsTheSameDisclosure_OtherBodyIsRefused()
    {
        var body = eastmere.Disclosure();
        using var first = await eastmere.PostAsync("amira", "/api/disclosures", body, key: "retry-key-1");
        using var again = await eastmere.PostAsync("amira", "/api/disclosures", body, key: "retry-key-1");
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal(first.Headers.ETag, again.Headers.ETag);
        body["reason"] = "Another reason";
        using var other = await eastmere.PostAsync("amira", "/api/disclosures", body, key: "retry-key-1");
        await ProblemAssert.IsAsync(ProblemTypes.IdempotencyKeyReused, other);
        using var somebodyElses = await eastmere.PostAsync(
            "ben",
            "/api/disclosures",
            eastmere.Disclosure("eastmere-council", "dorian-sleight"),
            key: "retry-key-1"
        );
        Assert.Equal(HttpStatusCode.Created, somebodyElses.StatusCode);
        Assert.NotEqual(first.Headers.Location, somebodyElses.Headers.Location);
    }

    [Fact]
    public async Task Disclose_SameKeyManyTimesAtOnce_MakesOne()
    {
        var body = eastmere.Disclosure();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => eastmere.PostAsync("amira", "/api/disclosures", body, key: "racing-key-1"))
        );
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Created, a.StatusCode));
        Assert.Single(answers.Select(a => a.Headers.Location).Distinct());
        foreach (var answer in answers)
        {
            answer.Dispose();
        }
    }

    [Fact]
    public async Task Disclose_SubjectOfAnotherAgencyThatWasNeverNamedToUs_IsNotFound()
    {
        var body = eastmere.Disclosure(to: "eastmere-police");
        using var refused = await eastmere.PostAsync("sana", "/api/disclosures", body);
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, refused);
        await AssertReceiptAsync(refused);
        body["subjectId"] = Guid.NewGuid().ToString("D");
        using var none = await eastmere.PostAsync("sana", "/api/disclosures", body);
        Assert.Equal(await WithoutTraceAsync(refused), await WithoutTraceAsync(none));
    }

    [Fact]
    public async Task Read_OtherPurposeThanPermitted_IsRefusedAndSaysSo()
    {
        using var made = await eastmere.PostAsync("amira", "/api/disclosures", eastmere.Disclosure());
        using var read = await eastmere.GetAsync("ben", made.Headers.Location?.ToString() ?? "", purpose: "traffic-enforcement");
        var problem = await ProblemAssert.IsAsync(ProblemTypes.SharingRefused, read);
        Assert.Contains("purpose-not-permitted", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_WithoutPurposeOrReason_NamesTheHeader()
    {
        using var made = await eastmere.PostAsync("amira", "/api/disclosures", eastmere.Disclosure());
        using var read = await eastmere.SendAsync("ben", HttpMethod.Get, made.Headers.Location?.ToString() ?? "", null);
        var problem = await ProblemAssert.IsAsync(ProblemTypes.InvalidHeader, read);
        Assert.StartsWith("Access-", problem.GetProperty("header").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Content_LargerThanARow_IsSharedWhole()
    {
        var body = eastmere.Disclosure(categories: ["risk"]);
        body["content"] = new JsonObject { ["risk"] = new JsonObject { ["note"] = new string('x', 300_000) } };
        using var made = await eastmere.PostAsync("amira", "/api/disclosures", body);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        using var read = await eastmere.GetAsync("ben", made.Headers.Location?.ToString() ?? "");
        Assert.Equal(
            300_000,
            (await Eastmere.JsonAsync(read)).GetProperty("content").GetProperty("risk").GetProperty("note").GetString()?.Length
        );
    }

    [Fact]
    public async Task Acknowledge_ByTheRecipientOnce_IsRecordedAndRepeatable()
    {
        using var made = await eastmere.PostAsync("amira", "/api/disclosures", eastmere.Disclosure());
        var path = $"{made.Headers.Location}/acknowledgement";
        using var bySender = await eastmere.PostAsync("amira", path, null);
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, bySender);
        using var first = await eastmere.PostAsync("ben", path, null);
        using var second = await eastmere.PostAsync("ben", path, null);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task List_Received_ShowsWhatIsPermittedForThePurposeAndNothingElse()
    {
        using var made = await eastmere.PostAsync("amira", "/api/disclosures", eastmere.Disclosure());
        var id = (await Eastmere.JsonAsync(made)).GetProperty("id").GetString() ?? "";
        using var listed = await Eastmere.EventuallyAsync(
            () => eastmere.GetAsync("ben", "/api/disclosures?direction=received"),
            async answer => (await answer.Content.ReadAsStringAsync()).Contains(id, StringComparison.Ordinal)
        );
        Assert.Contains(id, await listed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await AssertReceiptAsync(listed);
        using var otherPurpose = await eastmere.GetAsync("ben", "/api/disclosures?direction=received", purpose: "traffic-enforcement");
        Assert.Equal(0, (await Eastmere.JsonAsync(otherPurpose)).GetProperty("items").GetArrayLength());
        using var sent = await Eastmere.EventuallyAsync(
            () => eastmere.GetAsync("amira", "/api/disclosures?direction=sent"),
            async answer => (await answer.Content.ReadAsStringAsync()).Contains(id, StringComparison.Ordinal)
        );
        Assert.Contains(id, await sent.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var others = await eastmere.GetAsync("colm", "/api/disclosures?direction=received");
        Assert.DoesNotContain(id, await others.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var nowhere = await eastmere.GetAsync("ben", "/api/disclosures?direction=sideways");
        await ProblemAssert.IsAsync(ProblemTypes.InvalidQuery, nowhere);
    }

    [Theory]
    [InlineData("to", "\"eastmere-council\"", "/to")]
    [InlineData("to", "\"nowhere-agency\"", "/to")]
    [InlineData("to", "\"Not An Agency\"", "/to")]
    [InlineData("subjectId", "\"seeded-not-a-guid\"", "/subjectId")]
    [InlineData("purpose", "17", "/purpose")]
    [InlineData("reason", "\"\"", "/reason")]
    [InlineData("content", "{}", "/content")]
    [InlineData("content", "{\"Seeded Name\":{}}", "/content")]
    [InlineData("content", "{\"risk\":\"seeded\"}", "/content/risk")]
    [InlineData("agreement", "\"No Such\"", "/agreement")]
    public async Task Disclose_BadField_PointsAtItWithoutRepeatingIt(string member, string json, string pointer)
    {
        var body = eastmere.Disclosure();
        body[member] = JsonNode.Parse(json);
        using var refused = await eastmere.PostAsync("amira", "/api/disclosures", body);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var problem = await Eastmere.JsonAsync(refused);
        Assert.Equal(pointer, problem.GetProperty("pointer").GetString());
        Assert.DoesNotContain("eeded", problem.GetRawText(), StringComparison.Ordinal);
    }

    private async Task AssertReceiptAsync(HttpResponseMessage response)
    {
        var text = Assert.Single(response.Headers.GetValues("Audit-Receipt"));
        Assert.True(VerifierKey.TryParse(await eastmere.Running.Client.GetStringAsync("/log/key"), out var key));
        Assert.IsType<ReceiptVerdict.Genuine>(ReceiptVerifier.Verify(text, key));
    }

    private static async Task<string> WithoutTraceAsync(HttpResponseMessage response)
    {
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync()) as JsonObject;
        body?.Remove("traceId");
        var headers = response.Headers.Select(h => h.Key).Order(StringComparer.Ordinal);
        return $"{body?.ToJsonString()} {string.Join(',', headers)} {response.Content.Headers.ContentLength}";
    }
}
