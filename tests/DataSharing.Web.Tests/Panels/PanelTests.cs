using System.Net;
using System.Text.Json.Nodes;
using DataSharing.Web.Api;
using DataSharing.Web.Tests.Exchange;

namespace DataSharing.Web.Tests.Panels;

public sealed class PanelTests(PanelWorld world) : IClassFixture<PanelWorld>
{
    [Fact]
    public async Task Create_ByAChair_IsSeenByItsMembersAlone()
    {
        var panel = await world.PanelAsync();
        foreach (var member in new[] { "nia", "colm", "tariq" })
        {
            using var seen = await world.GetAsync(member, $"/api/panels/{panel}");
            Assert.Equal("Eastmere MACE", (await Eastmere.JsonAsync(seen)).GetProperty("name").GetString());
            using var mine = await Eastmere.EventuallyAsync(
                () => world.GetAsync(member, "/api/panels"),
                async a => (await a.Content.ReadAsStringAsync()).Contains(panel, StringComparison.Ordinal)
            );
            Assert.Contains(panel, await mine.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        foreach (var stranger in new[] { "idris", "gita" })
        {
            using var theirs = await world.GetAsync(stranger, $"/api/panels/{panel}");
            using var nowhere = await world.GetAsync(stranger, $"/api/panels/{Guid.NewGuid()}");
            await ProblemAssert.IsAsync(ProblemTypes.NotFound, theirs);
            await ProblemAssert.IsAsync(ProblemTypes.NotFound, nowhere);
            using var list = await world.GetAsync(stranger, "/api/panels");
            Assert.Equal(0, (await Eastmere.JsonAsync(list)).GetProperty("items").GetArrayLength());
        }
    }

    [Fact]
    public async Task Create_WithoutTheChairsGrant_IsForbidden()
    {
        using var amira = await world.SendAsync("amira", HttpMethod.Post, "/api/panels", PanelWorld.PanelBody());
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, amira);
        using var rhys = await world.SendAsync("rhys", HttpMethod.Post, "/api/panels", PanelWorld.PanelBody());
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, rhys);
    }

    [Theory]
    [InlineData("chair-role", "amira", "eastmere-council", "chair")]
    [InlineData("other-agency", "amira", "eastmere-police", "core")]
    [InlineData("stranger", "mallory", "eastmere-council", "core")]
    public async Task Create_AMemberThatCannotBe_IsRefused(string why, string person, string agency, string role)
    {
        var body = PanelWorld.PanelBody(without: ["amira"]);
        body["members"]
            ?.AsArray()
            .Add(
                new JsonObject
                {
                    ["agency"] = agency,
                    ["person"] = PanelWorld.Actor(person),
                    ["role"] = role,
                }
            );
        using var refused = await world.SendAsync("nia", HttpMethod.Post, "/api/panels", body);
        var problem = await ProblemAssert.IsAsync(ProblemTypes.InvalidField, refused);
        Assert.StartsWith("/members/8/", problem.GetProperty("pointer").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(why);
    }

    [Fact]
    public async Task Create_WithoutOneselfOrSomebodyTwice_IsRefused()
    {
        using var without = await world.SendAsync("nia", HttpMethod.Post, "/api/panels", PanelWorld.PanelBody(without: ["nia"]));
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, without);
        var twice = PanelWorld.PanelBody();
        twice["members"]?.AsArray().Add(twice["members"]?[3]?.DeepClone());
        using var again = await world.SendAsync("nia", HttpMethod.Post, "/api/panels", twice);
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, again);
    }

    [Fact]
    public async Task Create_SentTwice_IsMadeOnceAndAnotherBodyIsRefused()
    {
        const string Key = "the-same-panel";
        using var first = await world.SendAsync("nia", HttpMethod.Post, "/api/panels", PanelWorld.PanelBody(), key: Key);
        using var second = await world.SendAsync("nia", HttpMethod.Post, "/api/panels", PanelWorld.PanelBody(), key: Key);
        Assert.Equal(await PanelWorld.IdAsync(first), await PanelWorld.IdAsync(second));
        using var other = await world.SendAsync("nia", HttpMethod.Post, "/api/panels", PanelWorld.PanelBody("Another"), key: Key);
        await ProblemAssert.IsAsync(ProblemTypes.IdempotencyKeyReused, other);
    }

    [Fact]
    public async Task Change_ByAChairAtTheVersionRead_TakesAMembersSightAway()
    {
        var panel = await world.PanelAsync();
        using var read = await world.GetAsync("nia", $"/api/panels/{panel}");
        var tag = read.Headers.ETag?.ToString();
        using var core = await world.SendAsync("ben", HttpMethod.Put, $"/api/panels/{panel}", PanelWorld.PanelBody(), tag);
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, core);
        using var changed = await world.SendAsync(
            "marcus",
            HttpMethod.Put,
            $"/api/panels/{panel}",
            PanelWorld.PanelBody(without: ["ben"]),
            tag
        );
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        using var gone = await world.GetAsync("ben", $"/api/panels/{panel}");
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, gone);
        using var late = await world.SendAsync("nia", HttpMethod.Put, $"/api/panels/{panel}", PanelWorld.PanelBody(), tag);
        await ProblemAssert.IsAsync(ProblemTypes.PreconditionFailed, late);
        Assert.Equal(changed.Headers.ETag, late.Headers.ETag);
    }

    [Theory]
    [InlineData("2020-01-01T09:00:00Z", null)]
    [InlineData("2031-01-01T09:00:00Z", null)]
    [InlineData("2026-06-04T09:00:00Z", "2026-06-04T08:00:00Z")]
    [InlineData("2026-06-04T09:00:00Z", "2026-06-06T08:00:00Z")]
    public async Task Arrange_ADateBeyondSense_IsRefused(string starts, string? ends)
    {
        var panel = await world.PanelAsync();
        var body = new JsonObject { ["startsAt"] = starts, ["endsAt"] = ends };
        using var refused = await world.SendAsync("ffion", HttpMethod.Post, $"/api/panels/{panel}/meetings", body);
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, refused);
    }

    [Fact]
    public async Task Arrange_ByAMinuteTaker_IsListedAndACoreMemberMayNot()
    {
        var panel = await world.PanelAsync();
        var body = new JsonObject { ["startsAt"] = "2026-06-04T09:00:00Z", ["place"] = "Town Hall" };
        using var core = await world.SendAsync("ben", HttpMethod.Post, $"/api/panels/{panel}/meetings", body);
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, core);
        using var made = await world.SendAsync("ffion", HttpMethod.Post, $"/api/panels/{panel}/meetings", body);
        var meeting = await PanelWorld.IdAsync(made);
        using var list = await Eastmere.EventuallyAsync(
            () => world.GetAsync("tariq", $"/api/panels/{panel}/meetings"),
            async a => (await a.Content.ReadAsStringAsync()).Contains(meeting, StringComparison.Ordinal)
        );
        Assert.Equal(1, (await Eastmere.JsonAsync(list)).GetProperty("items").GetArrayLength());
        Assert.Equal("Town Hall", PanelWorld.Text(await world.ReadAsync("tariq", meeting), "place"));
        using var stranger = await world.SendAsync("gita", HttpMethod.Post, $"/api/panels/{panel}/meetings", body);
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, stranger);
    }
}
