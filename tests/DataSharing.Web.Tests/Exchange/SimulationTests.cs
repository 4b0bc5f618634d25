using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Web.Api;

namespace DataSharing.Web.Tests.Exchange;

/// <summary>An officer runs a version of an agreement against what the agency decided, through the whole platform.</summary>
public sealed class SimulationTests(Eastmere eastmere) : IClassFixture<Eastmere>
{
    private const string Version = "/api/agreements/eastmere-exploitation/versions/1";

    [Fact]
    public async Task Simulate_TheVersionInForce_RunsToItsEndAndChangesNothing()
    {
        var subject = eastmere.Id("dorian-sleight");
        foreach (var category in new[] { "risk", "medical-history" })
        {
            using var shared = await eastmere.PostAsync(
                "amira",
                "/api/disclosures",
                new JsonObject
                {
                    ["to"] = "eastmere-police",
                    ["subjectId"] = subject,
                    ["purpose"] = Eastmere.Purpose,
                    ["reason"] = "Strategy discussion",
                    ["content"] = new JsonObject { [category] = new JsonObject { ["note"] = "as discussed" } },
                }
            );
            Assert.Equal(category == "risk" ? HttpStatusCode.Created : HttpStatusCode.Forbidden, shared.StatusCode);
        }

        var result = await FinishedAsync();
        Assert.Equal(result.GetProperty("decisions").GetInt32(), result.GetProperty("simulated").GetInt32());
        Assert.True(result.GetProperty("people").GetInt32() >= 1);
        Assert.Equal(100, result.GetProperty("percent").GetInt32());
        Assert.Equal(
            (0, 0, 0),
            (
                result.GetProperty("decisionsChanged").GetInt32(),
                result.GetProperty("disposed").GetInt32(),
                result.GetProperty("changes").GetArrayLength()
            )
        );

        var one = $"/api/agreements/simulations/{result.GetProperty("id").GetString()}";
        using var another = await eastmere.GetAsync("kath", one);
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, another);
        using var practitioner = await eastmere.GetAsync("amira", one);
        Assert.Equal(HttpStatusCode.Forbidden, practitioner.StatusCode);
    }

    // What was decided a moment ago may still be on its way into the log: what is not in it yet is in no simulation.
    private async Task<JsonElement> FinishedAsync()
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(120);
        while (true)
        {
            using var started = await eastmere.PostAsync("joan", $"{Version}/simulations", new JsonObject { ["days"] = 1 });
            Assert.Equal(HttpStatusCode.Created, started.StatusCode);
            JsonElement result;
            do
            {
                await Task.Delay(200);
                using var answer = await eastmere.GetAsync("joan", started.Headers.Location?.ToString() ?? "");
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                result = await Eastmere.JsonAsync(answer);
                Assert.True(DateTimeOffset.UtcNow < until, result.ToString());
            } while (result.GetProperty("state").GetString() == "running");

            Assert.Equal("finished", result.GetProperty("state").GetString());
            if (result.GetProperty("decisions").GetInt32() >= 2)
            {
                return result;
            }
        }
    }
}
