using System.Net;
using System.Text.Json.Nodes;
using DataSharing.Web.Tests.Exchange;

namespace DataSharing.Web.Tests.Disruption;

public sealed class DeploymentTests(DisruptionWorld world) : IClassFixture<DisruptionWorld>
{
    [Fact]
    public async Task ClosureOrder_FromIdeaToClosed_TellsAtEachStepWhatComesNext()
    {
        var held = await world.ProposeAsync("closure-order");
        await held.ToPanelAsync();
        var next = held.Last.GetProperty("next").EnumerateArray().ToDictionary(n => n.GetProperty("to").GetString() ?? "", n => n);
        Assert.Equal(["authorised", "rejected", "scoping"], next.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("second-person-needed", next["authorised"].GetProperty("blocked").ToString(), StringComparison.Ordinal);

        await held.AuthoriseUrgentlyAsync("marcus");
        Assert.Contains("tell-panel", held.Last.GetProperty("due").ToString(), StringComparison.Ordinal);
        using var told = await held.PostAsync("ben", "events", new JsonObject { ["kind"] = "panel-told", ["on"] = "2026-04-13" });
        Assert.True(told.IsSuccessStatusCode, await told.Content.ReadAsStringAsync());
        Assert.Contains("hearingAt", held.Last.GetProperty("next").ToString(), StringComparison.Ordinal);
        await held.DoAsync(
            "ben",
            "applied",
            b => (b["on"], b["venue"], b["hearingAt"]) = ("2026-04-14", "Marlowe Quay", "2026-04-16T10:00:00Z")
        );
        Assert.Equal("hearing", held.Last.GetProperty("due")[0].GetProperty("code").GetString());
        await held.AddOrderAsync();
        await held.DoAsync(
            "ben",
            "granted",
            b =>
            {
                b["on"] = "2026-04-16";
                b["terms"] = new JsonArray(
                    new JsonObject
                    {
                        ["kind"] = "prohibition",
                        ["text"] = "Nobody but the tenant enters.",
                        ["places"] = new JsonArray(held.Subject),
                    }
                );
            }
        );
        await held.DoAsync("ben", "active", b => (b["effectiveFrom"], b["expiresAt"]) = ("2026-04-16T12:00:00Z", "2026-07-15T22:59:59Z"));
        Assert.Equal(
            ["expiry", "renewal", "review"],
            held.Last.GetProperty("due").EnumerateArray().Select(d => d.GetProperty("code").GetString() ?? "").Order(StringComparer.Ordinal)
        );
        using var breach = await held.PostAsync(
            "ben",
            "events",
            new JsonObject
            {
                ["kind"] = "breach-reported",
                ["on"] = "2026-06-02",
                ["note"] = "Entered at night.",
            }
        );
        Assert.Equal("active", held.Last.GetProperty("state").GetString());
        await held.DoAsync("ben", "renewal-due", b => b["decideBy"] = "2026-07-10");

        using var tooLong = await held.MoveAsync("ben", "active", b => b["expiresAt"] = "2026-11-14T22:59:59Z");
        var problem = await Eastmere.JsonAsync(tooLong);
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
        Assert.Equal("/expiresAt", problem.GetProperty("pointer").GetString());
        Assert.Contains("6 months in all", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);

        await held.DoAsync("ben", "active", b => b["expiresAt"] = "2026-10-14T22:59:59Z");
        await held.DoAsync("ben", "discharged", b => (b["on"], b["reasons"]) = ("2026-10-14", "The time ran out."));
        using var noReview = await held.MoveAsync("ben", "closed", b => b["reasons"] = "Done.");
        Assert.Equal(HttpStatusCode.BadRequest, noReview.StatusCode);
        await held.DoAsync(
            "ben",
            "closed",
            b =>
                b["review"] = JsonNode.Parse(
                    """
                    { "windowDays": 90, "baselineTo": "2026-04-15", "afterTo": "2026-07-14",
                      "measures": [{ "code": "calls", "baseline": 14, "after": 1 }], "outcome": "reduced", "displacedTo": null,
                      "attribution": "possible", "harmCaused": "None known." }
                    """
                )
        );
        Assert.Empty(held.Last.GetProperty("next").EnumerateArray());

        // Work that goes on is a new deployment that names the closed one.
        var proposal = DisruptionWorld.Proposal("closure-order", held.Subject);
        proposal["follows"] = held.Id;
        using var again = await world.PostAsync("ben", "/api/deployments", proposal);
        Assert.Equal(held.Id, (await Eastmere.JsonAsync(again)).GetProperty("follows").GetString());
        proposal["follows"] = again.Headers.Location?.ToString().Split('/')[^1];
        using var open = await world.PostAsync("ben", "/api/deployments", proposal);
        await AssertReasonAsync(open, HttpStatusCode.BadRequest, "unknown-deployment");
    }

    [Theory]
    [InlineData("no-such-tactic", "location", HttpStatusCode.BadRequest, "unknown-tactic")]
    [InlineData("licensing-s161-closure", "location", HttpStatusCode.BadRequest, "not-in-force")]
    [InlineData("knife-crime-prevention-order", "person", HttpStatusCode.BadRequest, "not-in-force")]
    [InlineData("closure-order", "person", HttpStatusCode.BadRequest, "kind-not-allowed")]
    public async Task Propose_TacticThatCannotBeChosen_IsRefused(string tactic, string kind, HttpStatusCode status, string code)
    {
        using var answer = await world.PostAsync(
            "ben",
            "/api/deployments",
            DisruptionWorld.Proposal(tactic, await world.SubjectAsync(kind))
        );
        await AssertReasonAsync(answer, status, code);
    }

    [Fact]
    public async Task Propose_SubjectOfAnotherAgency_AnswersAsIfItWereNotThere()
    {
        using var theirs = await world.PostAsync(
            "colm",
            "/api/deployments",
            DisruptionWorld.Proposal("closure-order", await world.SubjectAsync("location"))
        );
        using var nobodys = await world.PostAsync(
            "colm",
            "/api/deployments",
            DisruptionWorld.Proposal("closure-order", Guid.NewGuid().ToString())
        );
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (theirs.StatusCode, nobodys.StatusCode));
    }

