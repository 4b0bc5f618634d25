using System.Text.Json;
using DataSharing.Cli;
using DataSharing.Cli.Scenarios;
using DataSharing.Web.Tests.Exchange;

namespace DataSharing.Web.Tests.Panels;

/// <summary>The whole borough, six months of it, through the real API.</summary>
public sealed class WholeEastmere : Eastmere
{
    protected override string? Part => null;
}

public sealed class WholeScenarioTests(WholeEastmere eastmere) : IClassFixture<WholeEastmere>
{
    private const string Purpose = "disrupting-exploitation";

    [Theory]
    [InlineData("t1", "active", "ben")]
    [InlineData("t2", "completed", "amira")]
    [InlineData("t3", "completed", "tariq")]
    [InlineData("t4", "closed", "rosa")]
    [InlineData("t5", "active", "ben")]
    [InlineData("t6", "active", "colm")]
    [InlineData("t7 order", "active", "ben")]
    [InlineData("t7 notice", "superseded", "ben")]
    [InlineData("t8", "stayed", "gita")]
    [InlineData("t9", "active", "ben")]
    [InlineData("t10", "active", "ben")]
    [InlineData("t11", "rejected", "ben")]
    [InlineData("t12", "closed", "amira")]
    public async Task Tactic_AtTheEndOfTheWindow_IsWhereItShouldBe(string tactic, string state, string reader)
    {
        using var answer = await eastmere.GetAsync(reader, $"/api/deployments/{eastmere.Id(tactic)}", Purpose);
        var deployment = await Eastmere.JsonAsync(answer);
        Assert.Equal(state, PanelWorld.Text(deployment, "state"));
    }

    [Fact]
    public async Task Warning_ForAChildInCare_EndsWhenSheTurnsEighteen()
    {
        using var answer = await eastmere.GetAsync("ben", $"/api/deployments/{eastmere.Id("t1")}", Purpose);
        var ends = (await Eastmere.JsonAsync(answer)).GetProperty("dates").GetProperty("expiresAt").GetDateTimeOffset();
        Assert.Equal(new DateOnly(2028, 8, 14), DateOnly.FromDateTime(ends.AddHours(1).DateTime));
    }

    [Fact]
    public async Task Decisions_OfTheMeetings_AreOnTheAgendaAndOnTheTactics()
    {
        var march = await MeetingAsync("nia", "meeting 5 march");
        var decided = march.GetProperty("items").EnumerateArray().Select(i => PanelWorld.Text(i.GetProperty("decision"), "verdict"));
        Assert.Equal(2, decided.Count(v => v == "authorise"));
        Assert.True(march.GetProperty("closed").GetBoolean());
        using var review = await eastmere.GetAsync("ben", $"/api/deployments/{eastmere.Id("t5")}", Purpose);
        var authorised = (await Eastmere.JsonAsync(review)).GetProperty("authorisation");
        Assert.Equal(eastmere.Id("meeting 5 march"), PanelWorld.Text(authorised, "meetingId"));
    }

    [Fact]
    public async Task Meetings_ToThoseWhoMayNotSeeAll_ShowNoTraceOfTheRest()
    {
        // Invited to two items, neither about a child.
        var licensing = await MeetingAsync("colm", "meeting 5 march");
        Assert.Equal(2, licensing.GetProperty("items").GetArrayLength());
        // The item that licensing has a conflict in.
        var may = await MeetingAsync("colm", "meeting 7 may");
        Assert.DoesNotContain("hearing of 14 May", may.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("hearing of 14 May", (await MeetingAsync("nia", "meeting 7 may")).GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("Aisha", licensing.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConditionsOnHandling_HideAnItemFromLicensingAlone()
    {
        using var police = await eastmere.GetAsync("amira", $"/api/subjects/{eastmere.Id("dorian-sleight")}", Purpose);
        Assert.Contains("who carries for the line", await police.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var licensing = await eastmere.GetAsync("colm", $"/api/subjects/{eastmere.Id("dorian-sleight")}", Purpose);
        var seen = await licensing.Content.ReadAsStringAsync();
        Assert.Contains("Collects children", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("who carries for the line", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("Aisha", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SuppressedPlacement_IsNotShownToAnotherAgency()
    {
        using var own = await eastmere.GetAsync("amira", $"/api/subjects/{eastmere.Id("hafan-deg")}", Purpose);
        Assert.Contains("Heol y M", await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var police = await eastmere.GetAsync("ben", $"/api/subjects/{eastmere.Id("hafan-deg")}", Purpose);
        Assert.DoesNotContain("Heol y M", await police.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadingAgain_ChangesNothing()
    {
        using var before = await eastmere.GetAsync("ben", $"/api/deployments/{eastmere.Id("t10")}", Purpose);
        using var tokens = new HttpClient { BaseAddress = await SharedIssuer.AddressAsync() };
        using var progress = new StringWriter();
        var loader = new ScenarioLoader(eastmere.Running.Client, new DevelopmentIssuer(tokens), progress);
        var again = await loader.LoadAsync(
            Scenario.Read(new DirectoryInfo(RepositoryFiles.Path("scenarios", "eastmere"))),
            CancellationToken.None
        );
        Assert.True(again is LoadOutcome.Loaded, again.ToString());
        using var after = await eastmere.GetAsync("ben", $"/api/deployments/{eastmere.Id("t10")}", Purpose);
        Assert.Equal(before.Headers.ETag, after.Headers.ETag);
        Assert.Equal(8, (await MeetingAsync("nia", "meeting 5 march")).GetProperty("items").GetArrayLength());
    }

    private async Task<JsonElement> MeetingAsync(string reader, string step)
    {
        using var answer = await eastmere.GetAsync(reader, $"/api/meetings/{eastmere.Id(step)}", Purpose);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await Eastmere.JsonAsync(answer);
    }
}
