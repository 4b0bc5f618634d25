using System.Net;
using System.Text.Json.Nodes;

namespace DataSharing.Web.Tests.Exchange;

/// <summary>The part of the no-leak walk that erases: of a person of its own, so that the rest of the walk finds what it needs.</summary>
internal static class DisposalWalk
{
    public static async Task RunAsync(Eastmere e, string reason, Func<Task<HttpResponseMessage>, Task<HttpResponseMessage>> heard)
    {
        var person = new JsonObject { ["kind"] = "person", ["name"] = "Oswald Quillfeather" };
        using var registered = await e.PostAsync("amira", "/api/subjects", person);
        var subject = (await Eastmere.JsonAsync(registered)).GetProperty("id").GetString();
        var hold = new JsonObject { ["reason"] = reason };
        var full = new JsonObject
        {
            ["reason"] = reason,
            ["ground"] = "coroner",
            ["askedBy"] = "Quillfeather's own coroner",
            ["reviewOn"] = "2199-12-31",
        };
        var holds = $"/api/subjects/{subject}/legal-holds";
        using var set = await heard(e.PostAsync("joan", holds, full, key: "hold-of-the-walk"));
        Assert.Equal(HttpStatusCode.Created, set.StatusCode);
        await heard(e.PostAsync("joan", holds, full, key: "hold-of-the-walk"));
        foreach (var (name, value) in new[] { ("ground", "Quillfeather"), ("askedBy", "Quill\u0007feather"), ("reviewOn", "2020-01-01") })
        {
            var bad = full.DeepClone().AsObject();
            bad[name] = value;
            await heard(e.PostAsync("joan", holds, bad));
        }

        using var standing = await heard(e.GetAsync("joan", "/api/legal-holds", reason: reason));
        Assert.Equal(HttpStatusCode.OK, standing.StatusCode);
        await heard(e.GetAsync("joan", "/api/legal-holds?cursor=AAAA", reason: reason));
        await heard(e.GetAsync("una", "/api/legal-holds", reason: reason));
        await heard(e.GetAsync("amira", "/api/legal-holds", reason: reason));
        await heard(e.PostAsync("joan", holds, new JsonObject { ["reason"] = $"{reason}, again" }, key: "hold-of-the-walk"));
        await heard(e.PostAsync("joan", holds, new JsonObject { ["reason"] = "Quill\u0007feather" }));
        await heard(e.PostAsync("una", holds, hold));
        await heard(e.GetAsync("joan", holds, reason: reason));
        await heard(e.GetAsync("una", holds, reason: reason));

        JsonObject Propose(string? about, string ground) =>
            new()
            {
                ["subjectId"] = about,
                ["ground"] = ground,
                ["reason"] = reason,
            };
        await heard(e.PostAsync("amira", "/api/disposals", Propose(subject, "court-order")));
        var lifting = $"{holds}/{(await Eastmere.JsonAsync(set)).GetProperty("id").GetString()}/lifting";
        await heard(e.PostAsync("joan", lifting, hold, "\"Quillfeather\""));
        await heard(e.PostAsync("una", lifting, hold, set.Headers.ETag?.ToString()));
        using var lifted = await heard(e.PostAsync("joan", lifting, hold, set.Headers.ETag?.ToString()));
        Assert.Equal(HttpStatusCode.OK, lifted.StatusCode);

        using var proposed = await heard(
            e.PostAsync("amira", "/api/disposals", Propose(subject, "court-order"), key: "disposal-of-the-walk")
        );
        Assert.Equal(HttpStatusCode.Created, proposed.StatusCode);
        await heard(e.PostAsync("amira", "/api/disposals", Propose(subject, "court-order"), key: "disposal-of-the-walk"));
        await heard(e.PostAsync("amira", "/api/disposals", Propose(subject, "retention-ended"), key: "disposal-of-the-walk"));
        await heard(e.PostAsync("amira", "/api/disposals", Propose(subject, "Quillfeather")));
        await heard(e.PostAsync("amira", "/api/disposals", Propose("Quillfeather", "court-order")));
        await heard(e.PostAsync("ben", "/api/disposals", Propose(subject, "court-order")));
        var path = $"/api/disposals/{(await Eastmere.JsonAsync(proposed)).GetProperty("id").GetString()}";
        await heard(e.GetAsync("joan", path, reason: reason));
        await heard(e.GetAsync("una", path, reason: reason));
        JsonObject Decide(string decision) => new() { ["decision"] = decision };
        await heard(e.PostAsync("joan", $"{path}/decision", Decide("Quillfeather"), proposed.Headers.ETag?.ToString()));
        await heard(e.PostAsync("joan", $"{path}/decision", Decide("confirmed"), "\"Quillfeather\""));
        await heard(e.PostAsync("una", $"{path}/decision", Decide("confirmed"), proposed.Headers.ETag?.ToString()));
        using var confirmed = await heard(e.PostAsync("joan", $"{path}/decision", Decide("confirmed"), proposed.Headers.ETag?.ToString()));
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        await heard(e.PostAsync("joan", $"{path}/decision", Decide("confirmed"), confirmed.Headers.ETag?.ToString()));
        using var own = await heard(e.GetAsync("amira", "/api/disposals/own", reason: reason));
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        await heard(e.GetAsync("amira", "/api/disposals/own?cursor=AAAA", reason: reason));
        await heard(e.GetAsync("ben", "/api/disposals/own", reason: reason));
        await heard(e.GetAsync("joan", "/api/disposals", reason: reason));
        await heard(e.GetAsync("joan", $"/api/disposals?subject={subject}", reason: reason));
        await heard(e.GetAsync("joan", "/api/disposals?cursor=AAAA", reason: reason));
        await heard(e.GetAsync("amira", "/api/disposals", reason: reason));
    }
}
