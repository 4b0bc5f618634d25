using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace DataSharing.Web.Tests.Exchange;

/// <summary>The questions beyond the list: refusals, the whole partnership, and an operator's rebuilding.</summary>
internal static class AuditWalk
{
    public static async Task RunAsync(
        Eastmere e,
        string subject,
        string reason,
        Func<Task<HttpResponseMessage>, Task<HttpResponseMessage>> heard
    )
    {
        await EmergencyAsync(e, subject, reason, heard);
        await ExportAsync(e, subject, heard);
        await SimulationAsync(e, reason, heard);
        var today = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        using var counted = await heard(e.GetAsync("joan", $"/api/audit/refusals?from={today}&to={today}", reason: reason));
        Assert.Equal(HttpStatusCode.OK, counted.StatusCode);
        await heard(e.GetAsync("joan", "/api/audit/refusals?from=yesterday", reason: reason));
        await heard(e.GetAsync("joan", "/api/audit/refusals", reason: reason));
        await heard(e.GetAsync("ben", $"/api/audit/refusals?from={today}&to={today}", reason: reason));
        await heard(e.PostAsync("joan", "/api/audit/entries/0/replay", new JsonObject()));
        await heard(e.PostAsync("joan", "/api/audit/entries/0/replay", new JsonObject { ["subjectId"] = "Quillfeather" }));
        await heard(e.PostAsync("joan", "/api/audit/entries/999999999/replay", new JsonObject { ["subjectId"] = subject }));
        await heard(e.PostAsync("ben", "/api/audit/entries/0/replay", new JsonObject()));
        using var across = await heard(e.GetAsync("ines", $"/api/audit/partnership/entries?day={today}", reason: reason));
        Assert.Equal(HttpStatusCode.OK, across.StatusCode);
        await heard(e.GetAsync("ines", $"/api/audit/partnership/entries?subject={subject}", reason: reason));
        await heard(e.GetAsync("ines", "/api/audit/partnership/entries/0", reason: reason));
        await heard(e.GetAsync("ines", "/api/audit/partnership/entries/999999999", reason: reason));
        await heard(e.GetAsync("joan", $"/api/audit/partnership/entries?day={today}", reason: reason));
        using var countedAcross = await heard(
            e.GetAsync("ines", $"/api/audit/partnership/refusals?from={today}&to={today}&agency=eastmere-council", reason: reason)
        );
        Assert.Equal(HttpStatusCode.OK, countedAcross.StatusCode);
        await heard(e.GetAsync("ines", $"/api/audit/partnership/refusals?from={today}&to={today}&agency=Not-One", reason: reason));
        await heard(e.GetAsync("ines", "/api/audit/partnership/refusals", reason: reason));
        await heard(e.GetAsync("joan", $"/api/audit/partnership/refusals?from={today}&to={today}", reason: reason));
        await heard(e.PostAsync("olwen", "/api/audit/lookup-rebuild", null));
        await heard(e.PostAsync("olwen", "/api/audit/lookup-rebuild?cursor=AAAA", null));
        await heard(e.PostAsync("joan", "/api/audit/lookup-rebuild", null));
    }

    private static async Task SimulationAsync(Eastmere e, string reason, Func<Task<HttpResponseMessage>, Task<HttpResponseMessage>> heard)
    {
        const string Path = "/api/agreements/eastmere-exploitation/versions/1/simulations";
        var body = new JsonObject { ["days"] = 30 };
        using var started = await heard(e.PostAsync("joan", Path, body, key: "simulation-of-the-walk"));
        Assert.Equal(HttpStatusCode.Created, started.StatusCode);
        await heard(e.PostAsync("joan", Path, body, key: "simulation-of-the-walk"));
        await heard(e.PostAsync("joan", Path, new JsonObject { ["days"] = 31 }, key: "simulation-of-the-walk"));
        await heard(e.PostAsync("joan", Path, new JsonObject { ["days"] = 0 }));
        await heard(e.PostAsync("joan", Path, new JsonObject { ["days"] = reason }));
        await heard(e.PostAsync("joan", Path.Replace("/1/", "/9/", StringComparison.Ordinal), body));
        await heard(e.PostAsync("amira", Path, body));
        var one = started.Headers.Location?.ToString() ?? "";
        await heard(e.GetAsync("joan", one, reason: reason));
        await heard(e.GetAsync("una", one, reason: reason));
        await heard(e.GetAsync("amira", one, reason: reason));
    }

