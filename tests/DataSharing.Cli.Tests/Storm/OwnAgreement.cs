using System.Net;
using System.Text.Json.Nodes;
using DataSharing.Testing;
using Xunit;

namespace DataSharing.Cli.Tests.Storm;

/// <summary>An agreement between council and police for a purpose that no other agreement knows, so that a test may end it again and again.</summary>
internal sealed class OwnAgreement(BoroughInProcesses borough, string name)
{
    private static readonly (string Signer, string Agency)[] Parties = [("rhys", "eastmere-council"), ("lena", "eastmere-police")];

    private int version;

    public string Purpose => name;

    public string Path => $"/api/agreements/{name}/versions/{version}";

    /// <summary>Drafts the next version through one process, has it signed through another and brings it into force through a third, where there are as many.</summary>
    public async Task EnactAsync()
    {
        var (a, b, c) = (borough.All[0], borough.All[1 % borough.All.Count], borough.All[^1]);
        using var drafted = await DraftAsync(a);
        var hash = JsonNode.Parse(await drafted.Content.ReadAsStringAsync())?["contentHash"]?.GetValue<string>();
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

    /// <summary>Drafts the next version, and no more.</summary>
    /// <param name="instance">Through which process.</param>
    /// <param name="change">Changes the text before it is sent.</param>
    public async Task<HttpResponseMessage> DraftAsync(PlatformProcess instance, Action<JsonObject>? change = null)
    {
        version++;
        var document = Document();
        change?.Invoke(document);
        var drafted = await SendAsync(instance, "rhys", "/api/agreements", document);
        Assert.True(drafted.StatusCode == HttpStatusCode.Created, await drafted.Content.ReadAsStringAsync());
        return drafted;
    }

    /// <summary>A step on the version as it stands.</summary>
    public async Task<HttpResponseMessage> StepAsync(PlatformProcess instance, string who, string step, JsonNode? body)
    {
        using var read = await borough.SendAsync(instance, who, HttpMethod.Get, Path);
        return await SendAsync(instance, who, $"{Path}/{step}", body, read.Headers.ETag?.Tag);
    }

    public async Task<HttpResponseMessage> ResumeAsync(PlatformProcess instance)
    {
        using var read = await borough.SendAsync(instance, "olwen", HttpMethod.Get, Path);
        return await borough.SendAsync(instance, "olwen", HttpMethod.Delete, $"{Path}/suspension", null, read.Headers.ETag?.Tag);
    }

    private Task<HttpResponseMessage> SendAsync(
        PlatformProcess instance,
        string who,
        string path,
        JsonNode? body,
        string? ifMatch = null
    ) => borough.SendAsync(instance, who, HttpMethod.Post, path, body, ifMatch);

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
