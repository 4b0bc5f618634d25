using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Web.Tests.Entities;
using DataSharing.Web.Tests.Exchange;

namespace DataSharing.Web.Tests.Access;

/// <summary>The decision door says what disclosing then does: random questions about random subjects under random agreements, asked both ways.</summary>
public sealed class AccessAgainstDisclosureTests(Borough borough) : IClassFixture<Borough>
{
    private static readonly string[] Kinds = ["person", "person", "group", "business"];
    private static readonly string[] Categories = ["identity", "risk", "housing", "association"];

    [Fact]
    public async Task Evaluate_RandomQuestions_SaysWhatDisclosingDoes()
    {
        var random = new Random(20261123);
        string[] purposes = ["access-one", "access-two"];
        foreach (var purpose in purposes)
        {
            await AgreeAsync(random, purpose);
        }

        var subjects = new List<(string Id, string Kind)>();
        for (var i = 0; i < 8; i++)
        {
            var kind = Pick(random, Kinds);
            var born = kind == "person" && random.Next(3) > 0 ? $"{1990 + random.Next(30)}-03-04" : null;
            var body = new JsonObject
            {
                ["kind"] = kind,
                ["name"] = $"Access {i}",
                ["dateOfBirth"] = born,
            };
            var controller = Pick(random, Borough.Agencies);
            var id = await borough.RegisterAsync(Borough.People[controller], body);
            await TellEverybodyAsync(controller, id, kind);
            subjects.Add((id, kind));
        }

        subjects.Add((Guid.NewGuid().ToString("D"), "person"));

        var outcomes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < 90; i++)
        {
            var from = Pick(random, Borough.Agencies);
            var (id, kind) = Pick(random, subjects);
            var question = (
                Body: AccessCalls.Question(
                    from,
                    Pick(random, [.. Borough.Agencies.Where(agency => agency != from)]),
                    AccessCalls.Resource(id, kind, Some(random, Categories)),
                    AccessCalls.Context(Pick(random, purposes), agreement: random.Next(5) == 0 ? Pick(random, purposes) : null)
                ),
                BySystem: from == "eastmere-council" && random.Next(2) == 0
            );
            var outcome = await CompareAsync(from, question.Body, question.BySystem);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        // The questions were worth asking.
        Assert.Subset(
            outcomes.Keys.ToHashSet(StringComparer.Ordinal),
            new HashSet<string>(StringComparer.Ordinal) { "permit", "permit-in-part", "deny", "not-found", "needs-a-person" }
        );
        Assert.True(outcomes["permit"] > 5 && outcomes["deny"] > 5, string.Join(", ", outcomes));
    }

