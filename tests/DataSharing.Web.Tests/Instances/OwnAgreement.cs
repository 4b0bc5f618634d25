using System.Net;
using System.Text.Json.Nodes;
using DataSharing.Testing;
using DataSharing.Web.Tests.Exchange;

namespace DataSharing.Web.Tests.Instances;

/// <summary>An agreement between council and police for a purpose that no other agreement knows, so that a test may end it again and again.</summary>
internal sealed class OwnAgreement(ThreeInstances instances, string name)
{
    private static readonly (string Signer, string Agency)[] Parties = [("rhys", "eastmere-council"), ("lena", "eastmere-police")];

    private int version;

    public string Purpose => name;

    public string Path => $"/api/agreements/{name}/versions/{version}";

    /// <summary>Drafts the next version through one instance, has it signed through another and brings it into force through the third.</summary>
    public async Task EnactAsync()
    {
        version++;
        var (a, b, c) = (instances.A, instances.B, instances.C);
        using var drafted = await SendAsync(a, "rhys", "/api/agreements", Document());
        Assert.True(drafted.StatusCode == HttpStatusCode.Created, await drafted.Content.ReadAsStringAsync());
        var hash = (await Eastmere.JsonAsync(drafted)).GetProperty("contentHash").GetString();
        using var submitted = await SendAsync(b, "rhys", $"{Path}/submission", null, drafted.Headers.ETag?.Tag);
        Assert.True(submitted.IsSuccessStatusCode, await submitted.Content.ReadAsStringAsync());
        foreach (var (signer, _) in Parties)
        {
            var signature = new JsonObject { ["contentHash"] = hash, ["signatory"] = "chief-officer" };
            using var signed = await SendAsync(b, signer, $"{Path}/signatures", signature);
            Assert.True(signed.IsSuccessStatusCode, await signed.Content.ReadAsStringAsync());
        }

        using var active = await StepAsync(c, "piers", "activation", null);
        Assert.True(active.IsSuccessStatusCode, await active.Content.ReadAsStringAsync());
    }

    /// <summary>A step on the version as it stands.</summary>
    public async Task<HttpResponseMessage> StepAsync(RunningPlatform instance, string who, string step, JsonNode? body)
    {
        using var read = await instances.SendAsync(instance, who, HttpMethod.Get, Path);
        return await SendAsync(instance, who, $"{Path}/{step}", body, read.Headers.ETag?.Tag);
    }

    public async Task<HttpResponseMessage> ResumeAsync(RunningPlatform instance)
    {
        using var read = await instances.SendAsync(instance, "olwen", HttpMethod.Get, Path);
        return await instances.SendAsync(instance, "olwen", HttpMethod.Delete, $"{Path}/suspension", null, read.Headers.ETag?.Tag);
    }

    private Task<HttpResponseMessage> SendAsync(
        RunningPlatform instance,
        string who,
        string path,
        JsonNode? body,
        string? ifMatch = null
    ) => instances.SendAsync(instance, who, HttpMethod.Post, path, body, ifMatch);

    private JsonObject Document() =>
        LawfulFacts.AddTo(
            new JsonObject
            {
                ["format"] = 1,
                ["id"] = name,
                ["version"] = version,
                ["title"] = "For tests",
                ["purposeStatement"] = "Synthetic.",
                ["parties"] = new JsonArray([
                    .. Parties.Select(p => (JsonNode)new JsonObject { ["agency"] = p.Agency, ["controllerRole"] = "independent" }),
                ]),
                ["effective"] = new JsonObject { ["from"] = "2020-01-01T00:00:00Z" },
                ["reviewDate"] = "2090-01-01",
                ["categories"] = new JsonArray(new JsonObject { ["code"] = "risk", ["title"] = "Risk" }),
                ["purposes"] = new JsonArray(new JsonObject { ["code"] = name, ["title"] = "For tests" }),
                ["permissions"] = new JsonArray(
                    new JsonObject
                    {
                        ["id"] = "risk",
                        ["from"] = new JsonArray("eastmere-council"),
                        ["to"] = new JsonArray("eastmere-police"),
                        ["purposes"] = new JsonArray(name),
                        ["subjectKinds"] = new JsonArray("person"),
                        ["categories"] = new JsonArray("risk"),
                        ["mode"] = "content",
                        ["lawfulBasis"] = new JsonObject { ["article6"] = "6(1)(e)", ["gateway"] = "Children Act 2004 s.11" },
                        ["consent"] = "inform-unless-risk",
                        ["release"] = "automatic",
                    }
                ),
                ["prohibitions"] = new JsonArray(),
            }
        );
}
