using System.Text.Json.Nodes;

namespace DataSharing.Cli.Scenarios.Generator;

/// <summary>The steps of one file as they are written.</summary>
internal sealed class StepList
{
    public JsonArray Steps { get; } = [];

    public static JsonObject Access(string reason) => new() { ["Access-Purpose"] = "disrupting-exploitation", ["Access-Reason"] = reason };

    public static string Id(string step) => $"${{{step}}}";

    public JsonObject Add(string lane, string name, string by, string path, JsonNode body, string? ifMatch = null, bool put = false)
    {
        var step = new JsonObject
        {
            ["name"] = name,
            ["as"] = by,
            [put ? "put" : "post"] = path,
            ["headers"] = Access("Generated for a larger borough"),
            ["body"] = body,
            ["lane"] = lane,
            ["settlesWithinSeconds"] = 10,
        };
        if (ifMatch is not null)
        {
            step["ifMatch"] = ifMatch;
        }

        Steps.Add((JsonNode)step);
        return step;
    }
}
