using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Web.Api;

namespace DataSharing.Web.Tests.Exchange;

public sealed class AuditTests(Eastmere eastmere) : IClassFixture<Eastmere>
{
    [Fact]
    public async Task ByRecord_AfterMakingAndReading_TellsBothOfficersWhoDidWhat()
    {
        using var made = await eastmere.PostAsync("amira", "/api/disclosures", eastmere.Disclosure());
        var id = (await Eastmere.JsonAsync(made)).GetProperty("id").GetString();
        using var read = await eastmere.GetAsync("ben", $"/api/disclosures/{id}", reason: "Strategy meeting at ten");

        var police = await EntriesAsync("kath", id, 2);
        Assert.Equal(["disclosure.read", "disclosure.made"], police.Select(e => e.GetProperty("act").GetString()));
        Assert.Equal(JsonValueKind.Null, police[1].GetProperty("justification").ValueKind);
        Assert.Equal("Strategy meeting at ten", police[0].GetProperty("justification").GetString());
        Assert.Contains("eastmere-exploitation:council-to-police", police[0].GetRawText(), StringComparison.Ordinal);

        var council = await EntriesAsync("joan", id, 2);
        Assert.Equal("Strategy discussion", council[1].GetProperty("justification").GetString());
        Assert.Equal(JsonValueKind.Null, council[0].GetProperty("justification").ValueKind);

        using var licensing = await eastmere.GetAsync("una", $"/api/audit/entries?record=disclosure:{id}");
        Assert.Equal(0, (await Eastmere.JsonAsync(licensing)).GetProperty("items").GetArrayLength());
        Assert.True(licensing.Headers.Contains("Audit-Receipt"));
    }

    [Fact]
    public async Task BySubject_OwnAgency_ListsEveryLookEvenOneThatFoundNothing()
    {
        var subject = eastmere.Id("ellie-marsh-vane");
        using var read = await eastmere.GetAsync("amira", $"/api/subjects/{subject}");
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        using var denied = await eastmere.GetAsync("colm", $"/api/subjects/{subject}");
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, denied);

        using var answer = await Eastmere.EventuallyAsync(
            () => eastmere.GetAsync("joan", $"/api/audit/entries?subject={subject}"),
            async a => (await a.Content.ReadAsStringAsync()).Contains("subject.read", StringComparison.Ordinal)
        );
        var acts = (await Eastmere.JsonAsync(answer))
            .GetProperty("items")
            .EnumerateArray()
            .Select(e => e.GetProperty("act").GetString())
            .ToArray();
        Assert.Contains("subject.registered", acts);
        Assert.Contains("subject.read", acts);

