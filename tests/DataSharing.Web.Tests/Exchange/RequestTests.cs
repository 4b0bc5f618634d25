using System.Net;
using System.Text.Json.Nodes;
using DataSharing.Web.Api;

namespace DataSharing.Web.Tests.Exchange;

public sealed class RequestTests(Eastmere eastmere) : IClassFixture<Eastmere>
{
    [Fact]
    public async Task Ask_Answered_AskerReadsTheAnswerAndBothHaveIt()
    {
        using var asked = await AskAsync();
        Assert.Equal(HttpStatusCode.Created, asked.StatusCode);
        var path = asked.Headers.Location?.ToString() ?? "";

        using var read = await eastmere.GetAsync("amira", path);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        var detail = await Eastmere.JsonAsync(read);
        Assert.Equal("Found with older associates", detail.GetProperty("reason").GetString());
        Assert.Equal("seeded identity", detail.GetProperty("particulars").GetProperty("identity").GetProperty("note").GetString());
        using var stranger = await eastmere.GetAsync("colm", path);
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, stranger);

        using var answered = await AnswerAsync(path, read.Headers.ETag?.ToString());
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        var answer = (await Eastmere.JsonAsync(answered)).GetProperty("answer");
        Assert.Equal(path.Split('/')[^1], answer.GetProperty("inReplyTo").GetString());
        using var seen = await eastmere.GetAsync("ben", $"/api/disclosures/{answer.GetProperty("id").GetString()}");
        Assert.Equal(
            "seeded risk",
            (await Eastmere.JsonAsync(seen)).GetProperty("content").GetProperty("risk").GetProperty("note").GetString()
        );

        using var after = await eastmere.GetAsync("ben", path);
        Assert.Equal("answered", (await Eastmere.JsonAsync(after)).GetProperty("request").GetProperty("state").GetString());
    }

    [Fact]
    public async Task Answer_StaleOrMissingVersion_Is412Or428_AndEndsOnce()
    {
        using var asked = await AskAsync();
        var path = asked.Headers.Location?.ToString() ?? "";
        using var without = await AnswerAsync(path, null);
        await ProblemAssert.IsAsync(ProblemTypes.PreconditionRequired, without);
        using var stale = await AnswerAsync(path, "\"0\"");
        await ProblemAssert.IsAsync(ProblemTypes.PreconditionFailed, stale);
        Assert.Equal(asked.Headers.ETag, stale.Headers.ETag);

        using var first = await AnswerAsync(path, asked.Headers.ETag?.ToString(), "answer-key-1");
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var retry = await AnswerAsync(path, asked.Headers.ETag?.ToString(), "answer-key-1");
        Assert.Equal(await first.Content.ReadAsStringAsync(), await retry.Content.ReadAsStringAsync());
        using var another = await AnswerAsync(path, first.Headers.ETag?.ToString());
        await ProblemAssert.IsAsync(ProblemTypes.Conflict, another);
    }

    [Fact]
    public async Task Refuse_OnAGround_TellsTheAskerGroundAndWords()
    {
        using var asked = await AskAsync();
        var path = asked.Headers.Location?.ToString() ?? "";
        var refusal = new JsonObject
        {
            ["ground"] = "more-detrimental-to-child",
            ["explanation"] = "Disclosure now would put the child at risk.",
        };
        using var refused = await eastmere.PostAsync("amira", $"{path}/refusal", refusal, asked.Headers.ETag?.ToString());
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        using var read = await eastmere.GetAsync("ben", path);
        var detail = await Eastmere.JsonAsync(read);
        Assert.Equal("refused", detail.GetProperty("request").GetProperty("state").GetString());
        Assert.Equal("more-detrimental-to-child", detail.GetProperty("request").GetProperty("ground").GetString());
        Assert.Equal("Disclosure now would put the child at risk.", detail.GetProperty("explanation").GetString());
    }

    [Fact]
    public async Task Ask_WhatNoAgreementWouldAnswer_IsRefusedAndNobodyIsAsked()
    {
        using var refused = await AskAsync("education");
        var problem = await ProblemAssert.IsAsync(ProblemTypes.SharingRefused, refused);
        Assert.Contains("category-not-permitted", problem.GetRawText(), StringComparison.Ordinal);
        Assert.True(refused.Headers.Contains("Audit-Receipt"));
    }

    [Fact]
    public async Task Answer_WithWhatWasNotAskedFor_PointsAtIt()
    {
        using var asked = await AskAsync();
        var body = new JsonObject
        {
            ["reason"] = "Held",
            ["content"] = new JsonObject { ["missing-episodes"] = new JsonObject() },
        };
        using var answered = await eastmere.PostAsync("amira", $"{asked.Headers.Location}/answer", body, asked.Headers.ETag?.ToString());
        var problem = await ProblemAssert.IsAsync(ProblemTypes.InvalidField, answered);
        Assert.Equal("/content/missing-episodes", problem.GetProperty("pointer").GetString());
    }

    private Task<HttpResponseMessage> AskAsync(params string[] categories)
    {
        var wanted = categories.Length == 0 ? ["identity", "risk"] : categories;
        return eastmere.PostAsync(
            "ben",
            "/api/requests",
            new JsonObject
            {
                ["to"] = "eastmere-council",
                ["subjectId"] = eastmere.Id("dorian-sleight"),
                ["purpose"] = Eastmere.Purpose,
                ["reason"] = "Found with older associates",
                ["categories"] = new JsonArray([.. wanted.Select(c => (JsonNode?)JsonValue.Create(c))]),
                ["particulars"] = new JsonObject { ["identity"] = new JsonObject { ["note"] = "seeded identity" } },
                ["respondWithin"] = "P2D",
            }
        );
    }

    private Task<HttpResponseMessage> AnswerAsync(string path, string? etag, string? key = null)
    {
        var body = new JsonObject
        {
            ["reason"] = "Held",
            ["content"] = new JsonObject { ["risk"] = new JsonObject { ["note"] = "seeded risk" } },
        };
        return eastmere.PostAsync("amira", $"{path}/answer", body, etag, key);
    }
}
