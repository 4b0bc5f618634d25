using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Web.Api;
using DataSharing.Web.Tests.Exchange;

namespace DataSharing.Web.Tests.Entities;

public sealed class SubjectTests(Borough borough) : IClassFixture<Borough>
{
    [Fact]
    public async Task Register_FailedCheck_WarnsKeepsAndSaysSoWhenRead()
    {
        var body = new JsonObject
        {
            ["kind"] = "person",
            ["name"] = "Wilma Check",
            ["identifiers"] = new JsonArray(
                new JsonObject { ["scheme"] = "nhs-number", ["value"] = "943 476 5919" },
                new JsonObject { ["scheme"] = "nhs-number", ["value"] = "9434765918" },
                new JsonObject { ["scheme"] = "case-number", ["value"] = "A-17" }
            ),
        };
        using var made = await borough.PostAsync("amira", "/api/subjects", body);
        var registered = await Eastmere.JsonAsync(made);
        var warning = Assert.Single(registered.GetProperty("warnings").EnumerateArray());
        Assert.Equal(
            ("/identifiers/1", "failed:checksum"),
            (warning.GetProperty("pointer").GetString(), warning.GetProperty("check").GetString())
        );

        var view = await borough.ReadAsync("amira", registered.GetProperty("id").GetString() ?? "", Eastmere.Purpose);
        Assert.Equal(
            ["9434765919 passed", "9434765918 failed:checksum", "A-17 unknown-scheme"],
            view.GetProperty("identifiers").EnumerateArray().Select(i => $"{i.GetProperty("value")} {i.GetProperty("check")}")
        );
    }