    private static async Task ExportAsync(Eastmere e, string subject, Func<Task<HttpResponseMessage>, Task<HttpResponseMessage>> heard)
    {
        JsonObject Body(string format, JsonObject question) => new() { ["format"] = format, ["question"] = question };
        var body = Body("jsonl", new JsonObject { ["subject"] = subject });
        using var made = await heard(e.PostAsync("joan", "/api/audit/exports", body, key: "export-of-the-walk"));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        await heard(e.PostAsync("joan", "/api/audit/exports", body, key: "export-of-the-walk"));
        await heard(e.PostAsync("joan", "/api/audit/exports", Body("csv", []), key: "export-of-the-walk"));
        await heard(e.PostAsync("joan", "/api/audit/exports", Body("Quillfeather", [])));
        await heard(e.PostAsync("joan", "/api/audit/exports", Body("csv", new JsonObject { ["subject"] = "Quillfeather" })));
        var path = made.Headers.Location?.ToString() ?? "";
        await heard(e.GetAsync("joan", path));
        await heard(e.GetAsync("una", path));
        await heard(e.GetAsync("joan", "/api/audit/exports"));
        using var file = await heard(e.GetAsync("joan", $"{path}/file"));
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        await heard(e.GetAsync("una", $"{path}/file"));
    }

    private static async Task EmergencyAsync(
        Eastmere e,
        string subject,
        string reason,
        Func<Task<HttpResponseMessage>, Task<HttpResponseMessage>> heard
    )
    {
        var plea = new JsonObject
        {
            ["to"] = "eastmere-licensing",
            ["subjectId"] = subject,
            ["purpose"] = Eastmere.Purpose,
            ["reason"] = reason,
            ["content"] = new JsonObject { ["identity"] = new JsonObject { ["name"] = "Ottoline Quillfeather" } },
            ["emergency"] = new JsonObject
            {
                ["justification"] = reason,
                ["recipient"] = "Quillfeather's own officer",
                ["hours"] = 2,
            },
        };
        using var made = await heard(e.PostAsync("amira", "/api/disclosures", plea));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var bad = plea.DeepClone().AsObject();
        bad["emergency"]?.AsObject()["hours"] = "Quillfeather";
        await heard(e.PostAsync("amira", "/api/disclosures", bad));
        var id = (await Eastmere.JsonAsync(made)).GetProperty("id").GetString();
        await heard(
            Eastmere.EventuallyAsync(
                () => e.GetAsync("joan", "/api/emergency-reviews?state=open", reason: reason),
                async a => (await a.Content.ReadAsStringAsync()).Contains(id ?? "", StringComparison.Ordinal)
            )
        );
        await heard(e.GetAsync("joan", "/api/emergency-reviews?state=sideways", reason: reason));
        await heard(e.GetAsync("joan", "/api/emergency-reviews?cursor=AAAA", reason: reason));
        using var read = await heard(e.GetAsync("joan", $"/api/emergency-reviews/{id}", reason: reason));
        Assert.Contains("overheardwhisper", await read.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await heard(e.GetAsync("una", $"/api/emergency-reviews/{id}", reason: reason));
        JsonObject Review(string outcome) => new() { ["outcome"] = outcome, ["reasons"] = reason };
        var path = $"/api/emergency-reviews/{id}/outcomes";
        await heard(e.PostAsync("joan", path, Review("Quillfeather")));
        await heard(e.PostAsync("joan", path, Review("upheld")));
        await heard(e.PostAsync("joan", path, Review("upheld")));
        await heard(e.PostAsync("una", path, Review("upheld")));
    }
}
