using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Web.Tests.Entities;

namespace DataSharing.Web.Tests.Disposal;

/// <summary>A borough that does not wait before it takes the last look round after an erasure.</summary>
public class ErasingBorough : Borough
{
    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
        [new("Disposal:SettleSeconds", "0"), new("Disposal:SweepSeconds", "1"), new("Disposal:BackupRetentionDays", "30")];

    public Task<HttpResponseMessage> ProposeAsync(
        string user,
        string subject,
        string ground = "retention-ended",
        string reason = "The retention period ended last month.",
        string? key = null
    ) =>
        PostAsync(
            user,
            "/api/disposals",
            new JsonObject
            {
                ["subjectId"] = subject,
                ["ground"] = ground,
                ["reason"] = reason,
            },
            key: key
        );

    public Task<HttpResponseMessage> DecideAsync(string user, string id, string? tag, string decision = "confirmed", string? key = null) =>
        PostAsync(user, $"/api/disposals/{id}/decision", new JsonObject { ["decision"] = decision }, tag, key);

    /// <summary>Proposed by Amira, confirmed by Joan, and swept up to the end.</summary>
    public async Task<string> EraseAsync(string subject)
    {
        using var proposed = await ProposeAsync("amira", subject);
        Assert.True(proposed.StatusCode == HttpStatusCode.Created, await proposed.Content.ReadAsStringAsync());
        var id = (await JsonAsync(proposed)).GetProperty("id").GetString() ?? "";
        using var confirmed = await DecideAsync("joan", id, proposed.Headers.ETag?.ToString());
        Assert.True(confirmed.StatusCode == HttpStatusCode.OK, await confirmed.Content.ReadAsStringAsync());
        await CompletedAsync(id);
        return id;
    }

    public async Task<JsonElement> CompletedAsync(string id)
    {
        var patience = TimeSpan.FromSeconds(120);
        var begun = System.Diagnostics.Stopwatch.GetTimestamp();
        while (true)
        {
            using var answer = await GetAsync("joan", $"/api/disposals/{id}");
            var disposal = await JsonAsync(answer);
            if (
                disposal.GetProperty("state").GetString() == "complete"
                && disposal.GetProperty("logEntry").ValueKind == JsonValueKind.Number
            )
            {
                return disposal;
            }

            Assert.True(
                System.Diagnostics.Stopwatch.GetElapsedTime(begun) < patience,
                string.Create(CultureInfo.InvariantCulture, $"It was not completed: {disposal}")
            );
            await Task.Delay(100);
        }
    }

    public static string Text(JsonElement of, string name) => of.GetProperty(name).GetString() ?? "";
}
