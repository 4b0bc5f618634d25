using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Web.Api;
using DataSharing.Web.Tests.Entities;

namespace DataSharing.Web.Tests.Exchange;

public sealed class EmergencyTests(Borough borough) : IClassFixture<Borough>
{
    [Fact]
    public async Task Share_NoPermission_IsSuppliedFlaggedAndWaitsForAReview()
    {
        using var ordinary = await borough.PostAsync("amira", "/api/disclosures", borough.Disclosure("eastmere-licensing"));
        await ProblemAssert.IsAsync(ProblemTypes.SharingRefused, ordinary);

        var (id, made) = await ShareAsync("amira");
        Assert.Equal(["identity", "risk"], Words(made.GetProperty("emergency").GetProperty("categories")));
        Assert.Equal("awaiting", Text(made.GetProperty("emergency"), "state"));
        Assert.Equal(TimeSpan.FromHours(72), Moment(made, "reviewDue") - made.GetProperty("madeAt").GetDateTimeOffset());
        Assert.Equal(TimeSpan.FromHours(24), Moment(made, "until") - made.GetProperty("madeAt").GetDateTimeOffset());
        Assert.Equal(["6(1)(d) 9(2)(c)"], Words(made.GetProperty("decision").GetProperty("lawfulBases")));

        using var read = await borough.GetAsync("colm", $"/api/disclosures/{id}");
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        foreach (var officer in new[] { "joan", "una" })
        {
            using var flagged = await Eastmere.EventuallyAsync(
                () => borough.GetAsync(officer, $"/api/audit/entries?emergency=true&record=disclosure:{id}"),
                async a => (await Eastmere.JsonAsync(a)).GetProperty("items").GetArrayLength() == 2
            );
            var acts = (await Eastmere.JsonAsync(flagged)).GetProperty("items").EnumerateArray().Select(e => Text(e, "act"));
            Assert.Equal(["disclosure.read", "disclosure.made"], acts);
        }

        var line = await ListedAsync("joan", "open", id);
        Assert.False(line.GetProperty("overdue").GetBoolean());
        Assert.False(line.GetProperty("needsAnother").GetBoolean());
    }

