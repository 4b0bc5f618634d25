using System.Text.Json.Nodes;
using DataSharing.Web.Tests.Exchange;

namespace DataSharing.Web.Tests.Panels;

/// <summary>Every operation on panels, meetings, agendas, actions and minutes, well and badly, with seeded personal values.</summary>
internal static class PanelsWalk
{
    public static async Task RunAsync(
        Eastmere e,
        string subject,
        string reason,
        Func<Task<HttpResponseMessage>, Task<HttpResponseMessage>> heard
    )
    {
        var panelBody = PanelWorld.PanelBody("Quillfeather panel");
        panelBody["remit"] = reason;
        using var made = await heard(SendAsync("nia", HttpMethod.Post, "/api/panels", panelBody));
        var panel = $"/api/panels/{await PanelWorld.IdAsync(made)}";
        var bad = panelBody.DeepClone().AsObject();
        bad["kind"] = "Quillfeather";
        await heard(SendAsync("nia", HttpMethod.Post, "/api/panels", bad));
        await heard(SendAsync("amira", HttpMethod.Post, "/api/panels", panelBody));
        await heard(SendAsync("nia", HttpMethod.Get, "/api/panels", null));
        await heard(SendAsync("nia", HttpMethod.Get, panel, null));
        await heard(SendAsync("gita", HttpMethod.Get, panel, null));
        await heard(SendAsync("marcus", HttpMethod.Put, panel, panelBody, made.Headers.ETag?.ToString()));
        await heard(SendAsync("marcus", HttpMethod.Put, panel, panelBody, made.Headers.ETag?.ToString()));

        var when = new JsonObject { ["startsAt"] = "2026-06-04T09:00:00Z", ["place"] = "4 Zwiebelgasse" };
        using var arranged = await heard(SendAsync("ffion", HttpMethod.Post, $"{panel}/meetings", when));
        var meeting = $"/api/meetings/{await PanelWorld.IdAsync(arranged)}";
        var whenBad = when.DeepClone().AsObject();
        whenBad["startsAt"] = "Quillfeather";
        await heard(SendAsync("ffion", HttpMethod.Post, $"{panel}/meetings", whenBad));
        await heard(SendAsync("ben", HttpMethod.Post, $"{panel}/meetings", when));
        await heard(SendAsync("ben", HttpMethod.Get, $"{panel}/meetings", null));
        await heard(SendAsync("ben", HttpMethod.Get, $"{panel}/meetings?cursor=AAAA", null));
        using var moved = await heard(SendAsync("ffion", HttpMethod.Put, meeting, when, arranged.Headers.ETag?.ToString()));
        var attendance = new JsonObject
        {
            ["attendance"] = new JsonArray([
                .. new[] { ("nia", "eastmere-council"), ("marcus", "eastmere-police") }.Select(p => new JsonObject
                {
                    ["agency"] = p.Item2,
                    ["person"] = PanelWorld.Actor(p.Item1),
                    ["state"] = "present",
                }),
            ]),
        };
        using var attended = await heard(
            SendAsync("ffion", HttpMethod.Put, $"{meeting}/attendance", attendance, moved.Headers.ETag?.ToString())
        );
        await heard(SendAsync("ffion", HttpMethod.Put, $"{meeting}/attendance", attendance, moved.Headers.ETag?.ToString()));
        await heard(SendAsync("ffion", HttpMethod.Post, $"{meeting}/preparation", null));
        await heard(SendAsync("ben", HttpMethod.Post, $"{meeting}/preparation", null));

        await AgendaAsync(meeting, subject, reason, SendAsync, heard);
        await ActionsAndMinutesAsync(meeting, reason, attended.Headers.ETag?.ToString(), SendAsync, heard);
        foreach (var reader in new[] { "nia", "colm", "gita", "joan" })
        {
            await heard(SendAsync(reader, HttpMethod.Get, meeting, null));
        }

        Task<HttpResponseMessage> SendAsync(string user, HttpMethod method, string path, JsonNode? body, string? ifMatch = null) =>
            e.SendAsync(
                user,
                method,
                path,
                body,
                request =>
                {
                    request.Headers.Add("Access-Purpose", Eastmere.Purpose);
                    request.Headers.Add("Access-Reason", reason);
                    request.Headers.Add("Idempotency-Key", $"Quillfeather-{Guid.NewGuid():N}");
                    if (ifMatch is not null)
                    {
                        request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
                    }
                }
            );
    }

