using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Web.Tests.Exchange;

namespace DataSharing.Web.Tests.Access;

/// <summary>The requests of the AuthZEN specification and of its certification scenario, at the real door.</summary>
public sealed class AccessExamplesTests(Eastmere eastmere) : IClassFixture<Eastmere>
{
    private static readonly JsonArray Requests = Read();

    public static TheoryData<string> Names => [.. Requests.Select(request => Text(request, "name"))];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Example_OfTheSpecification_GetsTheAnswerThatItAsksFor(string name)
    {
        var example = Example(name);
        using var answer = await eastmere.SendAsync("amira", HttpMethod.Post, Text(example, "path"), example["body"]?.DeepClone());
        Assert.Equal(example["status"]?.GetValue<int>(), (int)answer.StatusCode);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            return;
        }

        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var body = await Eastmere.JsonAsync(answer);
        var several = example["evaluations"]?.GetValue<int>();
        // Nobody here knows Alice, and what is not known is refused.
        if (several is null)
        {
            Assert.False(body.TryGetProperty("evaluations", out _));
            AssertRefused(body);
            return;
        }

        Assert.False(body.TryGetProperty("decision", out _));
        var decisions = body.GetProperty("evaluations").EnumerateArray().ToArray();
        Assert.Equal(several, decisions.Length);
        Assert.All(decisions, AssertRefused);
    }

    [Theory]
    [InlineData("semantics: execute_all")]
    [InlineData("semantics: deny_on_first_deny")]
    [InlineData("semantics: permit_on_first_permit")]
    public async Task Semantics_WhereTheSecondIsDenied_AnswerAsInTheSpecification(string name)
    {
        // Three documents there; here three sets of categories about one child, of which the agreement permits the first and the third.
        var example = Example(name);
        var body = AccessCalls.Question("eastmere-council", "eastmere-police", AccessCalls.Resource("", "person"));
        body.Remove("resource");
        body["options"] = example["body"]?["options"]?.DeepClone();
        body["evaluations"] = new JsonArray(
            new JsonObject { ["resource"] = Aisha("identity", "risk") },
            new JsonObject { ["resource"] = Aisha("education") },
            new JsonObject { ["resource"] = Aisha("risk") }
        );
        using var answer = await eastmere.SendAsync("amira", HttpMethod.Post, AccessCalls.Several, body);
        var decisions = (await Eastmere.JsonAsync(answer)).GetProperty("evaluations").EnumerateArray();
        Assert.Equal(
            example["decisions"]?.AsArray().Select(decision => decision?.GetValue<bool>()),
            decisions.Select(decision => (bool?)decision.GetProperty("decision").GetBoolean())
        );
    }

    private JsonObject Aisha(params string[] categories) => AccessCalls.Resource(eastmere.Id("aisha-penrow"), "person", categories);

    private static void AssertRefused(JsonElement evaluation)
    {
        Assert.False(evaluation.GetProperty("decision").GetBoolean());
        Assert.Equal(JsonValueKind.Object, evaluation.GetProperty("context").ValueKind);
        Assert.DoesNotContain("alice", evaluation.GetRawText(), StringComparison.Ordinal);
    }

    private static JsonNode Example(string name) =>
        Requests.Single(request => Text(request, "name") == name) ?? throw new InvalidOperationException();

    private static string Text(JsonNode? node, string member) => node?[member]?.GetValue<string>() ?? "";

    private static JsonArray Read()
    {
        var path = RepositoryFiles.Path("tests", "DataSharing.Web.Tests", "Access", "authzen-examples.json");
        return JsonNode.Parse(File.ReadAllText(path))?["requests"]?.AsArray() ?? throw new InvalidOperationException("No examples.");
    }
}
