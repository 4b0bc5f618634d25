using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace DataSharing.Pages.Tests.Browser;

/// <summary>Agreements between housing (wendy) and fire and rescue (hazel), apart from what the others share by.</summary>
internal static class Drafts
{
    public static async Task DraftAsync(this Borough borough, string id, int version, string title, Action<JsonObject>? adjust = null)
    {
        var today = DateTime.UtcNow.Date;
        string Day(int days) => today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var text = JsonNode.Parse(await File.ReadAllTextAsync(RepositoryFiles.Path("scenarios", "eastmere", "agreement.json")))!.AsObject();
        text["id"] = id;
        text["version"] = version;
        text["title"] = title;
        text["reviewDate"] = Day(20);
        text["effective"] = new JsonObject { ["from"] = $"{Day(-1)}T00:00:00Z" };
        var party = text["parties"]![2]!;
        text["parties"] = new JsonArray([.. new[] { "eastmere-housing", "eastmere-fire" }.Select(agency => Named(party, agency))]);
        var rule = text["permissions"]![4]!.DeepClone().AsObject();
        rule["from"] = new JsonArray("eastmere-housing");
        rule["to"] = new JsonArray("eastmere-fire");
        adjust?.Invoke(rule);
        text["permissions"] = new JsonArray(rule);
        text["prohibitions"] = new JsonArray();
        using var answer = await borough.PostAsync("wendy", "/api/agreements", text);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A point of law that somebody must answer for by name.</summary>
    public static void NeedsAnswer(JsonObject rule) => rule["lawfulBasis"]!["gateways"]!.AsArray().Add("ca2004-s16la");

    /// <summary>The same in force, by the API.</summary>
    public static async Task BringIntoForceAsync(this Borough borough, string id, string title, Action<JsonObject>? adjust = null)
    {
        await borough.DraftAsync(id, 1, title, adjust);
        await StepAsync(borough, "wendy", id, "submission", null);
        using var read = await borough.GetAsync("wendy", At(id));
        var hash = (await Eastmere.JsonAsync(read)).GetProperty("contentHash").GetString();
        foreach (var who in new[] { "wendy", "hazel" })
        {
            await StepAsync(borough, who, id, "signatures", new JsonObject { ["contentHash"] = hash, ["signatory"] = "director" });
        }

        await StepAsync(borough, "olwen", id, "activation", null);
    }

    public static Task EndAsync(this Borough borough, string id) =>
        StepAsync(borough, "olwen", id, "termination", new JsonObject { ["reason"] = "Only tried." });

    private static string At(string id) => $"/api/agreements/{id}/versions/1";

    private static async Task StepAsync(Borough borough, string who, string id, string step, JsonObject? body)
    {
        using var read = await borough.GetAsync(who, At(id));
        var etag = step == "signatures" ? null : read.Headers.ETag?.ToString();
        using var done = await borough.PostAsync(who, $"{At(id)}/{step}", body, etag);
        Assert.True(done.IsSuccessStatusCode, $"{step}: {await done.Content.ReadAsStringAsync()}");
    }

    private static JsonNode Named(JsonNode party, string agency)
    {
        var named = party.DeepClone();
        named["agency"] = agency;
        return named;
    }
}
