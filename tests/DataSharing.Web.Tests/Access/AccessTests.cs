using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using DataSharing.Web.Api;
using DataSharing.Web.Tests.Exchange;

namespace DataSharing.Web.Tests.Access;

public sealed class AccessTests(Eastmere eastmere) : IClassFixture<Eastmere>
{
    [Fact]
    public async Task Evaluate_Permitted_SaysWhyUnderWhatAndWithWhichDuties()
    {
        using var answer = await PostAsync(AccessCalls.One, Question("identity", "risk"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var body = await Eastmere.JsonAsync(answer);
        Assert.True(body.GetProperty("decision").GetBoolean());
        var context = body.GetProperty("context");
        Assert.Empty(context.GetProperty("reasons").EnumerateArray());
        var sharing = context.GetProperty("sharing");
        Assert.Equal("permit", sharing.GetProperty("effect").GetString());
        Assert.Equal("eastmere-exploitation", sharing.GetProperty("agreement").GetProperty("id").GetString());
        Assert.Matches("^[0-9a-f]{64}$", sharing.GetProperty("agreement").GetProperty("artefactHash").GetString());
        Assert.Equal("P1Y", sharing.GetProperty("obligations").GetProperty("retainFor").GetString());
        Assert.Contains("council-to-police", sharing.GetProperty("rules").GetRawText(), StringComparison.Ordinal);
        var receipt = answer.Headers.GetValues("Audit-Receipt").Single();
        Assert.Equal(receipt, context.GetProperty("receipt").GetString());
    }

    [Fact]
    public async Task Evaluate_OnlyPartIsPermitted_IsNoPermissionAndSaysWhichPartIs()
    {
        using var answer = await PostAsync(AccessCalls.One, Question("risk", "education"));
        var body = await Eastmere.JsonAsync(answer);
        Assert.False(body.GetProperty("decision").GetBoolean());
        var sharing = body.GetProperty("context").GetProperty("sharing");
        Assert.Equal("permit-in-part", sharing.GetProperty("effect").GetString());
        var outcomes = sharing
            .GetProperty("categories")
            .EnumerateArray()
            .ToDictionary(c => c.GetProperty("category").GetString() ?? "", c => c.GetProperty("outcome").GetString());
        Assert.Equal(("permitted", "withheld"), (outcomes["risk"], outcomes["education"]));
        Assert.Equal("category-not-permitted", body.GetProperty("context").GetProperty("reasons")[0].GetString());
    }

    [Fact]
    public async Task Evaluate_EveryAnswer_IsAnEntryThatTheCallersOfficerReadsAndTheRecipientsDoesNot()
    {
        var ids = new List<string>();
        foreach (var question in new[] { Question("risk"), Question("education"), Foreign(), Strange() })
        {
            using var answer = await PostAsync(AccessCalls.One, question);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            ids.Add((await Eastmere.JsonAsync(answer)).GetProperty("context").GetProperty("id").GetString() ?? "");
        }

        Assert.Equal(4, ids.Distinct(StringComparer.Ordinal).Count());
        using var mine = await Eastmere.EventuallyAsync(
            () => eastmere.GetAsync("joan", "/api/audit/entries?act=decision.evaluated"),
            async a => ids.TrueForAll((await a.Content.ReadAsStringAsync()).Contains)
        );
        var seen = await mine.Content.ReadAsStringAsync();
        Assert.All(ids, id => Assert.Contains(id, seen, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Evaluate_StoreStopped_AnswersNothingButThatItCannot()
    {
        eastmere.Store.Stopped = true;
        try
        {
            foreach (var path in new[] { AccessCalls.One, AccessCalls.Several })
            {
                using var answer = await PostAsync(path, Question("risk"));
                await ProblemAssert.IsAsync(ProblemTypes.Unavailable, answer);
                Assert.DoesNotContain("decision", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }
        finally
        {
            eastmere.Store.Stopped = false;
        }
    }

    [Fact]
    public async Task Evaluate_NotThereAndNotYours_AnswerAlike()
    {
        var (foreign, nothing) = (Question("risk"), Question("risk"));
        foreign["subject"] = AccessCalls.Agency("eastmere-health");
        nothing["subject"] = AccessCalls.Agency("eastmere-health");
        nothing["resource"] = AccessCalls.Resource(Guid.NewGuid().ToString("D"), "person", "risk");
        Assert.Equal(await SaidAsync("sana", foreign), await SaidAsync("sana", nothing));

        // Another kind than it is of is "not there", too.
        var other = Question("risk");
        other["resource"] = AccessCalls.Resource(eastmere.Id("aisha-penrow"), "business", "risk");
        Assert.Equal(await SaidAsync("sana", foreign), await SaidAsync("amira", other));
    }

    [Theory]
    [InlineData("/subject/id", "eastmere-police", 403)]
    [InlineData("/subject/type", "user", 422)]
    [InlineData("/subject/properties", null, 422)]
    [InlineData("/action/name", "read", 422)]
    [InlineData("/action/properties", null, 422)]
    [InlineData("/action/properties/to", "nobody-here", 422)]
    [InlineData("/action/properties/to", "eastmere-council", 422)]
    [InlineData("/resource/type", "child", 422)]
    [InlineData("/resource/id", "9990007773", 422)]
    [InlineData("/resource/properties", null, 422)]
    [InlineData("/context", null, 422)]
    [InlineData("/context/purpose", "Not A Code", 422)]
    [InlineData("/context/reason", "", 422)]
    [InlineData("/context/agreement", "Not An Id", 422)]
    public async Task Evaluate_WhatItCannotWeigh_RefusesAndNamesThePlace(string pointer, string? value, int status)
    {
        var question = Question("risk");
        var place = pointer.Split('/')[1..];
        var at = (JsonObject)question;
        foreach (var step in value is null ? place : place[..^1])
        {
            at[step] ??= new JsonObject();
            at = at[step]?.AsObject() ?? throw new InvalidOperationException();
        }

        at[value is null ? "dateOfBirth" : place[^1]] = value ?? "1907-03-29";
        using var answer = await PostAsync(AccessCalls.One, question);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var body = await Eastmere.JsonAsync(answer);
        Assert.False(body.GetProperty("decision").GetBoolean());
        var error = body.GetProperty("context").GetProperty("error");
        Assert.Equal((status, pointer), (error.GetProperty("status").GetInt32(), error.GetProperty("pointer").GetString()));
        Assert.DoesNotContain("1907", body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluations_TooManyOrAnUnknownSemantic_AreRefusedWhole()
    {
        var many = Question("risk");
        many["evaluations"] = new JsonArray([.. Enumerable.Range(0, 51).Select(_ => (JsonNode)new JsonObject())]);
        using var first = await PostAsync(AccessCalls.Several, many);
        var problem = await ProblemAssert.IsAsync(ProblemTypes.InvalidField, first);
        Assert.Equal("/evaluations", problem.GetProperty("pointer").GetString());

        many["evaluations"] = new JsonArray(new JsonObject());
        many["options"] = new JsonObject { ["evaluations_semantic"] = "first_come" };
        using var second = await PostAsync(AccessCalls.Several, many);
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, second);
    }

    [Fact]
    public async Task RequestId_ComesBackWithAnswersAndWithErrors()
    {
        const string Id = "bfe9eb29-ab87-4ca3-be83-a1d5d8305716";
        foreach (
            var (user, body) in new[] { ("amira", "{}"), ("amira", "{"), ("mallory", "{}"), ("amira", Question("risk").ToJsonString()) }
        )
        {
            using var answer = await RawAsync(user, body, "application/json", Id);
            Assert.Equal(Id, Assert.Single(answer.Headers.GetValues("X-Request-ID")));
        }

        using var own = await RawAsync("amira", "{}", "application/json", null);
        Assert.NotEmpty(Assert.Single(own.Headers.GetValues("X-Request-ID")));
        using var odd = await RawAsync("amira", "{}", "application/json", new string('x', 201));
        await ProblemAssert.IsAsync(ProblemTypes.InvalidHeader, odd);
    }

    [Theory]
    [InlineData("text/plain", "{}")]
    [InlineData("application/json", "")]
    [InlineData("application/json", "{\"subject\":")]
    [InlineData("application/json", "[]")]
    [InlineData("application/json", "{\"subject\":{},\"subject\":{}}")]
    public async Task Evaluate_Malformed_Is400(string mediaType, string body)
    {
        using var answer = await RawAsync("amira", body, mediaType, null);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Evaluate_NoTokenOrAnOfficer_IsTurnedAway()
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var nobody = await eastmere.Running.Client.PostAsync(AccessCalls.One, content);
        await ProblemAssert.IsAsync(ProblemTypes.Unauthenticated, nobody);
        Assert.NotEmpty(nobody.Headers.WwwAuthenticate);
        using var officer = await eastmere.SendAsync("joan", HttpMethod.Post, AccessCalls.One, Question("risk"));
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, officer);
    }

    [Fact]
    public async Task Discovery_NamesTheDoors()
    {
        using var answer = await eastmere.Running.Client.GetAsync("/.well-known/authzen-configuration");
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var body = await Eastmere.JsonAsync(answer);
        var at = eastmere.Running.Client.BaseAddress?.GetLeftPart(UriPartial.Authority);
        Assert.Equal(at, body.GetProperty("policy_decision_point").GetString());
        Assert.Equal($"{at}{AccessCalls.One}", body.GetProperty("access_evaluation_endpoint").GetString());
        Assert.Equal($"{at}{AccessCalls.Several}", body.GetProperty("access_evaluations_endpoint").GetString());
    }

    private JsonObject Question(params string[] categories) =>
        AccessCalls.Question(
            "eastmere-council",
            "eastmere-police",
            AccessCalls.Resource(eastmere.Id("aisha-penrow"), "person", categories)
        );

    private JsonObject Foreign()
    {
        var question = Question("risk");
        question["resource"] = AccessCalls.Resource(Guid.NewGuid().ToString("D"), "person", "risk");
        return question;
    }

    private JsonObject Strange()
    {
        var question = Question("risk");
        question["subject"] = AccessCalls.Agency("eastmere-police");
        return question;
    }

    private Task<HttpResponseMessage> PostAsync(string path, JsonObject body) => eastmere.SendAsync("amira", HttpMethod.Post, path, body);

    private async Task<HttpResponseMessage> RawAsync(string user, string body, string mediaType, string? requestId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, AccessCalls.One);
        request.Headers.Authorization = new("Bearer", await SharedIssuer.TokenAsync(user));
        request.Content = new StringContent(body, Encoding.UTF8, mediaType);
        if (requestId is not null)
        {
            request.Headers.Add("X-Request-ID", requestId);
        }

        return await eastmere.Running.Client.SendAsync(request);
    }

    // The answer without what is of this one answer alone.
    private async Task<string> SaidAsync(string user, JsonObject question)
    {
        using var answer = await eastmere.SendAsync(user, HttpMethod.Post, AccessCalls.One, question);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync());
        var context = body?["context"]?.AsObject() ?? throw new InvalidOperationException();
        Assert.True(context.Remove("id") && context.Remove("receipt"));
        Assert.Equal(404, context["error"]?["status"]?.GetValue<int>());
        return $"{(int)answer.StatusCode} {body.ToJsonString()}";
    }
}
