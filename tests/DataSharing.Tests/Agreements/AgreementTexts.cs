using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Agreements;

namespace DataSharing.Tests.Agreements;

/// <summary>Documents for tests, put together as JSON so that every test goes through the parser.</summary>
internal static class AgreementTexts
{
    public static JsonObject Whole(string id, JsonArray permissions, JsonArray? prohibitions = null) =>
        new()
        {
            ["format"] = 1,
            ["id"] = id,
            ["version"] = 1,
            ["title"] = "Protecting children from exploitation",
            ["purposeStatement"] = "To find children at risk early.\nAnd to act together.",
            ["parties"] = new JsonArray([.. Agencies.Select(agency => Party(agency))]),
            ["effective"] = new JsonObject { ["from"] = "2026-11-01T00:00:00Z", ["to"] = "2027-11-01T00:00:00Z" },
            ["reviewDate"] = "2027-05-01",
            ["categories"] = new JsonArray([.. Categories.Select(category => Category(category))]),
            ["purposes"] = new JsonArray([
                .. Purposes.Select(purpose => (JsonNode)new JsonObject { ["code"] = purpose, ["title"] = purpose }),
            ]),
            ["permissions"] = permissions,
            ["prohibitions"] = prohibitions ?? [],
        };

    public static string[] Agencies { get; } = ["council", "police", "licensing", "trust"];

    public static string[] Categories { get; } = ["identity", "risk", "health", "intelligence", "housing"];

    public static string[] Purposes { get; } = ["safeguarding-children", "crime-prevention"];

    public static JsonObject Permission(string id = "council-police") =>
        new()
        {
            ["id"] = id,
            ["from"] = List("council"),
            ["to"] = List("police"),
            ["purposes"] = List("safeguarding-children"),
            ["subjectKinds"] = List("person"),
            ["categories"] = List("identity", "risk"),
            ["mode"] = "content",
            ["lawfulBasis"] = new JsonObject { ["article6"] = "6(1)(e)", ["gateway"] = "Children Act 2004 s.11" },
            ["consent"] = "inform-unless-risk",
            ["release"] = "automatic",
        };

    public static JsonObject Prohibition(string id = "no-health") =>
        new()
        {
            ["id"] = id,
            ["from"] = "any",
            ["to"] = List("licensing"),
            ["purposes"] = "any",
            ["subjectKinds"] = "any",
            ["categories"] = List("health"),
            ["mode"] = "existence",
        };

    public static JsonArray List(params string[] items) => [.. items.Select(item => (JsonNode?)JsonValue.Create(item))];

    public static AgreementDocument Read(JsonObject json) =>
        AgreementDocument.Read(Encoding.UTF8.GetBytes(json.ToJsonString())) switch
        {
            DocumentOutcome.Accepted accepted => accepted.Document,
            DocumentOutcome.Refused refused => throw new InvalidOperationException(JsonSerializer.Serialize(refused.Findings)),
            _ => throw new InvalidOperationException(),
        };

    public static AgreementArtefact Compile(JsonObject json) => AgreementCompiler.Compile(Read(json));

    private static JsonObject Party(string agency) => new() { ["agency"] = agency, ["controllerRole"] = "independent" };

    private static JsonObject Category(string category) =>
        new()
        {
            ["code"] = category,
            ["title"] = category,
            ["specialCategory"] = category is "health",
            ["criminalOffence"] = category is "intelligence",
        };
}