    [Fact]
    public async Task Review_ByAnotherOfficer_IsAddedAndStands()
    {
        var (id, _) = await ShareAsync("amira");
        using var first = await ReviewAsync("joan", id, "needs-action", "The duty manager must confirm the danger.");
        Assert.Equal("needs-action", Text(await Eastmere.JsonAsync(first), "state"));
        await ListedAsync("joan", "open", id);
        using var upheld = await ReviewAsync("joan", id, "upheld", "The danger was real and there was no time.", "review-again");
        Assert.Equal(HttpStatusCode.OK, upheld.StatusCode);
        using var repeated = await ReviewAsync("joan", id, "upheld", "The danger was real and there was no time.", "review-again");
        Assert.Equal(HttpStatusCode.OK, repeated.StatusCode);
        using var other = await ReviewAsync("joan", id, "upheld", "The danger was as real as it gets.", "review-again");
        await ProblemAssert.IsAsync(ProblemTypes.IdempotencyKeyReused, other);
        using var late = await ReviewAsync("mira", id, "not-upheld", "On second thoughts it was not.");
        await ProblemAssert.IsAsync(ProblemTypes.Conflict, late);

        await ListedAsync("joan", "done", id);
        using var open = await borough.GetAsync("joan", "/api/emergency-reviews");
        Assert.DoesNotContain(id, await open.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var one = await borough.GetAsync("joan", $"/api/emergency-reviews/{id}");
        var whole = await Eastmere.JsonAsync(one);
        Assert.Equal("The child was seen getting into a car", Text(whole, "justification"));
        Assert.Equal("The licensing duty officer", Text(whole, "recipient"));
        Assert.Equal(["needs-action", "upheld"], whole.GetProperty("reviews").EnumerateArray().Select(r => Text(r, "outcome")));
        using var read = await borough.GetAsync("colm", $"/api/disclosures/{id}");
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }

    [Fact]
    public async Task Review_NotUpheld_EndsTheRecipientsReading()
    {
        var (id, _) = await ShareAsync("amira");
        using var review = await ReviewAsync("joan", id, "not-upheld", "Nobody was in danger at that time.");
        Assert.Equal(HttpStatusCode.OK, review.StatusCode);
        using var read = await borough.GetAsync("colm", $"/api/disclosures/{id}");
        await ProblemAssert.IsAsync(ProblemTypes.SharingRefused, read);
        using var list = await borough.GetAsync("colm", "/api/disclosures?direction=received");
        Assert.DoesNotContain(id, await list.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Review_OfOnesOwn_NeedsAnotherOfficer()
    {
        var (id, _) = await ShareAsync("mira");
        Assert.True((await ListedAsync("mira", "open", id)).GetProperty("needsAnother").GetBoolean());
        using var own = await ReviewAsync("mira", id, "upheld", "I was right to share this.");
        await ProblemAssert.IsAsync(ProblemTypes.NeedsAnotherOfficer, own);
        using var refusal = await Eastmere.EventuallyAsync(
            () => borough.GetAsync("joan", $"/api/audit/entries?record=disclosure:{id}"),
            async a => (await a.Content.ReadAsStringAsync()).Contains("emergency.review-refused", StringComparison.Ordinal)
        );
        Assert.Contains("emergency.review-refused", await refusal.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var another = await ReviewAsync("joan", id, "upheld", "She was right to share this.");
        Assert.Equal(HttpStatusCode.OK, another.StatusCode);
    }

    [Fact]
    public async Task Review_OfAnotherAgencysOrOfNone_AnswersAlike()
    {
        var (id, _) = await ShareAsync("amira");
        using var ordinary = await borough.PostAsync("amira", "/api/disclosures", borough.Disclosure());
        var usual = Text(await Eastmere.JsonAsync(ordinary), "id");
        foreach (var (officer, which) in new[] { ("una", id), ("kath", id), ("joan", usual), ("joan", Guid.NewGuid().ToString("D")) })
        {
            using var read = await borough.GetAsync(officer, $"/api/emergency-reviews/{which}");
            await ProblemAssert.IsAsync(ProblemTypes.NotFound, read);
            using var review = await ReviewAsync(officer, which, "upheld", "It looks right from here.");
            await ProblemAssert.IsAsync(ProblemTypes.NotFound, review);
            using var list = await borough.GetAsync("una", "/api/emergency-reviews");
            Assert.Equal(0, (await Eastmere.JsonAsync(list)).GetProperty("items").GetArrayLength());
        }

        using var practitioner = await borough.GetAsync("amira", $"/api/emergency-reviews/{id}");
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, practitioner);
    }

    [Fact]
    public async Task Share_PermittedAnyway_IsOrdinary()
    {
        using var made = await borough.PostAsync("amira", "/api/disclosures", Plead(borough.Disclosure()));
        var share = await Eastmere.JsonAsync(made);
        Assert.Equal(JsonValueKind.Null, share.GetProperty("emergency").ValueKind);
        using var review = await borough.GetAsync("joan", $"/api/emergency-reviews/{Text(share, "id")}");
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, review);
    }

    [Fact]
    public async Task Share_Prohibited_StaysWithheld()
    {
        using var refused = await borough.PostAsync(
            "amira",
            "/api/disclosures",
            Plead(borough.Disclosure("eastmere-licensing", categories: "health"))
        );
        var problem = await ProblemAssert.IsAsync(ProblemTypes.SharingRefused, refused);
        Assert.Equal("prohibited", Text(problem.GetProperty("decision").GetProperty("categories")[0], "reason"));
    }

    [Fact]
    public async Task Share_OfSomebodyWhoseAddressIsSecret_IsRefusedWhoeverRecordedIt()
    {
        var subject = await borough.PersonAsync("amira", "Guarded Person");
        var status = Borough.Fact("risk", "Address kept secret", "status");
        status["code"] = "safe-address";
        await borough.RecordAsync("ben", $"/api/subjects/{subject}/facts", status);
        var body = Plead(borough.Disclosure("eastmere-licensing"));
        body["subjectId"] = subject;
        using var refused = await borough.PostAsync("amira", "/api/disclosures", body);
        var problem = await ProblemAssert.IsAsync(ProblemTypes.SharingRefused, refused);
        Assert.Equal("guarded", Text(problem.GetProperty("decision").GetProperty("categories")[0], "reason"));
    }

    [Fact]
    public async Task Share_ByASystem_NeedsAPerson()
    {
        using var refused = await borough.AsSystemAsync(
            "aaaaaaaa-0000-4000-8000-000000000002",
            "22222222-aaaa-4aaa-8aaa-000000000002",
            HttpMethod.Post,
            "/api/disclosures",
            Plead(borough.Disclosure("eastmere-licensing"))
        );
        await ProblemAssert.IsAsync(ProblemTypes.ReleaseNeedsAPerson, refused);
    }

    [Theory]
    [InlineData("justification", "seeded")]
    [InlineData("recipient", "s")]
    [InlineData("hours", 0)]
    [InlineData("hours", 73)]
    public async Task Share_PleaOutOfBounds_IsRefused(string member, object value)
    {
        var body = Plead(borough.Disclosure("eastmere-licensing"));
        body["emergency"]?.AsObject()[member] = value is int number ? number : JsonValue.Create((string)value);
        using var refused = await borough.PostAsync("amira", "/api/disclosures", body);
        var problem = await ProblemAssert.IsAsync(ProblemTypes.InvalidField, refused);
        Assert.Equal($"/emergency/{member}", Text(problem, "pointer"));
    }

    [Theory]
    [InlineData("seeded", "Long enough to be a reason.", "/outcome")]
    [InlineData("upheld", "short", "/reasons")]
    public async Task Review_OutOfBounds_IsRefused(string outcome, string reasons, string pointer)
    {
        using var refused = await ReviewAsync("joan", Guid.NewGuid().ToString("D"), outcome, reasons);
        Assert.Equal(pointer, Text(await ProblemAssert.IsAsync(ProblemTypes.InvalidField, refused), "pointer"));
    }

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString() ?? "";

    private static string[] Words(JsonElement list) => [.. list.EnumerateArray().Select(e => e.GetString() ?? "")];

    private static DateTimeOffset Moment(JsonElement share, string member) =>
        share.GetProperty("emergency").GetProperty(member).GetDateTimeOffset();

    private static JsonObject Plead(JsonObject disclosure)
    {
        disclosure["emergency"] = new JsonObject
        {
            ["justification"] = "The child was seen getting into a car",
            ["recipient"] = "The licensing duty officer",
        };
        return disclosure;
    }

    private async Task<(string Id, JsonElement Made)> ShareAsync(string user)
    {
        using var made = await borough.PostAsync(user, "/api/disclosures", Plead(borough.Disclosure("eastmere-licensing")));
        Assert.True(made.StatusCode == HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        var share = await Eastmere.JsonAsync(made);
        return (Text(share, "id"), share);
    }

    private Task<HttpResponseMessage> ReviewAsync(string officer, string id, string outcome, string reasons, string? key = null) =>
        borough.PostAsync(
            officer,
            $"/api/emergency-reviews/{id}/outcomes",
            new JsonObject { ["outcome"] = outcome, ["reasons"] = reasons },
            key: key
        );

    private async Task<JsonElement> ListedAsync(string officer, string state, string id)
    {
        using var list = await Eastmere.EventuallyAsync(
            () => borough.GetAsync(officer, $"/api/emergency-reviews?state={state}"),
            async a => (await a.Content.ReadAsStringAsync()).Contains(id, StringComparison.Ordinal)
        );
        return (await Eastmere.JsonAsync(list)).GetProperty("items").EnumerateArray().Single(i => Text(i, "id") == id);
    }
}
