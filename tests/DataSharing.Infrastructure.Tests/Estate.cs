using System.Text.Json.Nodes;

namespace DataSharing.Infrastructure.Tests;

/// <summary>The compiled template with its modules opened: every resource that a deployment makes.</summary>
internal sealed class Estate
{
    private Estate(JsonObject template) => (Template, Resources) = (template, [.. Open(template, "main")]);

    public JsonObject Template { get; }

    public IReadOnlyList<Resource> Resources { get; }

    /// <summary>Every template there is: the main one and each module's.</summary>
    public IEnumerable<(string Module, JsonObject Template)> Templates =>
        Resources
            .Where(resource => resource.Type == "Microsoft.Resources/deployments")
            .Select(resource => ($"{resource.Module}/{resource.Symbol}", Assert.IsType<JsonObject>(resource.Properties["template"])))
            .Prepend(("main", Template));

    public static Estate Parse(string json) => new(Assert.IsType<JsonObject>(JsonNode.Parse(json)));

    public IEnumerable<Resource> Of(string type) => Resources.Where(resource => resource.Type == type);

    public Resource The(string type, string nameEnding) =>
        Assert.Single(Of(type), resource => resource.Name.Contains(nameEnding, StringComparison.Ordinal));

    private static IEnumerable<Resource> Open(JsonObject template, string module)
    {
        foreach (var (symbol, body) in Members(template["resources"]))
        {
            if (body["existing"]?.GetValue<bool>() == true)
            {
                continue;
            }

            var resource = new Resource(module, symbol, body);
            yield return resource;
            if (resource.Type == "Microsoft.Resources/deployments")
            {
                foreach (var inner in Open(Assert.IsType<JsonObject>(resource.Properties["template"]), $"{module}/{symbol}"))
                {
                    yield return inner;
                }
            }
        }
    }

    // A module that uses no newer language feature compiles to the older form: an array, without symbols.
    private static IEnumerable<(string Symbol, JsonObject Body)> Members(JsonNode? resources) =>
        resources switch
        {
            JsonObject named => named.Select(member => (member.Key, Assert.IsType<JsonObject>(member.Value))),
            JsonArray listed => listed.Select((item, place) => ($"#{place}", Assert.IsType<JsonObject>(item))),
            _ => [],
        };
}

/// <summary>One resource of the template; expressions stand unevaluated.</summary>
internal sealed record Resource(string Module, string Symbol, JsonObject Body)
{
    public string Type => Body["type"]?.GetValue<string>() ?? "";

    public string Name => Body["name"]?.GetValue<string>() ?? "";

    public string Scope => Body["scope"]?.GetValue<string>() ?? "";

    public JsonObject Properties => Body["properties"] as JsonObject ?? [];

    /// <summary>A property's text by its path; the empty string where there is none.</summary>
    public string this[string path] =>
        path.Split('.').Aggregate((JsonNode?)Properties, (node, member) => (node as JsonObject)?[member])?.ToString() ?? "";

    public override string ToString() => $"{Module}/{Symbol} ({Type})";
}
