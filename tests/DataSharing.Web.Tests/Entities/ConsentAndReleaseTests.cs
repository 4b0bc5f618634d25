using System.Net;
using System.Text.Json.Nodes;
using DataSharing.Web.Api;
using DataSharing.Web.Tests.Exchange;

namespace DataSharing.Web.Tests.Entities;

public sealed class ConsentAndReleaseTests(Borough borough) : IClassFixture<Borough>
{
    private static readonly string[] Council = ["eastmere-council"];
    private static readonly string[] Police = ["eastmere-police"];
    private static readonly string[] Person = ["person"];
    private int rules;

    [Fact]
    public async Task Disclose_ExplicitConsent_LeavesOnlyWhileItIsGiven()
    {
        var purpose = await EnactAsync(rule => rule["consent"] = "explicit");
        var id = await borough.PersonAsync("amira", "Consent Explicit", "2004-01-01");
        using var unasked = await DiscloseAsync(id, purpose);
        Assert.Contains(
            "consent-unknown",
            (await ProblemAssert.IsAsync(ProblemTypes.SharingRefused, unasked)).GetRawText(),
            StringComparison.Ordinal
        );

        await SayAsync(id, Given(purpose, "eastmere-health"));
        using var toAnother = await DiscloseAsync(id, purpose);
        await ProblemAssert.IsAsync(ProblemTypes.SharingRefused, toAnother);

        await SayAsync(id, Given(purpose, "eastmere-police"));
        using var given = await DiscloseAsync(id, purpose);
        Assert.Equal(HttpStatusCode.Created, given.StatusCode);
        var consent = (await Eastmere.JsonAsync(given)).GetProperty("decision").GetProperty("consent");
        Assert.Equal(("explicit", "given"), (consent.GetProperty("stance").GetString(), consent.GetProperty("state").GetString()));
        using var read = await borough.GetAsync("ben", given.Headers.Location?.ToString() ?? "", purpose);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);

