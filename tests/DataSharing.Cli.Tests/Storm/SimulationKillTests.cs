using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using DataSharing.Audit;
using DataSharing.Embedded;
using Microsoft.Extensions.Options;
using Xunit;

namespace DataSharing.Cli.Tests.Storm;

/// <summary>
/// An officer runs a draft against past decisions, and the process that works on it is killed again and again on the way. What it ends with is
/// what was counted by hand, once.
/// </summary>
public sealed class SimulationKillTests : IDisposable
{
    private const int Kills = 3;
    private const string Council = "eastmere-council";

    // Disclosures of the test's own, by subject; one more is refused, under the draft as under what is in force.
    private static readonly (string Subject, int Disclosures)[] Shared =
    [
        ("aisha-penrow", 3),
        ("kofi-larkmoor", 2),
        ("ellie-marsh-vane", 1),
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("datasharing-simulation-").FullName;

    [Fact]
    public async Task Simulate_ProcessKilledOnItsWay_EndsAsCountedByHandAndOnce()
    {
        var home = Homes.Embedded(folder);
        // A step waits for the relay, so that there is a way to be killed on.
        home["Log__RelayPaceMilliseconds"] = "700";
        await using var borough = await BoroughInProcesses.StartAsync(1, home, folder);
        var platform = borough.All[0];
        var agreement = new OwnAgreement(borough, "killed-simulation");
        await agreement.EnactAsync();
        await DiscloseAsync(borough, agreement.Purpose);
        await CompleteAsync(borough, DateTimeOffset.UtcNow);
        // The other way round: what the council told the police it would no longer tell them.
        using var drafted = await agreement.DraftAsync(
            platform,
            document =>
            {
                var rule = document["permissions"]?[0]?.AsObject() ?? [];
                (rule["from"], rule["to"]) = (new JsonArray("eastmere-police"), new JsonArray(Council));
            }
        );

        var (id, result) = await KilledAsync(borough, agreement);
        var change = Assert.Single(result["changes"]?.AsArray() ?? []);
        Assert.Equal(
            ("permit-to-refuse", Council, "eastmere-police", agreement.Purpose, "risk"),
            (Text(change, "change"), Text(change, "from"), Text(change, "to"), Text(change, "purpose"), Text(change, "category"))
        );
        var disclosures = Shared.Sum(shared => shared.Disclosures);
        Assert.Equal((disclosures, Shared.Length), (Number(change, "decisions"), Number(change, "people")));
        Assert.Equal((disclosures, Shared.Length), (Number(result, "decisionsChanged"), Number(result, "peopleChanged")));
        Assert.Equal((0, 0), (Number(result, "notKept"), Number(result, "disposed")));

        await Aftermath.RelayIsDoneAsync(platform.Address);
        platform.Kill();
        HeldAgainstTheLog(await LogAsync(), id, result);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task DiscloseAsync(BoroughInProcesses borough, string purpose)
    {
        foreach (var (subject, disclosures) in Shared)
        {
            for (var i = 0; i < disclosures; i++)
            {
                await DiscloseAsync(borough, purpose, subject, "risk", HttpStatusCode.Created);
            }
        }

        await DiscloseAsync(borough, purpose, Shared[0].Subject, "medical-history", HttpStatusCode.Forbidden);
    }

    private static async Task DiscloseAsync(
        BoroughInProcesses borough,
        string purpose,
        string subject,
        string category,
        HttpStatusCode expected
    )
    {
        var body = new JsonObject
        {
            ["to"] = "eastmere-police",
            ["subjectId"] = borough.Id(subject),
            ["purpose"] = purpose,
            ["reason"] = "Strategy discussion",
            ["content"] = new JsonObject { [category] = new JsonObject { ["note"] = "as discussed" } },
        };
        using var answer = await borough.SendAsync(borough.All[0], "amira", HttpMethod.Post, "/api/disclosures", body);
        Assert.True(answer.StatusCode == expected, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until the log is complete to a moment: what is not in it yet is in no simulation.</summary>
    private static async Task CompleteAsync(BoroughInProcesses borough, DateTimeOffset moment)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (true)
        {
            using var answer = await borough.SendAsync(borough.All[0], "joan", HttpMethod.Get, "/api/audit/entries?act=disclosure.made");
            var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync());
            Assert.True(answer.IsSuccessStatusCode, body?.ToJsonString());
            if (Moment(body, "completeTo") > moment)
            {
                return;
            }

            await Task.Delay(200, patience.Token);
        }
    }

    /// <summary>The first simulation that was killed often enough before it ended; another is started where one was too quick.</summary>
    private static async Task<(string Id, JsonNode Result)> KilledAsync(BoroughInProcesses borough, OwnAgreement agreement)
    {
        var platform = borough.All[0];
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(8));
        for (var attempt = 0; ; attempt++)
        {
            var body = new JsonObject { ["days"] = 1 };
            var key = $"killed-simulation-{attempt}";
            using var started = await borough.SendAsync(platform, "joan", HttpMethod.Post, $"{agreement.Path}/simulations", body, key: key);
            var id = Text(JsonNode.Parse(await started.Content.ReadAsStringAsync()), "id");
            Assert.Equal(HttpStatusCode.Created, started.StatusCode);
            var (kills, seen) = (0, 0);
            JsonNode? result;
            do
            {
                await Task.Delay(50, patience.Token);
                using var answer = await borough.SendAsync(platform, "joan", HttpMethod.Get, $"/api/agreements/simulations/{id}");
                result = JsonNode.Parse(await answer.Content.ReadAsStringAsync());
                Assert.True(answer.IsSuccessStatusCode, result?.ToJsonString());
                if (kills < Kills && Text(result, "state") == "running" && Number(result, "percent") > seen)
                {
                    seen = Number(result, "percent");
                    platform.Kill();
                    kills++;
                    await platform.StartAsync();
                }
            } while (Text(result, "state") == "running");

            Assert.Equal("finished", Text(result, "state"));
            if (kills == Kills)
            {
                // Asked for once more, as a caller does whose answer was lost: it is the same one.
                using var again = await borough.SendAsync(
                    platform,
                    "joan",
                    HttpMethod.Post,
                    $"{agreement.Path}/simulations",
                    body,
                    key: key
                );
                var told = JsonNode.Parse(await again.Content.ReadAsStringAsync());
                Assert.True(JsonNode.DeepEquals(told, result), told?.ToJsonString());
                return (id, result ?? throw new InvalidOperationException("It answered nothing."));
            }
        }
    }

    private static void HeldAgainstTheLog(IReadOnlyList<AuditEntry> log, string id, JsonNode result)
    {
        var own = log.Where(entry => entry.Records.Contains($"simulation:{id}")).ToArray();
        Assert.Single(own, entry => entry.Act == "agreement.simulation-started");
        Assert.Single(own, entry => entry.Act == "agreement.simulation-started-again");
        Assert.Single(own, entry => entry.Act == "agreement.simulation-ended");

        // Each step is in the log once: what the steps say that they did comes to the whole, no less and no more.
        var steps = own.Where(entry => entry.Act is "agreement.simulation-step" or "agreement.simulation-ended").ToArray();
        Assert.Equal((Number(result, "simulated"), Number(result, "people")), (Sum(steps, "decisions"), Sum(steps, "people")));

        var decided = log.Where(entry =>
                entry.Agency.Value == Council
                && entry.Decision is not null
                && (
                    entry.Act.StartsWith("disclosure.", StringComparison.Ordinal)
                    || entry.Act.StartsWith("request.", StringComparison.Ordinal)
                )
                && entry.Time >= Moment(result, "since")
                && entry.Time < Moment(result, "before")
            )
            .ToArray();
        Assert.Equal((decided.Length, decided.Length), (Number(result, "decisions"), Number(result, "simulated")));
        var people = decided.Select(entry => Convert.ToHexString(Assert.Single(entry.Subjects).Pseudonym)).Distinct(StringComparer.Ordinal);
        Assert.Equal(people.Count(), Number(result, "people"));
        Assert.InRange(decided.Length, Shared.Sum(shared => shared.Disclosures) + 1, int.MaxValue);
    }

    private async Task<IReadOnlyList<AuditEntry>> LogAsync()
    {
        var blobs = new EmbeddedBlobStore(Options.Create(new EmbeddedHomeOptions { DataDirectory = folder }));
        var entries = new List<AuditEntry>();
        while (await blobs.FindAsync(SequenceFile.Name(entries.Count), CancellationToken.None) is { } blob)
        {
            entries.AddRange(SequenceFile.Parse(entries.Count, blob.Content).Leaves.Select(leaf => AuditEntry.Parse(leaf.Span)));
        }

        return entries;
    }

    private static int Sum(IEnumerable<AuditEntry> entries, string detail) =>
        entries.Sum(entry => int.Parse(entry.Details[detail], CultureInfo.InvariantCulture));

    private static string Text(JsonNode? node, string member) => node?[member]?.GetValue<string>() ?? "";

    private static int Number(JsonNode? node, string member) => node?[member]?.GetValue<int>() ?? -1;

    private static DateTimeOffset Moment(JsonNode? node, string member) =>
        DateTimeOffset.Parse(Text(node, member), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
