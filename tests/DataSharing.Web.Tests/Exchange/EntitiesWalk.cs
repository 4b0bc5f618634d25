using System.Net;
using System.Text.Json.Nodes;

namespace DataSharing.Web.Tests.Exchange;

/// <summary>Every operation on facts, links, events, consent and search, well and badly, with seeded personal values.</summary>
internal static class EntitiesWalk
{
    public static async Task RunAsync(
        Eastmere e,
        string subject,
        string reason,
        Func<Task<HttpResponseMessage>, Task<HttpResponseMessage>> heard
    )
    {
        var place = new JsonObject
        {
            ["kind"] = "location",
            ["name"] = "Zwiebelgasse",
            ["identifiers"] = new JsonArray(new JsonObject { ["scheme"] = "uprn", ["value"] = "Zwiebelgasse" }),
            ["place"] = new JsonObject
            {
                ["type"] = "address",
                ["address"] = "4 Zwiebelgasse",
                ["postcode"] = "ZW1 1AA",
                ["latitude"] = 51.5,
                ["longitude"] = -0.1,
                ["suppressed"] = true,
            },
        };
        using var placed = await heard(e.PostAsync("amira", "/api/subjects", place));
        Assert.Equal(HttpStatusCode.Created, placed.StatusCode);
        var location = (await Eastmere.JsonAsync(placed)).GetProperty("id").GetString() ?? "";
        place["place"] = new JsonObject { ["type"] = "Zwiebelgasse" };
        await heard(e.PostAsync("amira", "/api/subjects", place));

        using var fact = await heard(Write("amira", $"/api/subjects/{subject}/facts", Fact(reason)));
        Assert.Equal(HttpStatusCode.Created, fact.StatusCode);
        await heard(Write("amira", $"/api/subjects/{subject}/facts", Fact(reason, kind: "Quillfeather")));
        await heard(Write("colm", $"/api/subjects/{subject}/facts", Fact(reason)));
        var closure = $"/api/subjects/{subject}/facts/{(await Eastmere.JsonAsync(fact)).GetProperty("id").GetString()}/closure";
        await Close(closure, fact.Headers.ETag?.ToString());

        var link = new JsonObject
        {
            ["to"] = location,
            ["kind"] = "found-at",
            ["strength"] = "likely",
            ["whyNecessary"] = reason,
            ["item"] = Item(reason),
        };
        using var linked = await heard(Write("amira", $"/api/subjects/{subject}/links", link));
        Assert.Equal(HttpStatusCode.Created, linked.StatusCode);
        var wrong = link.DeepClone().AsObject();
        wrong["kind"] = "Quillfeather";
        await heard(Write("amira", $"/api/subjects/{subject}/links", wrong));
        wrong["kind"] = "sibling-of";
        await heard(Write("amira", $"/api/subjects/{subject}/links", wrong));

        var happened = new JsonObject
        {
            ["kind"] = "missing-episode",
            ["from"] = "2026-02-20T18:10:00Z",
            ["text"] = reason,
            ["participants"] = new JsonArray(
                new JsonObject { ["subject"] = subject, ["roles"] = new JsonArray("victim", "suspect") },
                new JsonObject { ["subject"] = location, ["roles"] = new JsonArray("place-of") }
            ),
            ["item"] = Item(reason),
        };
        using var recorded = await heard(Write("amira", "/api/events", happened));
        Assert.Equal(HttpStatusCode.Created, recorded.StatusCode);
        var odd = happened.DeepClone().AsObject();
        odd["kind"] = "Quillfeather";
        await heard(Write("amira", "/api/events", odd));

        var consent = new JsonObject
        {
            ["answer"] = "refused",
            ["speaker"] = "subject",
            ["words"] = reason,
        };
        using var said = await heard(Write("amira", $"/api/subjects/{subject}/consents", consent));
        Assert.Equal(HttpStatusCode.Created, said.StatusCode);
        await heard(Write("amira", $"/api/subjects/{subject}/consents", new JsonObject { ["answer"] = "Quillfeather" }));
        await heard(e.GetAsync("amira", $"/api/subjects/{subject}/consents", reason: reason));
        await heard(e.GetAsync("colm", $"/api/subjects/{subject}/consents", reason: reason));

        // Until the relay has written what it is found by.
        using var found = await Eastmere.EventuallyAsync(
            () => heard(Write("amira", "/api/subject-search", new JsonObject { ["name"] = "quill" })),
            async a => (await Eastmere.JsonAsync(a)).GetProperty("items").GetArrayLength() > 0
        );
        Assert.Contains("Quillfeather", await found.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await heard(Write("colm", "/api/subject-search", new JsonObject { ["name"] = "Quillfeather" }));
        var number = new JsonObject { ["scheme"] = "nhs-number", ["value"] = "9990007773" };
        await heard(Write("amira", "/api/subject-search", new JsonObject { ["identifier"] = number }));
        await heard(Write("amira", "/api/subject-search", new JsonObject { ["name"] = "Quillfeather", ["cursor"] = "Quillfeather" }));
        await heard(Write("amira", "/api/subject-search", new JsonObject { ["kind"] = "Quillfeather" }));

        var preview = new JsonObject
        {
            ["to"] = "eastmere-police",
            ["subjectId"] = subject,
            ["purpose"] = Eastmere.Purpose,
            ["reason"] = reason,
            ["categories"] = new JsonArray("identity", "education"),
        };
        using var previewed = await heard(e.PostAsync("amira", "/api/decisions/preview", preview));
        Assert.Equal(HttpStatusCode.OK, previewed.StatusCode);
        preview["categories"] = new JsonArray("Quillfeather");
        await heard(e.PostAsync("amira", "/api/decisions/preview", preview));

        // The event rows are written; the whole record, with everything in it, for its owner and for another agency.
        using var whole = await Eastmere.EventuallyAsync(
            () => heard(e.GetAsync("amira", $"/api/subjects/{subject}", reason: reason)),
            async a => (await Eastmere.JsonAsync(a)).GetProperty("events").GetArrayLength() > 0
        );
        var text = await whole.Content.ReadAsStringAsync();
        Assert.Contains("overheardwhisper", text, StringComparison.Ordinal);
        Assert.Contains("Zwiebelgasse", text, StringComparison.Ordinal);
        await heard(e.GetAsync("ben", $"/api/subjects/{subject}", reason: reason));
        await heard(e.GetAsync("amira", $"/api/subjects/{location}", reason: reason));
        await Close($"/api/subjects/{subject}/links/{(await Eastmere.JsonAsync(linked)).GetProperty("id").GetString()}/closure", "\"0\"");

        async Task Close(string path, string? version)
        {
            var body = new JsonObject { ["lastDay"] = "2026-03-01" };
            await heard(Write("amira", path, body, "\"Quillfeather\""));
            await heard(Write("colm", path, body, version));
            await heard(Write("amira", path, body, version));
            await heard(Write("amira", path, new JsonObject { ["lastDay"] = "Quillfeather" }, version));
        }

        Task<HttpResponseMessage> Write(string user, string path, JsonNode body, string? version = null) =>
            e.WriteAsync(user, path, body, reason: reason, ifMatch: version);
    }

    private static JsonObject Item(string words) =>
        new()
        {
            ["category"] = "risk",
            ["provenance"] = words,
            ["grading"] = new JsonObject { ["source"] = 2, ["intelligence"] = "B" },
            ["handling"] = new JsonObject { ["code"] = "C", ["conditions"] = new JsonArray("A1", "S2") },
        };

    private static JsonObject Fact(string words, string kind = "risk-level") =>
        new()
        {
            ["kind"] = kind,
            ["text"] = words,
            ["item"] = Item(words),
        };
}