        using var theirs = await Eastmere.EventuallyAsync(
            () => eastmere.GetAsync("una", $"/api/audit/entries?{Lately}"),
            async a => (await a.Content.ReadAsStringAsync()).Contains(subject, StringComparison.Ordinal)
        );
        var probe = (await Eastmere.JsonAsync(theirs))
            .GetProperty("items")
            .EnumerateArray()
            .First(e => e.GetRawText().Contains(subject, StringComparison.Ordinal));
        Assert.Equal(subject, probe.GetProperty("asked").GetString());
    }

    [Fact]
    public async Task ByActorActAndDays_BothAgencies_SeeTheirOwnAndTheHeadersThatNameThem()
    {
        const string Amira = "person:aaaaaaaa-0000-4000-8000-000000000002:0a000000-0000-4000-8000-000000000011";
        using var made = await eastmere.PostAsync("amira", "/api/disclosures", eastmere.Disclosure());
        var id = (await Eastmere.JsonAsync(made)).GetProperty("id").GetString() ?? "";
        var lately = Lately;
        var question = $"/api/audit/entries?actor={Amira}&act=disclosure.made&decision=permit&{lately}";

        var own = await ItemsAsync("joan", question, id);
        Assert.All(own, e => Assert.Equal((Amira, "disclosure.made"), (Text(e, "actor"), Text(e, "act"))));
        Assert.Contains(own, e => e.GetRawText().Contains(id, StringComparison.Ordinal));
        var theirs = await ItemsAsync("kath", question, id);
        Assert.All(theirs, e => Assert.Equal(JsonValueKind.Null, e.GetProperty("justification").ValueKind));
        Assert.Contains(theirs, e => e.GetRawText().Contains(id, StringComparison.Ordinal));
        using var none = await eastmere.GetAsync("una", question);
        Assert.Equal(0, (await Eastmere.JsonAsync(none)).GetProperty("items").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, (await Eastmere.JsonAsync(none)).GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task ByDecision_ARefusedShare_IsFoundByItsReasonAndAgency()
    {
        using var refused = await eastmere.PostAsync("amira", "/api/disclosures", eastmere.Disclosure("eastmere-licensing"));
        await ProblemAssert.IsAsync(ProblemTypes.SharingRefused, refused);
        var items = await ItemsAsync("joan", "/api/audit/entries?decision=deny&agency=eastmere-council", "disclosure.refused");
        var entry = items.First(e => Text(e, "act").StartsWith("disclosure.refused", StringComparison.Ordinal));
        var reason = entry.GetProperty("decision").GetProperty("reasons")[0].GetString();
        Assert.NotEmpty(await ItemsAsync("joan", $"/api/audit/entries?decision=deny&reason={reason}", "disclosure.refused"));
        using var permits = await eastmere.GetAsync("joan", $"/api/audit/entries?decision=permit&reason={reason}");
        Assert.Equal(0, (await Eastmere.JsonAsync(permits)).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task OfficersLook_WithItsQuestion_IsAnEntryOfTheOwnAgency()
    {
        const string Joan = "person:aaaaaaaa-0000-4000-8000-000000000002:0a000000-0000-4000-8000-000000000012";
        using var look = await eastmere.GetAsync("joan", "/api/audit/entries?agreement=eastmere-exploitation&act=disclosure.");
        Assert.Equal(HttpStatusCode.OK, look.StatusCode);
        var looks = await ItemsAsync("mira", $"/api/audit/entries?actor={Joan}&act=audit.", "audit.read-by-agreement");
        Assert.Contains(looks, e => Text(e, "asked") == "agreement=eastmere-exploitation&act=disclosure.");
    }

    [Fact]
    public async Task OwnAccess_AskedOrExportedByTheOfficerThemselves_NeedsAnotherAndThatIsAnEntry()
    {
        const string Mira = "person:aaaaaaaa-0000-4000-8000-000000000002:0a000000-0000-4000-8000-000000000017";
        using var asked = await eastmere.GetAsync("mira", $"/api/audit/entries?actor={Mira}&decision=permit");
        await ProblemAssert.IsAsync(ProblemTypes.NeedsAnotherOfficer, asked);
        var body = new JsonObject
        {
            ["format"] = "csv",
            ["question"] = new JsonObject { ["actor"] = Mira },
        };
        using var taken = await eastmere.PostAsync("mira", "/api/audit/exports", body);
        await ProblemAssert.IsAsync(ProblemTypes.NeedsAnotherOfficer, taken);
        Assert.True(asked.Headers.Contains("Audit-Receipt") && taken.Headers.Contains("Audit-Receipt"));
        // Another officer reads what she did, and that she asked.
        var theirs = await ItemsAsync("joan", $"/api/audit/entries?actor={Mira}&act=audit.", $"\"actor={Mira}\"");
        Assert.Contains(theirs, e => Text(e, "act") == "audit.own-refused" && Text(e, "asked") == $"actor={Mira}");
        // Among everybody's, in a list that does not ask for her, it stands for her, too.
        Assert.NotEmpty(await ItemsAsync("mira", $"/api/audit/entries?act=audit.&{Lately}", "audit.own-refused"));
    }

    [Fact]
    public async Task LeftForAnAgency_UnderWhatAndWhen_IsFoundByTheSenderAlone()
    {
        using var made = await eastmere.PostAsync("amira", "/api/disclosures", eastmere.Disclosure());
        var id = (await Eastmere.JsonAsync(made)).GetProperty("id").GetString() ?? "";
        var since = DateTimeOffset
            .UtcNow.AddMinutes(-10)
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var question =
            $"/api/audit/entries?left=true&recipient=eastmere-police&agreement=eastmere-exploitation&version=1&purpose={Eastmere.Purpose}&since={since}";
        var left = await ItemsAsync("joan", question, id);
        Assert.All(left, e => Assert.Equal("eastmere-council", Text(e, "agency")));
        using var another = await eastmere.GetAsync("joan", question.Replace("version=1", "version=2", StringComparison.Ordinal));
        Assert.Equal(0, (await Eastmere.JsonAsync(another)).GetProperty("items").GetArrayLength());
        using var theirs = await eastmere.GetAsync("kath", question);
        Assert.DoesNotContain(id, await theirs.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_AreCountedByGround_AndEachGroundLeadsToItsEntries()
    {
        using var refused = await eastmere.PostAsync("amira", "/api/disclosures", eastmere.Disclosure("eastmere-licensing"));
        var problem = await ProblemAssert.IsAsync(ProblemTypes.SharingRefused, refused);
        var reason = Text(problem.GetProperty("decision").GetProperty("categories")[0], "reason");
        var lately = Lately;
        using var counted = await Eastmere.EventuallyAsync(
            () => eastmere.GetAsync("joan", $"/api/audit/refusals?{lately}"),
            async a => (await a.Content.ReadAsStringAsync()).Contains(reason, StringComparison.Ordinal)
        );
        var ground = (await Eastmere.JsonAsync(counted)).GetProperty("grounds").EnumerateArray().Single(g => Text(g, "ground") == reason);
        Assert.True(ground.GetProperty("count").GetInt32() > 0);
        Assert.NotEmpty(await ItemsAsync("joan", $"/api/audit/entries?reason={reason}&{lately}", reason));
        using var elsewhere = await eastmere.GetAsync("oscar", $"/api/audit/refusals?{lately}");
        Assert.DoesNotContain(reason, await elsewhere.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Across_ThePartnershipsIg_ReadsHeadersAndNoWords()
    {
        using var made = await eastmere.PostAsync("amira", "/api/disclosures", eastmere.Disclosure());
        var id = (await Eastmere.JsonAsync(made)).GetProperty("id").GetString() ?? "";
        var question = "/api/audit/partnership/entries?agency=eastmere-council&act=disclosure.made";
        var headers = await ItemsAsync("ines", question, id);
        Assert.All(headers, e => Assert.Equal(JsonValueKind.Null, e.GetProperty("justification").ValueKind));
        Assert.All(headers, e => Assert.Equal(JsonValueKind.Null, e.GetProperty("asked").ValueKind));
        var index = headers[0].GetProperty("index").GetInt64();
        using var one = await eastmere.GetAsync("ines", $"/api/audit/partnership/entries/{index}");
        Assert.Equal(JsonValueKind.Null, (await Eastmere.JsonAsync(one)).GetProperty("justification").ValueKind);
        // In the own agency alone, the same person finds nothing of it.
        using var own = await eastmere.GetAsync("ines", $"/api/audit/entries/{index}");
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, own);
        using var officer = await eastmere.GetAsync("joan", question);
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, officer);
        Assert.NotEmpty(await ItemsAsync("ines", "/api/audit/entries?act=audit.", "audit.header-read"));
    }

    [Fact]
    public async Task Practitioner_AsksTheAudit_IsForbiddenAndThatIsAnEntry()
    {
        using var refused = await eastmere.GetAsync("amira", "/api/audit/entries?day=2026-11-23");
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, refused);
        using var day = await Eastmere.EventuallyAsync(
            () => eastmere.GetAsync("joan", $"/api/audit/entries?{Lately}"),
            async a => (await a.Content.ReadAsStringAsync()).Contains("access.denied", StringComparison.Ordinal)
        );
        Assert.Contains("access.denied", await day.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?record=disclosure:")]
    [InlineData("?record=seeded")]
    [InlineData("?subject=seeded")]
    [InlineData("?day=23/11/2026")]
    [InlineData("?day=2026-11-23&from=2026-11-23")]
    [InlineData("?from=2026-11-23&to=2026-11-22")]
    [InlineData("?from=2025-01-01&to=2026-11-22")]
    [InlineData("?from=2026-11-23")]
    [InlineData("?actor=seeded")]
    [InlineData("?actor=person:seeded:0a000000-0000-4000-8000-000000000011")]
    [InlineData("?agency=Seeded%20Agency")]
    [InlineData("?agreement=Seeded%20Agreement")]
    [InlineData("?decision=seeded")]
    [InlineData("?day=2026-11-23&reason=Seeded%20reason")]
    [InlineData("?day=2026-11-23&act=Seeded")]
    [InlineData("?recipient=eastmere-police")]
    [InlineData("?left=true&recipient=Seeded%20Agency")]
    [InlineData("?version=1&decision=deny")]
    [InlineData("?agreement=eastmere-exploitation&version=0")]
    [InlineData("?purpose=Seeded%20purpose")]
    [InlineData("?since=seeded")]
    [InlineData("?since=2026-11-23T09:00:00Z&before=2026-11-23T09:00:00Z")]
    public async Task Question_OutOfBounds_IsRefused(string query)
    {
        using var refused = await eastmere.GetAsync("joan", $"/api/audit/entries{query}");
        var problem = await ProblemAssert.IsAsync(ProblemTypes.InvalidQuery, refused);
        Assert.DoesNotContain("seeded", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StoreStopped_EveryDataEndpointIs503AndLeaksNothing()
    {
        using var made = await eastmere.PostAsync("amira", "/api/disclosures", eastmere.Disclosure());
        var path = made.Headers.Location?.ToString() ?? "";
        eastmere.Store.Stopped = true;
        try
        {
            var answers = new[]
            {
                await eastmere.GetAsync("ben", path),
                await eastmere.GetAsync("ben", "/api/disclosures?direction=received"),
                await eastmere.PostAsync("amira", "/api/disclosures", eastmere.Disclosure()),
                await eastmere.PostAsync("ben", $"{path}/acknowledgement", null),
                await eastmere.GetAsync("amira", $"/api/subjects/{eastmere.Id("aisha-penrow")}"),
                await eastmere.GetAsync("joan", "/api/audit/entries?day=2026-11-23"),
                await eastmere.GetAsync("ben", "/api/requests?direction=received"),
                await eastmere.GetAsync("olwen", "/api/agencies"),
                await eastmere.GetAsync("olwen", "/api/agreements"),
            };
            foreach (var answer in answers)
            {
                var problem = await ProblemAssert.IsAsync(ProblemTypes.Unavailable, answer);
                Assert.DoesNotContain("seeded", problem.GetRawText(), StringComparison.Ordinal);
                Assert.False(answer.Headers.Contains("Audit-Receipt"));
                answer.Dispose();
            }
        }
        finally
        {
            eastmere.Store.Stopped = false;
        }

        using var back = await eastmere.GetAsync("ben", path);
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
    }

    private static string Text(JsonElement entry, string member) => entry.GetProperty(member).GetString() ?? "";

    /// <summary>From yesterday on: what was done a moment ago may have been done yesterday.</summary>
    private static string Lately => $"from={DateTimeOffset.UtcNow.AddDays(-1):yyyy-MM-dd}&to={DateTimeOffset.UtcNow:yyyy-MM-dd}";

    private async Task<JsonElement[]> ItemsAsync(string officer, string question, string until)
    {
        using var answer = await Eastmere.EventuallyAsync(
            () => eastmere.GetAsync(officer, question),
            async a => (await a.Content.ReadAsStringAsync()).Contains(until, StringComparison.Ordinal)
        );
        return [.. (await Eastmere.JsonAsync(answer)).GetProperty("items").EnumerateArray()];
    }

    private async Task<JsonElement[]> EntriesAsync(string officer, string? disclosure, int count)
    {
        using var answer = await Eastmere.EventuallyAsync(
            () => eastmere.GetAsync(officer, $"/api/audit/entries?record=disclosure:{disclosure}"),
            async a => (await Eastmere.JsonAsync(a)).GetProperty("items").GetArrayLength() >= count
        );
        return [.. (await Eastmere.JsonAsync(answer)).GetProperty("items").EnumerateArray()];
    }
}
