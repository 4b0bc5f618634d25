using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Web.Tests.Exchange;

namespace DataSharing.Web.Tests.Disruption;

public sealed class BoardTests(DisruptionWorld world) : IClassFixture<DisruptionWorld>
{
    [Fact]
    public async Task Read_ByEachAgency_IsWhatTheAgreementSays()
    {
        var open = await world.ProposeAsync("closure-order");
        var closed = await world.ProposeAsync("closure-order", excluded: "eastmere-council");

        // The council may see it for this purpose; with a conflict of interest it may not, and cannot tell why.
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("amira", open.Path));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("amira", closed.Path));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("amira", open.Path, Eastmere.Purpose));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("amira", $"/api/deployments/{Guid.NewGuid()}"));
        // Licensing's share waits for a person's release, and health has no agreement at all.
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("colm", open.Path));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("sana", open.Path));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("ben", closed.Path));

        using var read = await world.ReadAsync("amira", open.Path);
        var seen = await Eastmere.JsonAsync(read);
        Assert.False(seen.GetProperty("mayAct").GetBoolean());
        Assert.Empty(seen.GetProperty("next").EnumerateArray());
        Assert.StartsWith("Subject ", seen.GetProperty("subjects")[0].GetProperty("name").GetString(), StringComparison.Ordinal);
        using var moved = await world.PostAsync("amira", $"{open.Path}/transitions", new JsonObject { ["to"] = "scoping" }, open.Version);
        Assert.Equal(HttpStatusCode.Conflict, moved.StatusCode);
        using var hidden = await world.PostAsync(
            "amira",
            $"{closed.Path}/transitions",
            new JsonObject { ["to"] = "scoping" },
            closed.Version
        );
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
    }

    [Fact]
    public async Task Read_ExcludedWhileItRuns_IsGoneAtOnce()
    {
        var held = await world.ProposeAsync("closure-order");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("amira", held.Path));
        using var edited = await held.EditAsync("ben", new JsonObject { ["excludedAgencies"] = new JsonArray("eastmere-council") });
        Assert.Equal(HttpStatusCode.OK, edited.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("amira", held.Path));
        using var own = await held.EditAsync("ben", new JsonObject { ["excludedAgencies"] = new JsonArray("eastmere-police") });
        Assert.Equal(HttpStatusCode.BadRequest, own.StatusCode);
    }

    [Fact]
    public async Task Board_ByEachAgency_ShowsExactlyWhatItMaySee()
    {
        var subject = await world.SubjectAsync("location");
        var open = await MadeAsync(subject);
        var excluded = await MadeAsync(subject, "eastmere-council");
        var filter = new JsonObject { ["subject"] = subject };

        using var police = await Eastmere.EventuallyAsync(
            () => world.AskAsync("ben", "/api/deployment-search", filter),
            async answer => (await IdsAsync(answer)).Count == 2
        );
        Assert.Equal([excluded, open], await IdsAsync(police));
        await world.RelayedAsync();
        using var council = await world.AskAsync("amira", "/api/deployment-search", filter);
        Assert.Equal([open], await IdsAsync(council));
        foreach (var user in new[] { "colm", "sana" })
        {
            using var nothing = await world.AskAsync(user, "/api/deployment-search", filter);
            Assert.Empty(await IdsAsync(nothing));
        }

        using var other = await world.AskAsync("amira", "/api/deployment-search", filter, Eastmere.Purpose);
        Assert.Empty(await IdsAsync(other));
    }

    [Fact]
    public async Task Board_FilteredAndPaged_HasEachOnceAndBindsItsCursor()
    {
        var subject = await world.SubjectAsync("location");
        var made = new List<string>();
        for (var i = 0; i < 55; i++)
        {
            made.Add(await MadeAsync(subject));
        }

        JsonObject Filter(string? cursor = null) =>
            new()
            {
                ["subject"] = subject,
                ["states"] = new JsonArray("idea"),
                ["cursor"] = cursor,
            };
        // All are there before the first page is asked for: else five of them are a page, too.
        await world.RelayedAsync();
        using var page = await world.AskAsync("ben", "/api/deployment-search", Filter());
        var cursor = (await Eastmere.JsonAsync(page)).GetProperty("next").GetString();
        Assert.NotNull(cursor);
        using var last = await world.AskAsync("ben", "/api/deployment-search", Filter(cursor));
        Assert.Equal(5, (await IdsAsync(last)).Count);
        Assert.Equal(made.Order(StringComparer.Ordinal), (await IdsAsync(page)).Concat(await IdsAsync(last)).Order(StringComparer.Ordinal));

        using var elses = await world.AskAsync("marcus", "/api/deployment-search", Filter(cursor));
        Assert.Equal(HttpStatusCode.BadRequest, elses.StatusCode);
        var otherQuery = Filter(cursor);
        otherQuery["states"] = new JsonArray("scoping");
        using var another = await world.AskAsync("ben", "/api/deployment-search", otherQuery);
        Assert.Equal(HttpStatusCode.BadRequest, another.StatusCode);
        using var none = await world.AskAsync(
            "ben",
            "/api/deployment-search",
            new JsonObject { ["subject"] = subject, ["states"] = new JsonArray("active") }
        );
        Assert.Empty(await IdsAsync(none));
    }

    [Fact]
    public async Task Due_HearingAhead_IsListedUntilItIsOver()
    {
        var held = await world.ProposeAsync("closure-order");
        await held.ToPanelAsync();
        await held.AuthoriseUrgentlyAsync("marcus");
        var hearing = DateTimeOffset.UtcNow.AddDays(3);
        await held.DoAsync(
            "ben",
            "applied",
            b =>
                (b["on"], b["venue"], b["hearingAt"]) = (
                    hearing.AddDays(-4).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                    "Marlowe Quay",
                    hearing.ToString("O", System.Globalization.CultureInfo.InvariantCulture)
                )
        );
        var week = new JsonObject
        {
            ["from"] = Text(DateTimeOffset.UtcNow),
            ["to"] = Text(DateTimeOffset.UtcNow.AddDays(7)),
            ["person"] = DisruptionWorld.Marcus,
        };
        using var due = await Eastmere.EventuallyAsync(
            () => world.AskAsync("ben", "/api/deployments-due", week),
            async a => (await DueAsync(a, held.Id)).Count == 1
        );
        Assert.Equal(["hearing"], await DueAsync(due, held.Id));
        await world.RelayedAsync();
        using var council = await world.AskAsync("amira", "/api/deployments-due", week);
        Assert.Equal(["hearing"], await DueAsync(council, held.Id));
        using var licensing = await world.AskAsync("colm", "/api/deployments-due", week);
        Assert.Empty(await DueAsync(licensing, held.Id));
        var nobody = week.DeepClone().AsObject();
        nobody["person"] = DisruptionWorld.Marcus.Replace("24", "21", StringComparison.Ordinal);
        using var others = await world.AskAsync("ben", "/api/deployments-due", nobody);
        Assert.Empty(await DueAsync(others, held.Id));

        await held.DoAsync("ben", "withdrawn", b => b["reasonCode"] = "no-longer-needed");
        using var gone = await world.AskAsync("ben", "/api/deployments-due", week);
        Assert.Empty(await DueAsync(gone, held.Id));
        using var backwards = await world.AskAsync(
            "ben",
            "/api/deployments-due",
            new JsonObject { ["from"] = week["to"]?.DeepClone(), ["to"] = week["from"]?.DeepClone() }
        );
        Assert.Equal(HttpStatusCode.BadRequest, backwards.StatusCode);
    }

    [Fact]
    public async Task Due_MissedHearing_IsOverdue()
    {
        var held = await world.ProposeAsync("closure-order");
        await held.ToPanelAsync();
        await held.AuthoriseUrgentlyAsync("marcus");
        await held.DoAsync(
            "ben",
            "applied",
            b => (b["on"], b["venue"], b["hearingAt"]) = ("2026-03-01", "Marlowe Quay", "2026-03-10T10:00:00Z")
        );
        var week = new JsonObject { ["from"] = Text(DateTimeOffset.UtcNow), ["to"] = Text(DateTimeOffset.UtcNow.AddDays(7)) };
        using var due = await Eastmere.EventuallyAsync(
            () => world.AskAsync("ben", "/api/deployments-due", week),
            async a => (await DueAsync(a, held.Id)).Count == 1
        );
        var line = (await Eastmere.JsonAsync(due))
            .GetProperty("items")
            .EnumerateArray()
            .Single(l => l.GetProperty("deployment").GetProperty("id").GetString() == held.Id);
        Assert.True(line.GetProperty("isOverdue").GetBoolean());
    }

    [Fact]
    public async Task Warnings_SameTacticAndSamePlace_AreTold()
    {
        var first = await world.ProposeAsync("closure-order");
        var term = new JsonArray(
            new JsonObject
            {
                ["kind"] = "prohibition",
                ["text"] = "Keep out.",
                ["places"] = new JsonArray(first.Subject),
            }
        );
        using var edited = await first.EditAsync("ben", new JsonObject { ["terms"] = term.DeepClone() });
        Assert.True(edited.IsSuccessStatusCode, await edited.Content.ReadAsStringAsync());
        var second = await MadeAsync(first.Subject);
        using var board = await Eastmere.EventuallyAsync(
            () => world.ReadAsync("ben", $"/api/deployments/{second}"),
            async answer => (await answer.Content.ReadAsStringAsync()).Contains("duplicate-tactic", StringComparison.Ordinal)
        );
        Assert.Contains(first.Id, (await Eastmere.JsonAsync(board)).GetProperty("warnings").ToString(), StringComparison.Ordinal);
        using var put = await world.SendAsync(
            "ben",
            HttpMethod.Put,
            $"/api/deployments/{second}",
            new JsonObject { ["terms"] = term },
            r => r.Headers.TryAddWithoutValidation("If-Match", board.Headers.ETag?.ToString())
        );
        using var zones = await Eastmere.EventuallyAsync(
            () => world.ReadAsync("ben", $"/api/deployments/{second}"),
            async answer => (await answer.Content.ReadAsStringAsync()).Contains("overlapping-zone", StringComparison.Ordinal)
        );
        Assert.Contains("overlapping-zone", await zones.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<HttpStatusCode> StatusAsync(string user, string path, string purpose = DisruptionWorld.Disrupting)
    {
        using var answer = await world.ReadAsync(user, path, purpose);
        return answer.StatusCode;
    }

    private async Task<string> MadeAsync(string subject, params string[] excluded)
    {
        using var made = await world.PostAsync("ben", "/api/deployments", DisruptionWorld.Proposal("closure-order", subject, excluded));
        Assert.True(made.StatusCode == HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        return (await Eastmere.JsonAsync(made)).GetProperty("id").GetString() ?? "";
    }

    private static async Task<List<string>> IdsAsync(HttpResponseMessage answer) =>
        [.. (await ItemsAsync(answer)).Select(i => i.GetProperty("id").GetString() ?? "")];

    private static async Task<List<string>> DueAsync(HttpResponseMessage answer, string id) =>
        [
            .. (await ItemsAsync(answer))
                .Where(i => i.GetProperty("deployment").GetProperty("id").GetString() == id)
                .Select(i => i.GetProperty("code").GetString() ?? ""),
        ];

    private static async Task<IEnumerable<JsonElement>> ItemsAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await Eastmere.JsonAsync(answer)).GetProperty("items").EnumerateArray();
    }

    private static string Text(DateTimeOffset at) => at.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
}
