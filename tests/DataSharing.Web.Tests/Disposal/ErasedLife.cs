using System.Text;
using System.Text.Json.Nodes;
using DataSharing.Web.Tests.Entities;
using DataSharing.Web.Tests.Exchange;
using DataSharing.Web.Tests.Panels;

namespace DataSharing.Web.Tests.Disposal;

/// <summary>Everything that the platform can hold of a person, recorded of somebody who will be erased and of somebody who will not.</summary>
internal sealed class ErasedLife(ErasingBorough borough)
{
    public async Task<(string Gone, string Other, string Disclosure, IReadOnlyList<string> Receipts)> LiveAsync()
    {
        var receipts = new List<string>();
        var e = borough;
        await e.EnsureEveryoneAsync();
        var person = new JsonObject
        {
            ["kind"] = "person",
            ["name"] = "Vanessa Evanescent",
            ["dateOfBirth"] = "1911-02-13",
            ["identifiers"] = new JsonArray(new JsonObject { ["scheme"] = "case-reference", ["value"] = "VANISHED-77" }),
        };
        using var registered = await e.PostAsync("amira", "/api/subjects", person);
        Keep(registered);
        var gone = ErasingBorough.Text(await Eastmere.JsonAsync(registered), "id");
        var other = await e.PersonAsync("amira", "Trudy Remaining", "1950-01-01");
        await e.RecordAsync("amira", $"/api/subjects/{gone}/facts", Borough.Fact("risk", "factvanish"));
        await e.RecordAsync("amira", $"/api/subjects/{other}/facts", Borough.Fact("risk", "factstays"));
        await e.RecordAsync("ben", $"/api/subjects/{gone}/facts", Borough.Fact("risk", "policestays"));
        await e.RecordAsync("amira", $"/api/subjects/{gone}/links", Why(Borough.Link(other, "sibling-of"), "whyvanish"));
        await e.RecordAsync("amira", $"/api/subjects/{other}/links", Why(Borough.Link(gone, "sibling-of"), "backvanish"));
        await e.RecordAsync("amira", "/api/events", Event("alonevanish", gone));
        await e.RecordAsync("amira", "/api/events", Event("togetherstays", gone, other));
        var consent = new JsonObject
        {
            ["answer"] = "refused",
            ["speaker"] = "subject",
            ["words"] = "consentvanish",
        };
        using var said = await e.WriteAsync("amira", $"/api/subjects/{gone}/consents", consent, Borough.Everyone);
        Keep(said);

        using var small = await e.PostAsync("amira", "/api/disclosures", Disclose(gone, "contentvanish"));
        Keep(small);
        var disclosure = ErasingBorough.Text(await Eastmere.JsonAsync(small), "id");
        using var large = await e.PostAsync("amira", "/api/disclosures", Disclose(gone, "largevanish " + new string('x', 60_000)));
        Keep(large);
        using var read = await e.GetAsync("ben", $"/api/disclosures/{disclosure}");
        Assert.Contains("contentvanish", await read.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var ask = new JsonObject
        {
            ["to"] = "eastmere-police",
            ["subjectId"] = gone,
            ["purpose"] = Eastmere.Purpose,
            ["reason"] = "A meeting next week",
            ["categories"] = new JsonArray("risk"),
            ["particulars"] = new JsonObject { ["identity"] = new JsonObject { ["name"] = "askvanish" } },
        };
        using var asked = await e.PostAsync("amira", "/api/requests", ask);
        Keep(asked);
        var refusal = new JsonObject { ["ground"] = "not-held", ["explanation"] = "We hold nothing." };
        using var refused = await e.PostAsync("ben", $"{asked.Headers.Location}/refusal", refusal, asked.Headers.ETag?.ToString());
        Assert.True(refused.IsSuccessStatusCode, await refused.Content.ReadAsStringAsync());
        await DeployAsync(gone);
        await MeetAsync(gone);
        await e.SettleAsync();
        return (gone, other, disclosure, receipts);

        void Keep(HttpResponseMessage made)
        {
            Assert.True(made.IsSuccessStatusCode, made.ToString());
            receipts.Add(made.Headers.GetValues("Audit-Receipt").Single());
        }
    }

    private async Task MeetAsync(string about)
    {
        using var panel = await borough.WriteAsync("nia", "/api/panels", PanelWorld.PanelBody("Panel of the erased"));
        var path = $"/api/panels/{await PanelWorld.IdAsync(panel)}/meetings";
        using var meeting = await borough.WriteAsync("ffion", path, new JsonObject { ["startsAt"] = "2026-06-04T09:00:00Z" });
        var item = new JsonObject
        {
            ["section"] = "new-nominations",
            ["title"] = "titlevanish",
            ["note"] = "notevanish",
            ["subjects"] = new JsonArray(about),
        };
        using var added = await borough.WriteAsync("amira", $"/api/meetings/{await PanelWorld.IdAsync(meeting)}/items", item);
        Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync());
    }

    private async Task DeployAsync(string about)
    {
        var proposal = new JsonObject
        {
            ["tactic"] = "nrm-referral",
            ["subjects"] = new JsonArray(new JsonObject { ["id"] = about, ["role"] = "target" }),
            ["purpose"] = Eastmere.Purpose,
            ["objective"] = "objectivevanish",
        };
        using var proposed = await borough.PostAsync("amira", "/api/deployments", proposal);
        Assert.True(proposed.IsSuccessStatusCode, await proposed.Content.ReadAsStringAsync());
        var letter = new JsonObject
        {
            ["name"] = "letter.txt",
            ["mediaType"] = "text/plain",
            ["content"] = Convert.ToBase64String(Encoding.UTF8.GetBytes("documentvanish")),
        };
        var path = proposed.Headers.Location?.ToString();
        using var added = await borough.PostAsync("amira", $"{path}/documents", letter, proposed.Headers.ETag?.ToString());
        Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync());
        var rejection = new JsonObject { ["to"] = "rejected", ["reasonCode"] = "not-necessary" };
        using var ended = await borough.PostAsync("amira", $"{path}/transitions", rejection, added.Headers.ETag?.ToString());
        Assert.True(ended.IsSuccessStatusCode, await ended.Content.ReadAsStringAsync());
    }

    private static JsonObject Why(JsonObject link, string words)
    {
        link["whyNecessary"] = words;
        return link;
    }

    private static JsonObject Event(string text, params string[] participants) =>
        new()
        {
            ["kind"] = "missing-episode",
            ["from"] = "2026-02-20T18:10:00Z",
            ["text"] = text,
            ["participants"] = new JsonArray([
                .. participants.Select(p => (JsonNode)new JsonObject { ["subject"] = p, ["roles"] = new JsonArray("victim") }),
            ]),
            ["item"] = Borough.Item("risk"),
        };

    private static JsonObject Disclose(string about, string words) =>
        new()
        {
            ["to"] = "eastmere-police",
            ["subjectId"] = about,
            ["purpose"] = Eastmere.Purpose,
            ["reason"] = "Strategy discussion",
            ["content"] = new JsonObject { ["risk"] = new JsonObject { ["note"] = words } },
        };
}
