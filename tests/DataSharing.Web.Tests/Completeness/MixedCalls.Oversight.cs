using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using DataSharing.Web.Api;

namespace DataSharing.Web.Tests.Completeness;

/// <summary>The calls of those who look after the platform and its log, and of those who are turned away.</summary>
internal sealed partial class MixedCalls
{
    /// <summary>What the IG officers read is read by somebody, too.</summary>
    private async Task<Answered> InquireAsync(Random random)
    {
        var today = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var (user, path, act, asked) = random.Next(6) switch
        {
            0 => (Pick(random, Officers), $"/api/audit/entries?day={today}", "audit.read-by-day", $"from={today}&to={today}"),
            1 => Any(random, subjects).Key is var id
                ? ("joan", $"/api/audit/entries?subject={id}", "audit.read-by-subject", $"subject={id}")
                : default,
            2 => (Pick(random, Officers), "/api/audit/entries?decision=deny", "audit.read-by-decision", "decision=deny"),
            3 => (Pick(random, Officers), $"/api/audit/entries/{random.Next(200)}", "audit.entry-read", null),
            4 => (
                Pick(random, Officers),
                $"/api/audit/refusals?from={today}&to={today}",
                "audit.refusals-counted",
                (string?)$"from={today}&to={today}"
            ),
            _ => ("ines", $"/api/audit/partnership/entries?day={today}", "audit.read-by-day", $"from={today}&to={today}&across=true"),
        };
        using var answer = await eastmere.GetAsync(user, path);
        return await NoteAsync("an officer's look", user, answer, [act], None, asked);
    }

    private async Task<Answered> AdministerAsync(Random random)
    {
        var (path, act) = random.Next(4) switch
        {
            // Agencies and agreements tell of nobody.
            0 => (random.Next(2) == 0 ? "/api/agencies" : "/api/agreements", null),
            1 => ("/api/agencies/eastmere-police/bindings", "binding.listed"),
            2 => ("/api/role-grants", "role-grant.listed"),
            _ => ("/api/suspended-actors", "suspended-actor.listed"),
        };
        using var answer = await eastmere.GetAsync("olwen", path);
        return await NoteAsync($"an administrator's look: {path}", "olwen", answer, act is null ? [] : [act], None);
    }

    private async Task<Answered> BeDeniedAsync(Random random)
    {
        var (user, path, route) = random.Next(4) switch
        {
            0 => ("amira", "/api/audit/entries?decision=deny", "GET /api/audit/entries"),
            1 => ("joan", $"/api/subjects/{Any(random, subjects).Key}", "GET /api/subjects/{id:guid}"),
            2 => ("ben", "/api/dead-letters", "GET /api/dead-letters/"),
            _ => ("rhys", "/api/disclosures?direction=sent", "GET /api/disclosures/"),
        };
        using var answer = await eastmere.GetAsync(user, path);
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, answer);
        return await NoteAsync("a denial", user, answer, ["access.denied"], None, details: ("route", route));
    }

    private async Task<Answered> BeNobodyAsync(Random random)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/subjects/{Any(random, subjects).Key}");
        if (random.Next(2) == 0)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer seeded");
        }

        using var answer = await eastmere.Running.Client.SendAsync(request);
        return await NoteAsync("nobody", null, answer, [], None);
    }

    /// <summary>Refused before anything is looked at: no entry, or the log would fill with typing mistakes.</summary>
    private async Task<Answered> BeRefusedForTheFormAsync(Random random)
    {
        var (user, path) =
            random.Next(2) == 0 ? ("joan", "/api/audit/entries?day=yesterday") : ("amira", "/api/disclosures?direction=sideways");
        using var answer = await eastmere.GetAsync(user, path);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        return await NoteAsync("a question of the wrong form", user, answer, [], None);
    }

    private async Task<Answered> FurtherListsAsync(Random random, int mine)
    {
        var reason = $"Listed by call {mine}";
        var (user, path, act, stated) = random.Next(4) switch
        {
            0 => ("amira", "/api/panels", "panel.listed", (string?)null),
            1 => ("joan", "/api/audit/exports", "audit.exports-listed", null),
            2 => ("joan", "/api/emergency-reviews?state=open", "emergency.listed", null),
            _ => ("amira", "/api/deployment-search", "deployment.listed", reason),
        };
        using var answer = path.EndsWith("search", StringComparison.Ordinal)
            ? await eastmere.WriteAsync(user, path, new JsonObject { ["mine"] = true }, reason: reason)
            : await eastmere.GetAsync(user, path, reason: reason);
        return await NoteAsync($"a look at {path}", user, answer, [act], None, reason: stated);
    }
}
