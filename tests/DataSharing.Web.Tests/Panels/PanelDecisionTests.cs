using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Web.Api;
using DataSharing.Web.Tests.Exchange;

namespace DataSharing.Web.Tests.Panels;

/// <summary>What a panel decides of a tactic moves the tactic, and the agenda says what became of it.</summary>
public sealed class PanelDecisionTests(PanelWorld world) : IClassFixture<PanelWorld>
{
    [Theory]
    [InlineData("authorise", "authorised")]
    [InlineData("refuse", "rejected")]
    [InlineData("return", "scoping")]
    public async Task Decide_ByAChairWhoDidNotPropose_MovesTheTactic(string verdict, string state)
    {
        var (tactic, version) = await WaitingAsync("ben");
        var (meeting, item) = await OnTheAgendaAsync(tactic);
        using var decided = await DecideAsync("nia", meeting, item, verdict, version);
        Assert.True(decided.StatusCode == HttpStatusCode.OK, await decided.Content.ReadAsStringAsync());
        var view = await Eastmere.JsonAsync(decided);
        Assert.Equal(verdict, PanelWorld.Text(view.GetProperty("decision"), "verdict"));
        Assert.Equal(state, PanelWorld.Text(view.GetProperty("deployment"), "state"));
        using var read = await world.GetAsync("ben", $"/api/deployments/{tactic}", "disrupting-exploitation");
        Assert.Equal(state, PanelWorld.Text(await Eastmere.JsonAsync(read), "state"));
        var later = (await world.ReadAsync("tariq", meeting)).GetProperty("items")[0];
        Assert.False(later.GetProperty("decisionPending").GetBoolean());
        Assert.Equal("Because of what we heard.", PanelWorld.Text(later.GetProperty("decision"), "rationale"));
    }

    [Fact]
    public async Task Decide_ByWhoeverProposedIt_IsRefusedAndNothingIsDecided()
    {
        var (tactic, version) = await WaitingAsync("nia");
        var (meeting, item) = await OnTheAgendaAsync(tactic, "nia");
        using var own = await DecideAsync("nia", meeting, item, "authorise", version);
        var problem = await ProblemAssert.IsAsync(ProblemTypes.DeploymentRefused, own);
        Assert.Contains("second-person-needed", problem.GetRawText(), StringComparison.Ordinal);
        var after = (await world.ReadAsync("ben", meeting)).GetProperty("items")[0];
        Assert.Equal(JsonValueKind.Null, after.GetProperty("decision").ValueKind);
        Assert.False(after.GetProperty("decisionPending").GetBoolean());
        using var second = await DecideAsync("marcus", meeting, after, "authorise", version);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
    }

