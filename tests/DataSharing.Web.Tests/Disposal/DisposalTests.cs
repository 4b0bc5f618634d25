using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Web.Api;
using DataSharing.Web.Tests.Exchange;

namespace DataSharing.Web.Tests.Disposal;

/// <summary>Who may erase what, and what stands in the way.</summary>
public sealed class DisposalTests(ErasingBorough borough) : IClassFixture<ErasingBorough>
{
    [Fact]
    public async Task Propose_NotTheAgencys_AnswersAsIfItWereNotThere()
    {
        var id = await borough.PersonAsync("amira", "Nota Theirs");
        using var stranger = await borough.ProposeAsync("ben", id);
        using var nobody = await borough.ProposeAsync("ben", Guid.NewGuid().ToString());
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, stranger);
        Assert.Equal(nobody.Content.Headers.ContentLength, stranger.Content.Headers.ContentLength);

        using var proposed = await borough.ProposeAsync("amira", id);
        var disposal = ErasingBorough.Text(await Eastmere.JsonAsync(proposed), "id");
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, await borough.GetAsync("kath", $"/api/disposals/{disposal}"));
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, await borough.GetAsync("amira", $"/api/disposals/{disposal}"));
        using var foreign = await borough.DecideAsync("kath", disposal, proposed.Headers.ETag?.ToString());
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, foreign);
        using var mine = await borough.DecideAsync("amira", disposal, proposed.Headers.ETag?.ToString());
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, mine);
    }

    [Theory]
    [InlineData("unheard-of", "The retention period ended.", "/ground")]
    [InlineData("retention-ended", "short", "/reason")]
    public async Task Propose_WithoutGroundOrReason_IsRefused(string ground, string reason, string pointer)
    {
        var id = await borough.PersonAsync("amira", "Grund Los");
        using var answer = await borough.ProposeAsync("amira", id, ground, reason);
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, answer);
        Assert.Equal(pointer, ErasingBorough.Text(await Eastmere.JsonAsync(answer), "pointer"));
    }

    [Fact]
    public async Task Confirm_ByTheProposer_NeedsAnotherOfficer()
    {
        var id = await borough.PersonAsync("amira", "Eigen Sinn");
        using var proposed = await borough.ProposeAsync("mira", id);
        var disposal = ErasingBorough.Text(await Eastmere.JsonAsync(proposed), "id");
        var tag = proposed.Headers.ETag?.ToString();
        await ProblemAssert.IsAsync(ProblemTypes.NeedsAnotherOfficer, await borough.DecideAsync("mira", disposal, tag));
        await ProblemAssert.IsAsync(ProblemTypes.PreconditionRequired, await borough.DecideAsync("joan", disposal, null));
        await ProblemAssert.IsAsync(ProblemTypes.PreconditionFailed, await borough.DecideAsync("joan", disposal, "\"stale\""));
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, await borough.DecideAsync("joan", disposal, tag, "perhaps"));

        using var declined = await borough.DecideAsync("joan", disposal, tag, "declined");
        Assert.Equal("declined", ErasingBorough.Text(await Eastmere.JsonAsync(declined), "state"));
        using var late = await borough.DecideAsync("joan", disposal, declined.Headers.ETag?.ToString());
        await ProblemAssert.IsAsync(ProblemTypes.Conflict, late);
        using var there = await borough.GetAsync("amira", $"/api/subjects/{id}");
        Assert.Equal(HttpStatusCode.OK, there.StatusCode);
    }

    [Fact]
    public async Task Retry_OfProposalAndConfirmation_AnswersAsBefore()
    {
        var id = await borough.PersonAsync("amira", "Noch Mal");
        using var first = await borough.ProposeAsync("amira", id, key: "proposal-once");
        using var second = await borough.ProposeAsync("amira", id, key: "proposal-once");
        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        var disposal = ErasingBorough.Text(await Eastmere.JsonAsync(first), "id");
        Assert.Equal(disposal, ErasingBorough.Text(await Eastmere.JsonAsync(second), "id"));
        using var other = await borough.ProposeAsync("amira", id, "court-order", key: "proposal-once");
        await ProblemAssert.IsAsync(ProblemTypes.IdempotencyKeyReused, other);

        var tag = first.Headers.ETag?.ToString();
        using var confirmed = await borough.DecideAsync("joan", disposal, tag, key: "confirmed-once");
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        using var again = await borough.DecideAsync("joan", disposal, tag, key: "confirmed-once");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        // At once, and before anything is swept up.
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, await borough.GetAsync("amira", $"/api/subjects/{id}"));
    }

    [Fact]
    public async Task Hold_UntilItIsLifted_ForbidsTheDisposal()
    {
        var id = await borough.PersonAsync("amira", "Fest Gehalten");
        using var proposed = await borough.ProposeAsync("amira", id);
        var disposal = ErasingBorough.Text(await Eastmere.JsonAsync(proposed), "id");
        var tag = proposed.Headers.ETag?.ToString();
        var why = new JsonObject
        {
            ["reason"] = "The coroner has asked for the file.",
            ["ground"] = "coroner",
            ["askedBy"] = "HM Coroner",
            ["reviewOn"] = "2199-12-31",
        };
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, await borough.PostAsync("kath", $"/api/subjects/{id}/legal-holds", why));
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, await borough.PostAsync("amira", $"/api/subjects/{id}/legal-holds", why));
        using var set = await borough.PostAsync("joan", $"/api/subjects/{id}/legal-holds", why);
        Assert.Equal(HttpStatusCode.Created, set.StatusCode);
        var hold = ErasingBorough.Text(await Eastmere.JsonAsync(set), "id");

        await HeldAsync("legal-hold", borough.DecideAsync("joan", disposal, tag));
        await HeldAsync("legal-hold", borough.ProposeAsync("amira", id));
        Assert.Equal(["coroner"], await StandingAsync("mira", id));
        Assert.Empty(await StandingAsync("kath", id));

        var path = $"/api/subjects/{id}/legal-holds/{hold}/lifting";
        var over = new JsonObject { ["reason"] = "The inquest has ended." };
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, await borough.PostAsync("kath", path, over, set.Headers.ETag?.ToString()));
        await ProblemAssert.IsAsync(ProblemTypes.PreconditionFailed, await borough.PostAsync("mira", path, over, "\"stale\""));
        using var lifted = await borough.PostAsync("mira", path, over, set.Headers.ETag?.ToString());
        Assert.Equal(HttpStatusCode.OK, lifted.StatusCode);
        await ProblemAssert.IsAsync(ProblemTypes.Conflict, await borough.PostAsync("mira", path, over, lifted.Headers.ETag?.ToString()));
        using var listed = await borough.GetAsync("joan", $"/api/subjects/{id}/legal-holds");
        var line = (await Eastmere.JsonAsync(listed)).GetProperty("items").EnumerateArray().Single();
        Assert.Equal("The inquest has ended.", ErasingBorough.Text(line, "liftReason"));
        Assert.Equal("HM Coroner", ErasingBorough.Text(line, "askedBy"));
        Assert.Equal("2199-12-31", ErasingBorough.Text(line, "reviewOn"));
        Assert.Empty(await StandingAsync("mira", id));

        using var confirmed = await borough.DecideAsync("joan", disposal, tag);
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        await borough.CompletedAsync(disposal);
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, await borough.GetAsync("joan", $"/api/subjects/{id}/legal-holds"));
    }

    [Fact]
    public async Task Proposals_OfOnePerson_AreListedForThatPersonAlone()
    {
        var id = await borough.PersonAsync("amira", "Eigen Vorschlag");
        using var proposed = await borough.ProposeAsync("amira", id);
        var disposal = ErasingBorough.Text(await Eastmere.JsonAsync(proposed), "id");
        using var listed = await Eastmere.EventuallyAsync(
            () => borough.GetAsync("amira", "/api/disposals/own"),
            async answer => (await answer.Content.ReadAsStringAsync()).Contains(disposal, StringComparison.Ordinal)
        );
        var line = (await Eastmere.JsonAsync(listed))
            .GetProperty("items")
            .EnumerateArray()
            .First(l => ErasingBorough.Text(l, "id") == disposal);
        Assert.Equal("proposed", ErasingBorough.Text(line, "state"));
        Assert.Equal(id, ErasingBorough.Text(line, "subjectId"));
        foreach (var other in new[] { "mira", "ben" })
        {
            using var theirs = await borough.GetAsync(other, "/api/disposals/own");
            Assert.Equal(HttpStatusCode.OK, theirs.StatusCode);
            Assert.DoesNotContain(disposal, await theirs.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    /// <summary>The grounds of the agency's standing holds on a subject.</summary>
    private async Task<IReadOnlyList<string>> StandingAsync(string officer, string subject)
    {
        using var listed = await borough.GetAsync(officer, "/api/legal-holds");
        return
        [
            .. (await Eastmere.JsonAsync(listed))
                .GetProperty("items")
                .EnumerateArray()
                .Where(line => ErasingBorough.Text(line, "subjectId") == subject)
                .Select(line => ErasingBorough.Text(line, "ground")),
        ];
    }

    [Fact]
    public async Task OpenMatters_EmergencyRequestAndTactic_HoldTheDisposal()
    {
        var id = await borough.PersonAsync("amira", "Offene Fragen");
        var plea = new JsonObject
        {
            ["to"] = "eastmere-licensing",
            ["subjectId"] = id,
            ["purpose"] = Eastmere.Purpose,
            ["reason"] = "Danger tonight",
            ["content"] = new JsonObject { ["risk"] = new JsonObject { ["note"] = "In danger" } },
            ["emergency"] = new JsonObject
            {
                ["justification"] = "There is no time to wait for anything",
                ["recipient"] = "The duty officer",
                ["hours"] = 2,
            },
        };
        using var shared = await borough.PostAsync("amira", "/api/disclosures", plea);
        Assert.True(shared.IsSuccessStatusCode, await shared.Content.ReadAsStringAsync());
        var ask = new JsonObject
        {
            ["to"] = "eastmere-police",
            ["subjectId"] = id,
            ["purpose"] = Eastmere.Purpose,
            ["reason"] = "A meeting",
            ["categories"] = new JsonArray("risk"),
        };
        using var asked = await borough.PostAsync("amira", "/api/requests", ask);
        Assert.True(asked.IsSuccessStatusCode, await asked.Content.ReadAsStringAsync());
        var tactic = new JsonObject
        {
            ["tactic"] = "nrm-referral",
            ["subjects"] = new JsonArray(new JsonObject { ["id"] = id, ["role"] = "target" }),
            ["purpose"] = Eastmere.Purpose,
            ["objective"] = "Support",
        };
        using var deployed = await borough.PostAsync("amira", "/api/deployments", tactic);
        Assert.True(deployed.IsSuccessStatusCode, await deployed.Content.ReadAsStringAsync());
        await borough.SettleAsync();

        await HeldAsync("deployment-live emergency-open request-open", borough.ProposeAsync("amira", id));
    }

    [Fact]
    public async Task Erased_AskedForByItsOfficerAlone_IsNamedWithItsCertificate()
    {
        var id = await borough.PersonAsync("amira", "Amtlich Bestätigt");
        using var made = await borough.WriteAsync("amira", $"/api/subjects/{id}/consents", Consent(), key: "consent-once-only");
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var disposal = await borough.EraseAsync(id);
        var certificate = await borough.CompletedAsync(disposal);
        Assert.Equal(JsonValueKind.Null, certificate.GetProperty("subjectId").ValueKind);
        Assert.Equal(JsonValueKind.Null, certificate.GetProperty("reason").ValueKind);
        Assert.Equal(
            DateOnly.FromDateTime(certificate.GetProperty("decidedAt").GetDateTime()).AddDays(30).DayNumber,
            DateOnly.Parse(ErasingBorough.Text(certificate, "backupsExpireOn"), null).DayNumber,
            1.0
        );

        using var known = await borough.GetAsync("joan", $"/api/disposals?subject={id}");
        Assert.Equal(disposal, ErasingBorough.Text((await Eastmere.JsonAsync(known)).GetProperty("items").EnumerateArray().Single(), "id"));
        using var unknown = await borough.GetAsync("kath", $"/api/disposals?subject={id}");
        Assert.Equal(0, (await Eastmere.JsonAsync(unknown)).GetProperty("items").GetArrayLength());
        using var listed = await borough.GetAsync("joan", "/api/disposals");
        Assert.Contains(disposal, await listed.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // Nothing is recorded under the number again, not even by the retry of what made it.
        using var retried = await borough.WriteAsync("amira", $"/api/subjects/{id}/consents", Consent(), key: "consent-once-only");
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, retried);
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, await borough.ProposeAsync("amira", id));
    }

    [Fact]
    public async Task Register_RetryAfterTheErasure_MakesNobodyAnew()
    {
        var person = new JsonObject { ["kind"] = "person", ["name"] = "Wieder Gänger" };
        using var first = await borough.PostAsync("amira", "/api/subjects", person, key: "register-once-only");
        var id = ErasingBorough.Text(await Eastmere.JsonAsync(first), "id");
        await borough.EraseAsync(id);
        using var again = await borough.PostAsync("amira", "/api/subjects", person, key: "register-once-only");
        await ProblemAssert.IsAsync(ProblemTypes.Disposed, again);
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, await borough.GetAsync("amira", $"/api/subjects/{id}"));
    }

    private static JsonObject Consent() =>
        new()
        {
            ["answer"] = "refused",
            ["speaker"] = "subject",
            ["words"] = "No.",
        };

    private static async Task HeldAsync(string holds, Task<HttpResponseMessage> call)
    {
        using var answer = await call;
        await ProblemAssert.IsAsync(ProblemTypes.DisposalHeld, answer);
        var said = (await Eastmere.JsonAsync(answer)).GetProperty("holds").EnumerateArray().Select(h => h.GetString());
        Assert.Equal(holds, string.Join(' ', said));
    }
}
