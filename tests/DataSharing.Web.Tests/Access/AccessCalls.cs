using System.Text.Json.Nodes;
using DataSharing.Web.Tests.Exchange;

namespace DataSharing.Web.Tests.Access;

/// <summary>Calls at the decision door.</summary>
internal static class AccessCalls
{
    public const string One = "/access/v1/evaluation";
    public const string Several = "/access/v1/evaluations";

    public static JsonObject Resource(string id, string kind, params IEnumerable<string> categories) =>
        new()
        {
            ["type"] = kind,
            ["id"] = id,
            ["properties"] = new JsonObject { ["categories"] = Strings(categories) },
        };

    public static JsonObject Action(string to, string name = "disclose") =>
        new()
        {
            ["name"] = name,
            ["properties"] = new JsonObject { ["to"] = to },
        };

    public static JsonObject Agency(string id) => new() { ["type"] = "agency", ["id"] = id };

    public static JsonObject Context(string purpose = Eastmere.Purpose, string reason = "Strategy discussion", string? agreement = null)
    {
        var context = new JsonObject { ["purpose"] = purpose, ["reason"] = reason };
        if (agreement is not null)
        {
            context["agreement"] = agreement;
        }

        return context;
    }

    public static JsonObject Question(string from, string to, JsonObject resource, JsonObject? context = null) =>
        new()
        {
            ["subject"] = Agency(from),
            ["action"] = Action(to),
            ["resource"] = resource,
            ["context"] = context ?? Context(),
        };

    private static JsonArray Strings(IEnumerable<string> items) => new([.. items.Select(item => (JsonNode?)JsonValue.Create(item))]);
}