    [Fact]
    public async Task Decide_TheTacticChangedMeanwhileOrNoVersion_IsRefused()
    {
        var (tactic, _) = await WaitingAsync("ben");
        var (meeting, item) = await OnTheAgendaAsync(tactic);
        using var none = await DecideAsync("nia", meeting, item, "authorise", null);
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, none);
        using var wrong = await DecideAsync("nia", meeting, item, "agreed", null);
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, wrong);
        using var stale = await DecideAsync("nia", meeting, item, "authorise", "0");
        Assert.Equal("deployment-changed", PanelWorld.Text(await ProblemAssert.IsAsync(ProblemTypes.PanelRule, stale), "code"));
    }

    [Fact]
    public async Task Decide_ProposedWithAnExcludedAgency_IsNotThereForItsMembers()
    {
        var (tactic, _) = await WaitingAsync("ben", "eastmere-youth-justice");
        var (meeting, item) = await OnTheAgendaAsync(tactic);
        Assert.Equal(0, (await world.ReadAsync("tariq", meeting)).GetProperty("items").GetArrayLength());
        using var conflict = await world.SendAsync(
            "tariq",
            HttpMethod.Post,
            $"/api/meetings/{meeting}/items/{PanelWorld.Text(item, "id")}/conflicts",
            new JsonObject { ["agency"] = "eastmere-youth-justice" },
            PanelWorld.Text(item, "version")
        );
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, conflict);
        Assert.Equal(1, (await world.ReadAsync("nia", meeting)).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Prepare_WithTacticsThatWait_AddsEachOnce()
    {
        var (tactic, _) = await WaitingAsync("ben");
        var meeting = await world.MeetingAsync();
        using var board = await Eastmere.EventuallyAsync(
            () =>
                world.SendAsync(
                    "ffion",
                    HttpMethod.Post,
                    "/api/deployment-search",
                    new JsonObject { ["states"] = new JsonArray("panel-review") }
                ),
            async a => (await a.Content.ReadAsStringAsync()).Contains(tactic, StringComparison.Ordinal)
        );
        // What other tests proposed has come, too: it would be added the second time.
        await world.RelayedAsync();
        using var first = await world.SendAsync("ffion", HttpMethod.Post, $"/api/meetings/{meeting}/preparation", null);
        Assert.True((await Eastmere.JsonAsync(first)).GetProperty("added").GetInt32() > 0);
        var items = (await world.ReadAsync("nia", meeting)).GetProperty("items");
        Assert.Single(
            items.EnumerateArray(),
            i => i.GetProperty("deployment") is { ValueKind: JsonValueKind.Object } d && PanelWorld.Text(d, "id") == tactic
        );
        using var second = await world.SendAsync("ffion", HttpMethod.Post, $"/api/meetings/{meeting}/preparation", null);
        Assert.Equal(0, (await Eastmere.JsonAsync(second)).GetProperty("added").GetInt32());
        using var core = await world.SendAsync("ben", HttpMethod.Post, $"/api/meetings/{meeting}/preparation", null);
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, core);
    }

    private async Task<(string Id, string Version)> WaitingAsync(string proposer, string? excluded = null)
    {
        var body = new JsonObject
        {
            ["tactic"] = "premises-licence-review",
            ["subjects"] = new JsonArray(new JsonObject { ["id"] = world.Id("cobblers-arcade"), ["role"] = "target" }),
            ["purpose"] = "disrupting-exploitation",
            ["objective"] = "Nobody is served who should not be.",
            ["owner"] = PanelWorld.Actor(proposer),
            ["excludedAgencies"] = excluded is null ? null : new JsonArray(excluded),
        };
        using var made = await world.SendAsync(proposer, HttpMethod.Post, "/api/deployments", body);
        var id = await PanelWorld.IdAsync(made);
        var tag = made.Headers.ETag?.ToString();
        var edit = new JsonObject { ["impactOnChild"] = "None is asked to speak.", ["proportionality"] = "Warnings were tried." };
        foreach (
            var (method, path, step) in new[]
            {
                (HttpMethod.Put, $"/api/deployments/{id}", edit),
                (HttpMethod.Post, $"/api/deployments/{id}/transitions", new JsonObject { ["to"] = "scoping" }),
                (HttpMethod.Post, $"/api/deployments/{id}/transitions", new JsonObject { ["to"] = "panel-review" }),
            }
        )
        {
            using var answer = await world.SendAsync(proposer, method, path, step, tag);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            tag = answer.Headers.ETag?.ToString();
        }

        return (id, tag?.Trim('"') ?? "");
    }

    private async Task<(string Meeting, JsonElement Item)> OnTheAgendaAsync(string tactic, string by = "ben")
    {
        var meeting = await world.MeetingAsync();
        var item = await world.ItemAsync(
            meeting,
            by,
            new JsonObject
            {
                ["section"] = "tactics",
                ["title"] = "For decision",
                ["deployment"] = tactic,
            }
        );
        return (meeting, item);
    }

    private Task<HttpResponseMessage> DecideAsync(string by, string meeting, JsonElement item, string verdict, string? version) =>
        world.SendAsync(
            by,
            HttpMethod.Post,
            $"/api/meetings/{meeting}/items/{PanelWorld.Text(item, "id")}/decision",
            new JsonObject
            {
                ["verdict"] = verdict,
                ["rationale"] = "Because of what we heard.",
                ["deploymentVersion"] = version,
            },
            PanelWorld.Text(item, "version")
        );
}