        await SayAsync(id, new JsonObject { ["answer"] = "withdrawn", ["speaker"] = "subject" });
        using var withdrawn = await DiscloseAsync(id, purpose);
        Assert.Contains(
            "consent-withdrawn",
            (await ProblemAssert.IsAsync(ProblemTypes.SharingRefused, withdrawn)).GetRawText(),
            StringComparison.Ordinal
        );
        using var after = await borough.GetAsync("ben", given.Headers.Location?.ToString() ?? "", purpose);
        await ProblemAssert.IsAsync(ProblemTypes.SharingRefused, after);
    }

    [Fact]
    public async Task Consents_NewestFirst_AndAnotherAgencysAreNotThere()
    {
        var id = await borough.PersonAsync("amira", "Consent Listed");
        await SayAsync(id, new JsonObject { ["answer"] = "not-sought", ["words"] = "Asking would put the child at risk." });
        await SayAsync(
            id,
            new JsonObject
            {
                ["answer"] = "refused",
                ["speaker"] = "parent",
                ["words"] = "Said no",
            }
        );
        using var listed = await borough.GetAsync("amira", $"/api/subjects/{id}/consents");
        Assert.Equal(
            ["refused", "not-sought"],
            (await Eastmere.JsonAsync(listed)).GetProperty("items").EnumerateArray().Select(c => c.GetProperty("answer").GetString())
        );
        using var police = await borough.GetAsync("ben", $"/api/subjects/{id}/consents");
        Assert.Equal(0, (await Eastmere.JsonAsync(police)).GetProperty("items").GetArrayLength());
        using var licensing = await borough.GetAsync("colm", $"/api/subjects/{id}/consents");
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, licensing);
    }

    [Theory]
    [InlineData(
        """{"answer":"given","speaker":"subject","explainedHow":"In person","purposes":["safeguarding-children"]}""",
        "/recipients"
    )]
    [InlineData("""{"answer":"given","speaker":"subject","explainedHow":"In person","recipients":["eastmere-police"]}""", "/purposes")]
    [InlineData(
        """{"answer":"given","speaker":"subject","purposes":["safeguarding-children"],"recipients":["eastmere-police"]}""",
        "/explainedHow"
    )]
    [InlineData(
        """{"answer":"given","explainedHow":"x","purposes":["safeguarding-children"],"recipients":["eastmere-police"]}""",
        "/speaker"
    )]
    [InlineData("""{"answer":"not-sought"}""", "/words")]
    [InlineData("""{"answer":"refused","speaker":"subject","recipients":["nobody-here"]}""", "/recipients")]
    public async Task Consent_WithoutWhatMakesItOne_PointsAtIt(string body, string pointer)
    {
        var id = await borough.PersonAsync("amira", "Consent Wrong");
        using var refused = await borough.WriteAsync("amira", $"/api/subjects/{id}/consents", JsonNode.Parse(body));
        Assert.Equal(pointer, (await ProblemAssert.IsAsync(ProblemTypes.InvalidField, refused)).GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task Consent_OfAPlace_IsRefused()
    {
        var place = await borough.RegisterAsync("amira", new JsonObject { ["kind"] = "location", ["name"] = "Consent Place" });
        var body = new JsonObject { ["answer"] = "refused", ["speaker"] = "other" };
        using var refused = await borough.WriteAsync("amira", $"/api/subjects/{place}/consents", body);
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, refused);
    }

    [Fact]
    public async Task ManualRelease_SystemIsRefusedPersonReleases_AndLinkedItemsAreAbsent()
    {
        var purpose = await EnactAsync(rule => rule["release"] = "manual");
        var id = await borough.PersonAsync("amira", "Manual Release");
        var body = Disclosure(id, purpose);
        using var bySystem = await borough.AsSystemAsync(
            "aaaaaaaa-0000-4000-8000-000000000002",
            "22222222-aaaa-4aaa-8aaa-000000000002",
            HttpMethod.Post,
            "/api/disclosures",
            body
        );
        // Registered by a person of the same agency, so the system may refer to it, and still nothing leaves.
        await ProblemAssert.IsAsync(ProblemTypes.ReleaseNeedsAPerson, bySystem);
        Assert.True(bySystem.Headers.Contains("Audit-Receipt"));
        using var received = await borough.GetAsync("ben", "/api/disclosures?direction=received", purpose);
        Assert.DoesNotContain(id, await received.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var looked = await borough.GetAsync("ben", $"/api/subjects/{id}", purpose);
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, looked);

        using var byPerson = await borough.PostAsync("amira", "/api/disclosures", body);
        Assert.Equal(HttpStatusCode.Created, byPerson.StatusCode);
        var made = await Eastmere.JsonAsync(byPerson);
        Assert.Equal("manual", made.GetProperty("decision").GetProperty("release").GetString());
        using var entries = await Eastmere.EventuallyAsync(
            () => borough.GetAsync("joan", $"/api/audit/entries?record=disclosure:{made.GetProperty("id").GetString()}"),
            async a => (await Eastmere.JsonAsync(a)).GetProperty("items").GetArrayLength() > 0
        );
        Assert.Contains(
            "\"release\":\"manual\"",
            (await entries.Content.ReadAsStringAsync()).Replace(" ", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task AgeLimit_IsDecidedByTheDateOfBirthRecorded()
    {
        var purpose = await EnactAsync(rule => rule["constraints"] = new JsonObject { ["age"] = new JsonObject { ["maximum"] = 17 } });
        using var child = await DiscloseAsync(await borough.PersonAsync("amira", "Age Child", "2012-01-01"), purpose);
        Assert.Equal(HttpStatusCode.Created, child.StatusCode);
        using var adult = await DiscloseAsync(await borough.PersonAsync("amira", "Age Adult", "1990-01-01"), purpose);
        Assert.Contains(
            "age-outside",
            (await ProblemAssert.IsAsync(ProblemTypes.SharingRefused, adult)).GetRawText(),
            StringComparison.Ordinal
        );
        using var unknown = await DiscloseAsync(await borough.PersonAsync("amira", "Age Unknown"), purpose);
        Assert.Contains(
            "age-unknown",
            (await ProblemAssert.IsAsync(ProblemTypes.SharingRefused, unknown)).GetRawText(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Preview_SaysWhatADisclosureWouldAndSendsNothing()
    {
        var id = await borough.PersonAsync("amira", "Preview Only");
        var body = new JsonObject
        {
            ["to"] = "eastmere-police",
            ["subjectId"] = id,
            ["purpose"] = Eastmere.Purpose,
            ["reason"] = "Thinking of it",
            ["categories"] = Borough.List("identity", "education"),
        };
        using var previewed = await borough.PostAsync("amira", "/api/decisions/preview", body);
        var preview = (await Eastmere.JsonAsync(previewed)).GetProperty("decision");
        Assert.Equal("permit-in-part", preview.GetProperty("effect").GetString());
        using var made = await borough.PostAsync(
            "amira",
            "/api/disclosures",
            borough.Disclosure(subject: "aisha-penrow", categories: ["identity", "education"])
        );
        var real = (await Eastmere.JsonAsync(made)).GetProperty("decision");
        Assert.Equal(real.GetProperty("categories").GetRawText(), preview.GetProperty("categories").GetRawText());
        using var received = await borough.GetAsync("ben", "/api/disclosures?direction=received");
        Assert.DoesNotContain(id, await received.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var police = await borough.GetAsync("kath", $"/api/audit/entries?subject={id}");
        Assert.Equal(0, (await Eastmere.JsonAsync(police)).GetProperty("items").GetArrayLength());

        body["to"] = "eastmere-council";
        using var own = await borough.PostAsync("amira", "/api/decisions/preview", body);
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, own);
        body["to"] = "eastmere-police";
        body["subjectId"] = Guid.NewGuid().ToString("D");
        using var nobody = await borough.PostAsync("amira", "/api/decisions/preview", body);
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, nobody);
    }

    private static JsonObject Given(string purpose, string recipient) =>
        new()
        {
            ["answer"] = "given",
            ["speaker"] = "subject",
            ["purposes"] = Borough.List(purpose),
            ["recipients"] = Borough.List(recipient),
            ["explainedHow"] = "In person, with a leaflet",
        };

    private static JsonObject Disclosure(string id, string purpose) =>
        new()
        {
            ["to"] = "eastmere-police",
            ["subjectId"] = id,
            ["purpose"] = purpose,
            ["reason"] = "Test",
            ["content"] = new JsonObject { ["identity"] = new JsonObject { ["note"] = "x" } },
        };

    private async Task<string> EnactAsync(Action<JsonObject> change)
    {
        var purpose = $"test-rule-{Guid.NewGuid():N}"[..24];
        var rule = Borough.Permission($"rule-{++rules}", purpose, Council, Police, Person, ["identity"]);
        change(rule);
        await borough.EnactAsync(purpose, [rule], []);
        return purpose;
    }

    private Task<HttpResponseMessage> DiscloseAsync(string id, string purpose) =>
        borough.PostAsync("amira", "/api/disclosures", Disclosure(id, purpose));

    private async Task SayAsync(string id, JsonObject consent)
    {
        using var said = await borough.WriteAsync("amira", $"/api/subjects/{id}/consents", consent);
        Assert.True(said.StatusCode == HttpStatusCode.Created, await said.Content.ReadAsStringAsync());
    }
}