    /// <summary>
    /// Whom an agency was told of, it may refer to, and that comes by event: told and arrived before the first question, so that no question
    /// changes what the next one finds.
    /// </summary>
    private async Task TellEverybodyAsync(string controller, string id, string kind)
    {
        await borough.EnsureEveryoneAsync();
        foreach (var other in Borough.Agencies.Where(agency => agency != controller))
        {
            var context = AccessCalls.Context(Borough.Everyone);
            var told = AccessCalls.Question(controller, other, AccessCalls.Resource(id, kind, "identity"), context);
            using var made = await SendAsync(controller, false, "/api/disclosures", Disclosure(told));
            Assert.True(made.StatusCode == HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
            // Under a purpose that lets it see nothing: it may refer to whom it was told of, or to nobody.
            var back = AccessCalls.Question(other, controller, AccessCalls.Resource(id, kind, "risk"), AccessCalls.Context("unheard-of"));
            var deadline = DateTime.UtcNow.AddSeconds(120);
            while (true)
            {
                using var answer = await SendAsync(other, false, AccessCalls.One, back);
                if (!(await answer.Content.ReadAsStringAsync()).Contains("not-found", StringComparison.Ordinal))
                {
                    break;
                }

                Assert.True(DateTime.UtcNow < deadline, $"{other} was never told.");
                await Task.Delay(50);
            }
        }
    }

    private async Task<string> CompareAsync(string from, JsonObject question, bool bySystem)
    {
        using var asked = await SendAsync(from, bySystem, AccessCalls.One, question);
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        var said = await Eastmere.JsonAsync(asked);
        var isPermitted = said.GetProperty("decision").GetBoolean();
        var context = said.GetProperty("context");
        using var made = await SendAsync(from, bySystem, "/api/disclosures", Disclosure(question));
        var done = await Eastmere.JsonAsync(made);
        var about = $"{question.ToJsonString()}\n{said}\n{(int)made.StatusCode} {done}";
        switch (made.StatusCode)
        {
            case HttpStatusCode.Created:
                var decision = done.GetProperty("decision");
                var effect = decision.GetProperty("effect").GetString() ?? "";
                Assert.True(isPermitted == (effect == "permit"), about);
                Assert.True(Same(decision, context.GetProperty("sharing")), about);
                return effect;
            case HttpStatusCode.NotFound:
                Assert.True(!isPermitted && context.GetProperty("error").GetProperty("code").GetString() == "not-found", about);
                return "not-found";
            default:
                Assert.False(isPermitted, about);
                var type = done.GetProperty("type").GetString() ?? "";
                if (type.EndsWith(":release-needs-a-person", StringComparison.Ordinal))
                {
                    Assert.True(context.GetProperty("reasons")[0].GetString() == "release-needs-a-person", about);
                    return "needs-a-person";
                }

                Assert.True(type.EndsWith(":sharing-refused", StringComparison.Ordinal), about);
                Assert.True(Same(done.GetProperty("decision"), context.GetProperty("sharing")), about);
                return "deny";
        }
    }

    // Everything but the moment, and the digest that covers it.
    private static bool Same(JsonElement one, JsonElement other)
    {
        var (a, b) = (JsonNode.Parse(one.GetRawText())?.AsObject(), JsonNode.Parse(other.GetRawText())?.AsObject());
        foreach (var member in new[] { "at", "factsDigest" })
        {
            Assert.True(a?.Remove(member) == true && b?.Remove(member) == true);
        }

        return JsonNode.DeepEquals(a, b);
    }

    private static JsonObject Disclosure(JsonObject question)
    {
        var content = new JsonObject();
        foreach (var category in question["resource"]?["properties"]?["categories"]?.AsArray() ?? [])
        {
            content[category?.GetValue<string>() ?? ""] = new JsonObject { ["note"] = "seeded" };
        }

        var body = new JsonObject
        {
            ["to"] = question["action"]?["properties"]?["to"]?.DeepClone(),
            ["subjectId"] = question["resource"]?["id"]?.DeepClone(),
            ["purpose"] = question["context"]?["purpose"]?.DeepClone(),
            ["reason"] = question["context"]?["reason"]?.DeepClone(),
            ["content"] = content,
        };
        if (question["context"]?["agreement"] is { } agreement)
        {
            body["agreement"] = agreement.DeepClone();
        }

        return body;
    }

    private Task<HttpResponseMessage> SendAsync(string from, bool bySystem, string path, JsonObject body) =>
        bySystem
            ? borough.AsSystemAsync(
                "aaaaaaaa-0000-4000-8000-000000000002",
                "22222222-aaaa-4aaa-8aaa-000000000002",
                HttpMethod.Post,
                path,
                body
            )
            : borough.PostAsync(Borough.People[from], path, body);

    private async Task AgreeAsync(Random random, string purpose)
    {
        var (permissions, prohibitions) = (new JsonArray(), new JsonArray());
        for (var i = 0; i < 14; i++)
        {
            var from = Pick(random, Borough.Agencies);
            var isProhibition = i > 11;
            var byAge = random.Next(4) == 0;
            var rule = Borough.Permission(
                $"rule-{i}",
                purpose,
                [from],
                Borough
                    .Agencies.Where(agency => agency != from && random.Next(3) > 0)
                    .DefaultIfEmpty(from == Borough.Agencies[0] ? Borough.Agencies[1] : Borough.Agencies[0]),
                byAge ? ["person"] : Some(random, Kinds),
                Some(random, Categories)
            );
            rule["release"] = random.Next(4) == 0 ? "manual" : "automatic";
            if (byAge)
            {
                rule["constraints"] = new JsonObject { ["age"] = new JsonObject { ["maximum"] = 17 } };
            }

            if (isProhibition)
            {
                Array.ForEach(["lawfulBasis", "consent", "release"], member => rule.Remove(member));
                prohibitions.Add(rule);
            }
            else
            {
                permissions.Add(rule);
            }
        }

        await borough.EnactAsync(purpose, permissions, prohibitions);
    }

    private static T Pick<T>(Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private static string[] Some(Random random, string[] items)
    {
        var picked = items.Distinct().Where(_ => random.Next(2) == 0).ToArray();
        return picked.Length == 0 ? [Pick(random, items)] : picked;
    }
}
