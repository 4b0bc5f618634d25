using System.Net;
using System.Text.Json.Nodes;

namespace DataSharing.Web.Tests.Exchange;

/// <summary>The part of the no-leak walk that goes through the log's own doors.</summary>
internal static class LogWalk
{
    public static async Task RunAsync(
        Eastmere e,
        string receipt,
        string reason,
        Func<Task<HttpResponseMessage>, Task<HttpResponseMessage>> heard
    )
    {
        using var checkpoint = await Eastmere.EventuallyAsync(
            () => e.Running.Client.GetAsync("/log/checkpoint"),
            a => Task.FromResult(a.StatusCode == HttpStatusCode.OK)
        );
        foreach (
            var path in new[]
            {
                "/log/keys",
                "/log/checkpoint",
                "/log/cosigned",
                "/log/proof/0",
                "/log/proof/999999999",
                "/log/consistency/1",
                "/log/consistency/999999999",
                "/log/succession",
            }
        )
        {
            await heard(e.Running.Client.GetAsync(path));
        }

        foreach (var user in new[] { "joan", "ines", "olwen", "amira" })
        {
            await heard(e.GetAsync(user, "/api/audit/log", reason: reason));
        }

        foreach (var text in new[] { receipt, "Quillfeather", "" })
        {
            await heard(e.PostAsync("amira", "/log/receipts", new JsonObject { ["receipt"] = text }));
        }

        await heard(e.PostAsync("amira", "/log/receipts", new JsonObject { ["Quillfeather"] = "9990007773" }));
        await heard(e.GetAsync("joan", "/api/audit/entries/0/leaf", reason: reason));
        await heard(e.GetAsync("joan", "/api/audit/entries/999999999/leaf", reason: reason));
        await heard(e.GetAsync("ben", "/api/audit/entries/0/leaf", reason: reason));
    }
}