    [Fact]
    public async Task Propose_Retried_FindsTheFirstTry()
    {
        var proposal = DisruptionWorld.Proposal("closure-order", await world.SubjectAsync("location"));
        using var first = await world.PostAsync("ben", "/api/deployments", proposal, key: "propose-once-0001");
        using var second = await world.PostAsync("ben", "/api/deployments", proposal, key: "propose-once-0001");
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        proposal["objective"] = "Another.";
        using var other = await world.PostAsync("ben", "/api/deployments", proposal, key: "propose-once-0001");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
    }

    [Fact]
    public async Task Move_Retried_MovesOnce()
    {
        var held = await world.ProposeAsync("closure-order");
        var before = held.Version;
        using var first = await held.MoveAsync("ben", "scoping", key: "move-once-00001");
        // The same request again, with the version that it was first sent with.
        using var second = await held.MoveAsync("ben", "scoping", ifMatch: before, key: "move-once-00001");
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.Equal(2, held.Last.GetProperty("history").GetArrayLength());
        using var other = await held.MoveAsync("ben", "rejected", b => b["reasonCode"] = "other", key: "move-once-00001");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
    }

    [Fact]
    public async Task Edit_ByTwoPeopleAtOnce_OneIsToldThatItChanged()
    {
        var held = await world.ProposeAsync("closure-order");
        var both = await Task.WhenAll(
            held.EditAsync("ben", new JsonObject { ["impactOnChild"] = "By Ben." }, held.Version),
            held.EditAsync("marcus", new JsonObject { ["impactOnChild"] = "By Marcus." }, held.Version)
        );
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed], both.Select(b => b.StatusCode).Order());
        var lost = both.Single(b => b.StatusCode == HttpStatusCode.PreconditionFailed);
        using var now = await world.ReadAsync("ben", held.Path);
        Assert.Equal(now.Headers.ETag, lost.Headers.ETag);
        using var blind = await world.SendAsync("ben", HttpMethod.Put, held.Path, new JsonObject { ["impactOnChild"] = "Blindly." });
        Assert.Equal(HttpStatusCode.PreconditionRequired, blind.StatusCode);
        foreach (var answer in both)
        {
            answer.Dispose();
        }
    }

    [Theory]
    [InlineData("authorised")]
    [InlineData("rejected")]
    public async Task Move_WhatWaitsForAPanel_IsThePanelsToDecide(string to)
    {
        var held = await world.ProposeAsync("closure-order");
        await held.ToPanelAsync();
        using var refused = await held.MoveAsync("marcus", to, b => b["reasonCode"] = "not-necessary");
        await AssertReasonAsync(refused, HttpStatusCode.Conflict, "panel-decides");
        Assert.True(refused.Headers.Contains("Audit-Receipt"));
        await held.DoAsync("ben", "scoping");
        await held.DoAsync("marcus", "rejected", b => b["reasonCode"] = "not-necessary");
    }

    [Fact]
    public async Task Authorise_ByTheProposer_IsRefusedAndInTheAudit()
    {
        var held = await world.ProposeAsync("closure-order");
        await held.ToPanelAsync();
        using var refused = await held.MoveAsync("ben", "authorised", DisruptionWorld.Held.Urgent);
        await AssertReasonAsync(refused, HttpStatusCode.Conflict, "second-person-needed");
        Assert.True(refused.Headers.Contains("Audit-Receipt"));
        await held.AuthoriseUrgentlyAsync("lena");
        Assert.EndsWith(
            ":0a000000-0000-4000-8000-000000000023",
            held.Last.GetProperty("authorisation").GetProperty("by").GetString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("active")]
    [InlineData("granted")]
    [InlineData("closed")]
    [InlineData("idea")]
    public async Task Move_WhereTheTableDoesNotAllow_IsRefused(string to)
    {
        var held = await world.ProposeAsync("closure-order");
        using var refused = await held.MoveAsync("ben", to);
        await AssertReasonAsync(refused, HttpStatusCode.Conflict, "impossible-transition");
    }

    [Fact]
    public async Task Move_PersonTooYoungOnTheDayOfTheAct_IsRefused()
    {
        var born = DateOnly
            .FromDateTime(DateTime.UtcNow)
            .AddYears(-14)
            .AddDays(10)
            .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var held = await world.ProposeAsync("gang-injunction", "person", born);
        await held.ToPanelAsync();
        Assert.Contains("age-guard", held.Last.GetProperty("warnings").ToString(), StringComparison.Ordinal);
        using var refused = await held.MoveAsync("marcus", "authorised", DisruptionWorld.Held.Urgent);
        await AssertReasonAsync(refused, HttpStatusCode.Conflict, "age-guard");
    }

    [Fact]
    public async Task Move_ChildWithAReferral_IsHeldUntilASecondPersonReviewed()
    {
        var held = await world.ProposeAsync("gang-injunction", "person", "2010-01-03");
        var status = new JsonObject
        {
            ["kind"] = "status",
            ["code"] = "nrm",
            ["text"] = "Positive reasonable grounds",
            ["item"] = new JsonObject
            {
                ["category"] = "risk",
                ["grading"] = new JsonObject { ["source"] = 1, ["intelligence"] = "A" },
                ["handling"] = new JsonObject { ["code"] = "P" },
                ["validFrom"] = "2026-03-16",
                ["provenance"] = "Decision letter",
            },
        };
        using var recorded = await world.RecordAsync("ben", $"/api/subjects/{held.Subject}/facts", status);
        Assert.True(recorded.IsSuccessStatusCode, await recorded.Content.ReadAsStringAsync());
        await held.ToPanelAsync();
        using var refused = await held.MoveAsync("marcus", "authorised", DisruptionWorld.Held.Urgent);
        await AssertReasonAsync(refused, HttpStatusCode.Conflict, "hold-open");
        using var own = await held.PostAsync("ben", "holds/child-nrm/lift", new JsonObject { ["reason"] = "I think so." });
        await AssertReasonAsync(own, HttpStatusCode.Conflict, "second-person-needed");
        using var lifted = await held.PostAsync(
            "marcus",
            "holds/child-nrm/lift",
            new JsonObject { ["reason"] = "Reviewed with youth justice." }
        );
        Assert.Equal(HttpStatusCode.OK, lifted.StatusCode);
        await held.AuthoriseUrgentlyAsync("marcus");
    }

    [Fact]
    public async Task Document_AddedAndRead_IsTheSameBytes()
    {
        var held = await world.ProposeAsync("closure-order");
        await held.AddOrderAsync();
        using var read = await world.ReadAsync("marcus", $"{held.Path}/documents/1");
        Assert.Equal("%PDF-1.7 the order"u8.ToArray(), await read.Content.ReadAsByteArrayAsync());
        Assert.Equal("attachment", read.Content.Headers.ContentDisposition?.DispositionType);
        Assert.True(read.Headers.Contains("Audit-Receipt"));
        using var missing = await world.ReadAsync("marcus", $"{held.Path}/documents/2");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);

        foreach (
            var (type, content) in new[]
            {
                ("text/html", "PGI+"),
                ("application/pdf", "bm90IGEgcGRm"),
                ("image/png", ""),
                ("text/plain", "AAEC"),
            }
        )
        {
            var body = new JsonObject
            {
                ["name"] = "x",
                ["mediaType"] = type,
                ["content"] = content,
            };
            using var refused = await held.PostAsync("ben", "documents", body);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        var large = new JsonObject
        {
            ["name"] = "x",
            ["mediaType"] = "text/plain",
            ["content"] = Convert.ToBase64String(Enumerable.Repeat((byte)'a', 4 * 1024 * 1024).ToArray()),
        };
        using var taken = await held.PostAsync("ben", "documents", large);
        Assert.True(taken.IsSuccessStatusCode, await taken.Content.ReadAsStringAsync());
        large["content"] = Convert.ToBase64String(Enumerable.Repeat((byte)'a', (4 * 1024 * 1024) + 1).ToArray());
        using var tooLarge = await held.PostAsync("ben", "documents", large);
        Assert.Equal(HttpStatusCode.BadRequest, tooLarge.StatusCode);
    }

    [Fact]
    public async Task Edit_CaseAfterItWasDecided_IsRefused()
    {
        var held = await world.ProposeAsync("closure-notice");
        await held.DoAsync("ben", "scoping");
        await held.DoAsync("marcus", "authorised");
        using var refused = await held.EditAsync("ben", new JsonObject { ["objective"] = "Something else." });
        Assert.False(refused.IsSuccessStatusCode);
        using var evidence = await held.EditAsync(
            "ben",
            new JsonObject { ["evidence"] = new JsonArray(new JsonObject { ["index"] = 0, ["done"] = true }) }
        );
        Assert.True(evidence.IsSuccessStatusCode, await evidence.Content.ReadAsStringAsync());
        using var beyond = await held.EditAsync(
            "ben",
            new JsonObject { ["evidence"] = new JsonArray(new JsonObject { ["index"] = 99, ["done"] = true }) }
        );
        await AssertReasonAsync(beyond, HttpStatusCode.BadRequest, "unknown-evidence");
        using var stranger = await held.EditAsync(
            "ben",
            new JsonObject { ["owner"] = "person:bbbbbbbb-0000-4000-8000-00000000000b:0a000000-0000-4000-8000-000000000001" }
        );
        await AssertReasonAsync(stranger, HttpStatusCode.BadRequest, "unknown-owner");
    }

    [Fact]
    public async Task Move_StoreTakesNoEntry_NothingMovesAndNothingLeaves()
    {
        var held = await world.ProposeAsync("closure-order");
        world.Store.Stopped = true;
        try
        {
            using var refused = await held.MoveAsync("ben", "scoping");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        }
        finally
        {
            world.Store.Stopped = false;
        }

        using var read = await world.ReadAsync("ben", held.Path);
        Assert.Equal("idea", (await Eastmere.JsonAsync(read)).GetProperty("state").GetString());
    }

    private static async Task AssertReasonAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, text);
        var reasons = (await Eastmere.JsonAsync(answer))
            .GetProperty("reasons")
            .EnumerateArray()
            .Select(r => r.GetProperty("code").GetString());
        Assert.Contains(code, reasons);
    }
}