    [Fact]
    public async Task Read_OtherAgency_SeesWhatIsPermittedAndNothingElse()
    {
        var id = await borough.PersonAsync("amira", "Read Permitted", "2011-01-01");
        await borough.RecordAsync("amira", $"/api/subjects/{id}/facts", Borough.Fact("risk", "visible risk"));
        await borough.RecordAsync("amira", $"/api/subjects/{id}/facts", Borough.Fact("housing", "hidden housing"));
        var seen = await borough.ReadAsync("ben", id, Eastmere.Purpose);
        Assert.Equal("Read Permitted", seen.GetProperty("name").GetString());
        Assert.Equal(["visible risk"], seen.GetProperty("facts").EnumerateArray().Select(f => f.GetProperty("text").GetString()));
        Assert.DoesNotContain("housing", seen.GetRawText(), StringComparison.Ordinal);
        Assert.All(
            seen.GetProperty("decisions").EnumerateArray(),
            d => Assert.Equal("eastmere-exploitation", d.GetProperty("agreement").GetString())
        );

        var own = await borough.ReadAsync("amira", id, Eastmere.Purpose);
        Assert.Equal(2, own.GetProperty("facts").GetArrayLength());
        Assert.Equal(0, own.GetProperty("decisions").GetArrayLength());

        using var other = await borough.GetAsync("ben", $"/api/subjects/{id}", purpose: "another-purpose");
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, other);
        using var stranger = await borough.GetAsync("colm", $"/api/subjects/{id}");
        using var nobody = await borough.GetAsync("colm", $"/api/subjects/{Guid.NewGuid()}");
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, stranger);
        Assert.Equal(nobody.Content.Headers.ContentLength, stranger.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Read_OtherAgency_TheControllersOfficerSeesWhoLooked()
    {
        var id = await borough.PersonAsync("amira", "Looked At", "2011-01-01");
        await borough.ReadAsync("ben", id, Eastmere.Purpose);

        using var answer = await Eastmere.EventuallyAsync(
            () => borough.GetAsync("joan", $"/api/audit/entries?record=subject:{id}"),
            async a => (await a.Content.ReadAsStringAsync()).Contains("eastmere-police", StringComparison.Ordinal)
        );
        var look = (await Eastmere.JsonAsync(answer))
            .GetProperty("items")
            .EnumerateArray()
            .Single(e => e.GetProperty("agency").GetString() == "eastmere-police");
        Assert.Equal("subject.read", look.GetProperty("act").GetString());
        // The reason stays with the agency that gave it.
        Assert.Equal(JsonValueKind.Null, look.GetProperty("justification").ValueKind);
        using var licensing = await borough.GetAsync("una", $"/api/audit/entries?record=subject:{id}");
        Assert.Equal(0, (await Eastmere.JsonAsync(licensing)).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Roles_TwoInOneEvent_BelongToTheEventAndShowFromEveryEnd()
    {
        await borough.EnsureEveryoneAsync();
        var child = await borough.PersonAsync("amira", "Role Both", "2009-01-03");
        var place = await borough.RegisterAsync("ben", new JsonObject { ["kind"] = "location", ["name"] = "Role Place" });
        var happened = new JsonObject
        {
            ["kind"] = "arrest",
            ["from"] = "2026-03-09T21:00:00Z",
            ["text"] = "With intent to supply",
            ["participants"] = new JsonArray(
                new JsonObject { ["subject"] = child, ["roles"] = new JsonArray("victim", "suspect") },
                new JsonObject { ["subject"] = place, ["roles"] = new JsonArray("place-of") }
            ),
            ["item"] = Borough.Item("incident"),
        };
        await borough.RecordAsync("ben", "/api/events", happened);
        await borough.SettleAsync();
        var view = await borough.ReadAsync("ben", child, Borough.Everyone);
        var one = Assert.Single(view.GetProperty("events").EnumerateArray());
        Assert.Equal(["victim", "suspect"], one.GetProperty("roles").EnumerateArray().Select(r => r.GetString()));
        Assert.Equal(place, Assert.Single(one.GetProperty("others").EnumerateArray()).GetProperty("subject").GetProperty("id").GetString());
        var there = await borough.ReadAsync("ben", place, Borough.Everyone);
        Assert.Equal(1, there.GetProperty("events").GetArrayLength());
        // The council may see who they are, and nothing was agreed of incidents.
        Assert.Equal(0, (await borough.ReadAsync("amira", child, Borough.Everyone)).GetProperty("events").GetArrayLength());

        happened["participants"] = new JsonArray(new JsonObject { ["subject"] = place, ["roles"] = new JsonArray("victim") });
        using var wrong = await borough.WriteAsync("ben", "/api/events", happened, Borough.Everyone);
        var problem = await ProblemAssert.IsAsync(ProblemTypes.InvalidField, wrong);
        Assert.Equal("/participants/0/roles", problem.GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task Link_BetweenKinds_ReadsBothWaysAndRefusesWhatIsNotDefined()
    {
        var person = await borough.PersonAsync("ben", "Link Person", "1990-01-01");
        var place = await borough.RegisterAsync("ben", new JsonObject { ["kind"] = "location", ["name"] = "Link Place" });
        await borough.RecordAsync("ben", $"/api/subjects/{person}/links", Borough.Link(place, "found-at"));
        await borough.SettleAsync();
        var from = Assert.Single((await borough.ReadAsync("ben", person, Borough.Everyone)).GetProperty("links").EnumerateArray());
        var to = Assert.Single((await borough.ReadAsync("ben", place, Borough.Everyone)).GetProperty("links").EnumerateArray());
        Assert.Equal(("found at", true), (from.GetProperty("reads").GetString(), from.GetProperty("outgoing").GetBoolean()));
        Assert.Equal(("where was found", false), (to.GetProperty("reads").GetString(), to.GetProperty("outgoing").GetBoolean()));
        Assert.Equal(person, to.GetProperty("other").GetProperty("id").GetString());

        using var backwards = await borough.WriteAsync(
            "ben",
            $"/api/subjects/{place}/links",
            Borough.Link(person, "found-at"),
            Borough.Everyone
        );
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, backwards);
        using var itself = await borough.WriteAsync(
            "ben",
            $"/api/subjects/{person}/links",
            Borough.Link(person, "peer-of"),
            Borough.Everyone
        );
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, itself);
        using var nobody = await borough.WriteAsync(
            "ben",
            $"/api/subjects/{person}/links",
            Borough.Link(Guid.NewGuid().ToString("D"), "peer-of"),
            Borough.Everyone
        );
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, nobody);
    }

    [Fact]
    public async Task PeerLink_TwoChildren_ExpiresByDefaultAndIsKeptFromSystems()
    {
        var begun = DateOnly.FromDateTime(DateTime.UtcNow);
        var one = await borough.PersonAsync("amira", "Peer One", "2010-08-14");
        var two = await borough.PersonAsync("amira", "Peer Two", "2011-05-22");
        var adult = await borough.PersonAsync("amira", "Peer Grown", "1980-05-22");
        await borough.RecordAsync("amira", $"/api/subjects/{one}/links", Borough.Link(two, "peer-of"));
        await borough.RecordAsync("amira", $"/api/subjects/{one}/links", Borough.Link(adult, "friend-of"));
        var links = (await borough.ReadAsync("amira", one, Eastmere.Purpose)).GetProperty("links").EnumerateArray().ToArray();
        var peer = links.Single(l => l.GetProperty("kind").GetString() == "peer-of").GetProperty("item");
        // The day may have changed meanwhile, and so may the year.
        Assert.InRange(
            DateOnly.Parse(peer.GetProperty("validTo").GetString() ?? "", System.Globalization.CultureInfo.InvariantCulture).Year,
            begun.AddMonths(12).Year,
            DateOnly.FromDateTime(DateTime.UtcNow).AddMonths(12).Year
        );
        Assert.Equal(
            JsonValueKind.Null,
            links.Single(l => l.GetProperty("kind").GetString() == "friend-of").GetProperty("item").GetProperty("validTo").ValueKind
        );

        using var answer = await borough.AsSystemAsync(
            "aaaaaaaa-0000-4000-8000-000000000002",
            "22222222-aaaa-4aaa-8aaa-000000000002",
            HttpMethod.Get,
            $"/api/subjects/{one}",
            null
        );
        var seen = (await Eastmere.JsonAsync(answer)).GetProperty("links").EnumerateArray();
        Assert.Equal(["friend-of"], seen.Select(l => l.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task Close_OwnFact_OnceUnderItsVersion()
    {
        var id = await borough.PersonAsync("amira", "Close Fact");
        var status = Borough.Fact("support-plan", "Care order", "status");
        status["code"] = "care-order";
        var (fact, version) = await borough.RecordAsync("amira", $"/api/subjects/{id}/facts", status);
        var path = $"/api/subjects/{id}/facts/{fact}/closure";
        var body = new JsonObject { ["lastDay"] = "2026-03-01" };
        using var without = await borough.WriteAsync("amira", path, body);
        await ProblemAssert.IsAsync(ProblemTypes.PreconditionRequired, without);
        using var stale = await borough.WriteAsync("amira", path, body, ifMatch: "\"0\"");
        await ProblemAssert.IsAsync(ProblemTypes.PreconditionFailed, stale);
        Assert.Equal(version, stale.Headers.ETag?.ToString());
        using var theirs = await borough.WriteAsync("ben", path, body, ifMatch: version);
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, theirs);
        using var closed = await borough.WriteAsync("amira", path, body, ifMatch: version);
        Assert.Equal(HttpStatusCode.OK, closed.StatusCode);
        using var again = await borough.WriteAsync("amira", path, body, ifMatch: closed.Headers.ETag?.ToString());
        await ProblemAssert.IsAsync(ProblemTypes.Conflict, again);
        var view = await borough.ReadAsync("amira", id, Eastmere.Purpose);
        Assert.False(Assert.Single(view.GetProperty("facts").EnumerateArray()).GetProperty("item").GetProperty("isCurrent").GetBoolean());
    }

    [Fact]
    public async Task Record_SameKeyAgain_IsOneItem_OtherBodyIsRefused()
    {
        var id = await borough.PersonAsync("amira", "Retry Fact");
        var body = Borough.Fact("risk");
        using var first = await borough.WriteAsync("amira", $"/api/subjects/{id}/facts", body, key: "fact-retry-1");
        using var again = await borough.WriteAsync("amira", $"/api/subjects/{id}/facts", body, key: "fact-retry-1");
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        body["text"] = "Another";
        using var other = await borough.WriteAsync("amira", $"/api/subjects/{id}/facts", body, key: "fact-retry-1");
        await ProblemAssert.IsAsync(ProblemTypes.IdempotencyKeyReused, other);
        Assert.Equal(1, (await borough.ReadAsync("amira", id, Eastmere.Purpose)).GetProperty("facts").GetArrayLength());
    }

    [Theory]
    [InlineData("validTo", "1066-10-14")]
    [InlineData("validFrom", "2199-01-01")]
    public async Task Record_DateBeyondSense_PointsAtIt(string member, string date)
    {
        var id = await borough.PersonAsync("amira", "Odd Dates");
        var body = Borough.Fact("risk");
        (body["item"] ?? throw new InvalidOperationException())[member] = date;
        using var refused = await borough.WriteAsync("amira", $"/api/subjects/{id}/facts", body);
        var problem = await ProblemAssert.IsAsync(ProblemTypes.InvalidField, refused);
        Assert.Equal($"/item/{member}", problem.GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task SuppressedPlace_OtherAgency_SeesThatItIsAndNotWhere()
    {
        await borough.EnsureEveryoneAsync();
        var place = new JsonObject
        {
            ["kind"] = "location",
            ["name"] = "Refuge Willow",
            ["identifiers"] = new JsonArray(new JsonObject { ["scheme"] = "uprn", ["value"] = "999000000777" }),
            ["place"] = new JsonObject
            {
                ["type"] = "address",
                ["address"] = "7 Hidden Row",
                ["postcode"] = "EM1 7HR",
                ["latitude"] = 51.508112,
                ["longitude"] = 0.1,
                ["suppressed"] = true,
            },
        };
        var id = await borough.RegisterAsync("amira", place);
        Assert.Contains("7 Hidden Row", (await borough.ReadAsync("amira", id, Eastmere.Purpose)).GetRawText(), StringComparison.Ordinal);
        var seen = await borough.ReadAsync("ben", id, Borough.Everyone);
        Assert.Equal("Refuge Willow", seen.GetProperty("name").GetString());
        Assert.True(seen.GetProperty("place").GetProperty("suppressed").GetBoolean());
        Assert.All(
            ["Hidden Row", "7HR", "51.508112", "999000000777"],
            hidden => Assert.DoesNotContain(hidden, seen.GetRawText(), StringComparison.Ordinal)
        );

        await borough.SettleAsync();
        var byNumber = new JsonObject
        {
            ["identifier"] = new JsonObject { ["scheme"] = "uprn", ["value"] = "999000000777" },
        };
        Assert.Equal(1, await FoundAsync("amira", byNumber, Eastmere.Purpose));
        Assert.Equal(0, await FoundAsync("ben", byNumber, Borough.Everyone));
    }

    [Fact]
    public async Task Search_NameOrIdentifier_FindsOwnAndPermittedOnly()
    {
        await borough.EnsureEveryoneAsync();
        var id = await borough.RegisterAsync(
            "amira",
            new JsonObject
            {
                ["kind"] = "person",
                ["name"] = "Zoë Featherstonehaugh-Øster",
                ["dateOfBirth"] = "2010-02-03",
                ["identifiers"] = new JsonArray(new JsonObject { ["scheme"] = "nhs-number", ["value"] = "9990000050" }),
            }
        );
        await borough.SettleAsync();
        foreach (var name in new[] { "feather", "ZOE", "oster", "featherstonehaugh zo" })
        {
            Assert.Equal(1, await FoundAsync("amira", new JsonObject { ["name"] = name }, Eastmere.Purpose));
        }

        var number = new JsonObject
        {
            ["identifier"] = new JsonObject { ["scheme"] = "nhs-number", ["value"] = "999 000 0050" },
        };
        Assert.Equal(1, await FoundAsync("amira", number, Eastmere.Purpose));
        Assert.Equal(1, await FoundAsync("ben", number, Eastmere.Purpose));
        Assert.Equal(0, await FoundAsync("ben", number, "another-purpose"));
        Assert.Equal(0, await FoundAsync("colm", number, Eastmere.Purpose));
        Assert.Equal(1, await FoundAsync("colm", number, Borough.Everyone));
        Assert.Equal(0, await FoundAsync("amira", new JsonObject { ["name"] = "feather", ["kind"] = "business" }, Eastmere.Purpose));
        Assert.Equal(0, await FoundAsync("amira", new JsonObject { ["name"] = "stonehaugh" }, Eastmere.Purpose));
        using var mine = await borough.WriteAsync("amira", "/api/subject-search", new JsonObject { ["name"] = "feather" });
        Assert.Equal(id, (await Eastmere.JsonAsync(mine)).GetProperty("items")[0].GetProperty("id").GetString());

        using var tooShort = await borough.WriteAsync("amira", "/api/subject-search", new JsonObject { ["name"] = "zo" });
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, tooShort);
        using var both = await borough.WriteAsync("amira", "/api/subject-search", new JsonObject());
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, both);
    }

    [Fact]
    public async Task Search_MoreThanAPage_GoesOnWithoutGapOrRepeat()
    {
        var names = Enumerable.Range(0, 57).Select(i => $"Pagina {(char)('A' + (i % 26))}{i}").ToArray();
        await Task.WhenAll(names.Select(n => borough.PersonAsync("amira", n)));
        await borough.SettleAsync();
        var found = new List<string>();
        string? cursor = null;
        do
        {
            using var page = await borough.WriteAsync(
                "amira",
                "/api/subject-search",
                new JsonObject { ["name"] = "pagina", ["cursor"] = cursor }
            );
            var body = await Eastmere.JsonAsync(page);
            found.AddRange(body.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("name").GetString() ?? ""));
            cursor = body.GetProperty("next").GetString();
            if (cursor is not null)
            {
                using var taken = await borough.WriteAsync(
                    "ben",
                    "/api/subject-search",
                    new JsonObject { ["name"] = "pagina", ["cursor"] = cursor }
                );
                await ProblemAssert.IsAsync(ProblemTypes.InvalidCursor, taken);
            }
        } while (cursor is not null);

        Assert.Equal(names.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    private async Task<int> FoundAsync(string user, JsonObject query, string purpose)
    {
        using var answer = await borough.WriteAsync(user, "/api/subject-search", query.DeepClone(), purpose);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await Eastmere.JsonAsync(answer)).GetProperty("items").GetArrayLength();
    }
}