    private static async Task AgendaAsync(
        string meeting,
        string subject,
        string reason,
        Send send,
        Func<Task<HttpResponseMessage>, Task<HttpResponseMessage>> heard
    )
    {
        var body = new JsonObject
        {
            ["section"] = "new-nominations",
            ["title"] = "Quillfeather",
            ["note"] = reason,
            ["subjects"] = new JsonArray(subject),
        };
        using var added = await heard(send("amira", HttpMethod.Post, $"{meeting}/items", body));
        var item = $"{meeting}/items/{await PanelWorld.IdAsync(added)}";
        var bad = body.DeepClone().AsObject();
        bad["subjects"] = new JsonArray("Quillfeather");
        await heard(send("amira", HttpMethod.Post, $"{meeting}/items", bad));
        bad["subjects"] = new JsonArray(Guid.NewGuid().ToString("D"));
        await heard(send("amira", HttpMethod.Post, $"{meeting}/items", bad));
        await heard(send("gita", HttpMethod.Post, $"{meeting}/items", body));
        using var changed = await heard(send("ffion", HttpMethod.Put, item, body, added.Headers.ETag?.ToString()));
        await heard(send("ffion", HttpMethod.Put, item, body, added.Headers.ETag?.ToString()));
        var conflict = new JsonObject { ["agency"] = "eastmere-health" };
        using var declared = await heard(send("ffion", HttpMethod.Post, $"{item}/conflicts", conflict, changed.Headers.ETag?.ToString()));
        await heard(send("ffion", HttpMethod.Post, $"{item}/conflicts", new JsonObject { ["agency"] = "Quillfeather" }, "\"1\""));
        var decision = new JsonObject
        {
            ["verdict"] = "agreed",
            ["rationale"] = reason,
            ["dissent"] = new JsonArray(
                new JsonObject
                {
                    ["agency"] = "eastmere-police",
                    ["words"] = reason,
                    ["person"] = PanelWorld.Actor("ben"),
                }
            ),
        };
        await heard(send("amira", HttpMethod.Post, $"{item}/decision", decision, declared.Headers.ETag?.ToString()));
        using var decided = await heard(send("nia", HttpMethod.Post, $"{item}/decision", decision, declared.Headers.ETag?.ToString()));
        Assert.True(decided.IsSuccessStatusCode, await decided.Content.ReadAsStringAsync());
        await heard(send("nia", HttpMethod.Post, $"{item}/decision", decision, decided.Headers.ETag?.ToString()));
    }

    private static async Task ActionsAndMinutesAsync(
        string meeting,
        string reason,
        string? version,
        Send send,
        Func<Task<HttpResponseMessage>, Task<HttpResponseMessage>> heard
    )
    {
        var body = new JsonObject
        {
            ["words"] = reason,
            ["ownerAgency"] = "eastmere-council",
            ["owner"] = PanelWorld.Actor("amira"),
            ["due"] = "2026-06-20",
        };
        using var added = await heard(send("ffion", HttpMethod.Post, $"{meeting}/actions", body));
        var action = $"{meeting}/actions/{await PanelWorld.IdAsync(added)}";
        var bad = body.DeepClone().AsObject();
        bad["owner"] = "Quillfeather";
        await heard(send("ffion", HttpMethod.Post, $"{meeting}/actions", bad));
        await heard(send("ben", HttpMethod.Post, $"{meeting}/actions", body));
        await heard(
            send("amira", HttpMethod.Put, action, new JsonObject { ["status"] = "done", ["note"] = reason }, added.Headers.ETag?.ToString())
        );
        await heard(send("amira", HttpMethod.Put, action, new JsonObject { ["status"] = "cancelled" }, "\"1\""));
        await heard(send("amira", HttpMethod.Get, "/api/panel-actions?mine=true", null));
        await heard(send("amira", HttpMethod.Get, "/api/panel-actions?state=sideways", null));

        var minutes = new JsonObject
        {
            ["general"] = reason,
            ["annex"] = reason,
            ["items"] = new JsonArray(),
        };
        using var draft = await heard(send("ffion", HttpMethod.Put, $"{meeting}/minutes", minutes, version));
        Assert.True(draft.IsSuccessStatusCode, await draft.Content.ReadAsStringAsync());
        await heard(send("ben", HttpMethod.Put, $"{meeting}/minutes", minutes, version));
        await heard(send("ben", HttpMethod.Post, $"{meeting}/minutes/approval", null, draft.Headers.ETag?.ToString()));
        using var approved = await heard(send("nia", HttpMethod.Post, $"{meeting}/minutes/approval", null, draft.Headers.ETag?.ToString()));
        Assert.True(approved.IsSuccessStatusCode, await approved.Content.ReadAsStringAsync());
        await heard(send("nia", HttpMethod.Post, $"{meeting}/minutes/approval", null, approved.Headers.ETag?.ToString()));
    }

    private delegate Task<HttpResponseMessage> Send(string user, HttpMethod method, string path, JsonNode? body, string? ifMatch = null);
}
