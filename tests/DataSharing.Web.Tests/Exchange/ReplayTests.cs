using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Protection;
using DataSharing.Storage;
using DataSharing.Web.Api;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests.Exchange;

/// <summary>An officer has decisions of the own agency made again: the same, while their inputs are there, whatever became of the agreement.</summary>
public sealed class ReplayTests(Eastmere eastmere) : IClassFixture<Eastmere>
{
    private const string Version = "/api/agreements/eastmere-exploitation/versions/1";

    [Fact]
    public async Task Replay_OfWhatWasSharedReadAndRefused_IsIdentical_EvenAfterTheAgreementsEnd()
    {
        var subject = await RegisterAsync();
        using var made = await eastmere.PostAsync("amira", "/api/disclosures", Disclosure(subject, "risk"));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var path = made.Headers.Location?.ToString() ?? "";
        using var read = await eastmere.GetAsync("ben", path);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        using var refused = await eastmere.PostAsync("amira", "/api/disclosures", Disclosure(subject, "medical-history"));
        await ProblemAssert.IsAsync(ProblemTypes.SharingRefused, refused);

        var sharing = await IndexAsync("joan", $"record=disclosure:{path[(path.LastIndexOf('/') + 1)..]}", "disclosure.made");
        var reading = await IndexAsync("kath", $"record=disclosure:{path[(path.LastIndexOf('/') + 1)..]}", "disclosure.read");
        var refusing = await IndexAsync("joan", $"subject={subject}", "disclosure.refused");
        await AllIdenticalAsync();

        // Neither a suspension nor the end of the agreement changes what was decided.
        using var standing = await eastmere.GetAsync("olwen", Version);
        var reason = new JsonObject { ["reason"] = "Under review" };
        using var suspended = await eastmere.PostAsync("olwen", $"{Version}/suspension", reason, standing.Headers.ETag?.Tag);
        Assert.Equal(HttpStatusCode.OK, suspended.StatusCode);
        await AllIdenticalAsync();
        using var ended = await eastmere.PostAsync("olwen", $"{Version}/termination", reason, suspended.Headers.ETag?.Tag);
        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        await AllIdenticalAsync();

        // Another agency's entry, and one that is not there, answer alike.
        using var theirs = await ReplayAsync("kath", refusing);
        using var absent = await ReplayAsync("kath", 999_999_999);
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, theirs);
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, absent);
        using var headerOnly = await ReplayAsync("kath", sharing);
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, headerOnly);
        using var practitioner = await ReplayAsync("amira", sharing);
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, practitioner);

        // What was refused names no record, so its officer says whom it was about; whoever guesses another learns nothing.
        Assert.Equal("subject-needed", await OutcomeAsync("joan", refusing));
        Assert.Equal("subject-needed", await OutcomeAsync("joan", refusing, eastmere.Id("aisha-penrow")));

        await LookIsRecordedAsync();

        // The council's key of this child goes, and its inputs with it; what the police decided stays.
        await DestroyAsync(subject, "eastmere-council");
        using var disposed = await ReplayAsync("joan", sharing);
        var answer = await Eastmere.JsonAsync(disposed);
        Assert.Equal("inputs-disposed", answer.GetProperty("outcome").GetString());
        Assert.Equal(64, answer.GetProperty("factsDigest").GetString()?.Length);
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("decision").ValueKind);
        Assert.Equal("inputs-disposed", await OutcomeAsync("joan", refusing, subject));
        Assert.Equal("identical", await OutcomeAsync("kath", reading));

        async Task AllIdenticalAsync()
        {
            using var again = await ReplayAsync("joan", sharing);
            Assert.True(again.Headers.Contains("Audit-Receipt"));
            var body = await Eastmere.JsonAsync(again);
            Assert.Equal("identical", body.GetProperty("outcome").GetString());
            Assert.Equal("permit", body.GetProperty("decision").GetProperty("effect").GetString());
            Assert.Equal("identical", await OutcomeAsync("kath", reading));
            Assert.Equal("identical", await OutcomeAsync("joan", refusing, subject));
        }
    }

    [Fact]
    public async Task Replay_OfAnEntryThatDecidedNothing_SaysSo()
    {
        var subject = await RegisterAsync();
        var registered = await IndexAsync("joan", $"subject={subject}", "subject.registered");
        Assert.Equal("nothing-decided", await OutcomeAsync("joan", registered));
    }

    private async Task LookIsRecordedAsync()
    {
        using var looked = await Eastmere.EventuallyAsync(
            () => eastmere.GetAsync("joan", $"/api/audit/entries?{Lately}&act=audit."),
            async a => (await a.Content.ReadAsStringAsync()).Contains("audit.decision-replayed", StringComparison.Ordinal)
        );
        Assert.Contains("audit.decision-replayed", await looked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    // What was done a moment ago may have been done yesterday.
    private static string Lately => $"from={DateTimeOffset.UtcNow.AddDays(-1):yyyy-MM-dd}&to={DateTimeOffset.UtcNow:yyyy-MM-dd}";

    private async Task<string> RegisterAsync()
    {
        var person = new JsonObject
        {
            ["kind"] = "person",
            ["name"] = "Replay Subject",
            ["dateOfBirth"] = "2012-03-29",
        };
        using var registered = await eastmere.PostAsync("amira", "/api/subjects", person);
        Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
        return (await Eastmere.JsonAsync(registered)).GetProperty("id").GetString() ?? "";
    }

    private static JsonObject Disclosure(string subject, string category) =>
        new()
        {
            ["to"] = "eastmere-police",
            ["subjectId"] = subject,
            ["purpose"] = Eastmere.Purpose,
            ["reason"] = "Strategy discussion",
            ["content"] = new JsonObject { [category] = new JsonObject { ["note"] = "seeded" } },
        };

    private async Task<long> IndexAsync(string officer, string question, string act)
    {
        using var answer = await Eastmere.EventuallyAsync(
            () => eastmere.GetAsync(officer, $"/api/audit/entries?{question}"),
            async a => (await a.Content.ReadAsStringAsync()).Contains($"\"{act}\"", StringComparison.Ordinal)
        );
        return (await Eastmere.JsonAsync(answer))
            .GetProperty("items")
            .EnumerateArray()
            .First(e => e.GetProperty("act").GetString() == act)
            .GetProperty("index")
            .GetInt64();
    }

    private async Task<string?> OutcomeAsync(string officer, long index, string? subject = null)
    {
        using var answer = await ReplayAsync(officer, index, subject);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await Eastmere.JsonAsync(answer)).GetProperty("outcome").GetString();
    }

    private Task<HttpResponseMessage> ReplayAsync(string officer, long index, string? subject = null) =>
        eastmere.PostAsync(
            officer,
            string.Create(CultureInfo.InvariantCulture, $"/api/audit/entries/{index}/replay"),
            subject is null ? [] : new JsonObject { ["subjectId"] = subject }
        );

    private async Task DestroyAsync(string subject, string agency)
    {
        var records = eastmere.Running.App.Services.GetRequiredService<IRecordStore>();
        var key = DataKeyId.OfSubject(subject, Identity.AgencyId.Parse(agency));
        var destroyed = new RecordCommit(key.PartitionKey, [new RowWrite.Delete(key.RowKey, null)]);
        Assert.IsType<CommitOutcome.Committed>(await records.CommitAsync(destroyed, CancellationToken.None));
    }
}
