using System.Text.Json;

namespace DataSharing.Web.OpenApi;

/// <summary>
/// The API for people to read: one page made from the OpenAPI document. Our own small renderer, because Scalar and Swagger UI need inline
/// script and style, which our Content-Security-Policy forbids everywhere. Works without script; headings, tables and links only.
/// </summary>
internal static class DocsPage
{
    public const string StylePath = "/api/docs.css";

    public const string Policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public const string Style = """
        body { font: 1rem/1.5 system-ui, sans-serif; color: #0b0c0c; background: #fff; max-width: 60rem; margin: 0 auto; padding: 1rem; }
        a { color: #1d4f91; } a:focus { outline: 3px solid #0b0c0c; background: #ffdd00; }
        .skip { position: absolute; left: -999rem; } .skip:focus { position: static; }
        h2 { border-bottom: 2px solid #b1b4b6; margin-top: 3rem; } h3 { margin-top: 2rem; }
        code { font: 0.95em ui-monospace, monospace; overflow-wrap: anywhere; }
        table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 1rem; }
        caption { text-align: left; font-weight: 600; padding: 0.25rem 0; }
        th, td { text-align: left; vertical-align: top; border-bottom: 1px solid #b1b4b6; padding: 0.25rem 0.75rem 0.25rem 0; }
        """;

    public static ReadOnlyMemory<byte> Render(ReadOnlyMemory<byte> openApi)
    {
        using var document = JsonDocument.Parse(openApi);
        var root = document.RootElement;
        var info = root.GetProperty("info");
        var page = new HtmlText();
        page.Markup("<!doctype html><html lang=\"en-GB\"><head><meta charset=\"utf-8\">")
            .Markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Element("title", $"{Text(info, "title")} API")
            .Markup($"<link rel=\"stylesheet\" href=\"{StylePath}\"></head><body>")
            .Markup("<a class=\"skip\" href=\"#operations\">Skip to the operations</a><header>")
            .Element("h1", $"{Text(info, "title")} API, version {Text(info, "version")}")
            .Element("p", Text(info, "description"))
            .Markup("<p>For programs: <a href=\"/api/openapi.json\">the same as OpenAPI 3.1</a>.</p></header>");
        var operations = Operations(root).ToArray();
        Contents(page, operations);
        page.Markup("<main id=\"operations\">");
        foreach (var tag in operations.GroupBy(o => o.Tag, StringComparer.Ordinal))
        {
            page.Element("h2", tag.Key);
            foreach (var operation in tag)
            {
                Operation(page, operation);
            }
        }

        page.Element("h2", "Shapes");
        foreach (var schema in Members(Member(Member(root, "components"), "schemas")))
        {
            SchemaTables.Shape(page, schema.Name, schema.Value);
        }

        return page.Markup("</main></body></html>").ToUtf8();
    }

    private static void Contents(HtmlText page, DescribedOperation[] operations)
    {
        page.Markup("<nav aria-label=\"Operations\"><ul>");
        foreach (var operation in operations)
        {
            page.Markup("<li><a href=\"#")
                .Text(operation.Id)
                .Markup("\"><code>")
                .Text($"{operation.Method} {operation.Path}")
                .Markup("</code></a>");
            page.Text($" {Text(operation.Json, "summary")}").Markup("</li>");
        }

        page.Markup("</ul></nav>");
    }

    private static void Operation(HtmlText page, DescribedOperation operation)
    {
        page.Markup("<section aria-labelledby=\"").Text(operation.Id).Markup("\"><h3 id=\"").Text(operation.Id).Markup("\"><code>");
        page.Text($"{operation.Method} {operation.Path}").Markup("</code></h3>");
        page.Element("p", Text(operation.Json, "summary"));
        if (Text(operation.Json, "description") is { Length: > 0 } description)
        {
            page.Element("p", description);
        }

        page.Element("p", Member(operation.Json, "security") is { } ? "Needs an access token." : "Open to anybody.");
        SchemaTables.Parameters(page, Member(operation.Json, "parameters"));
        SchemaTables.Body(page, Member(operation.Json, "requestBody"));
        SchemaTables.Answers(page, Member(operation.Json, "responses"));
        page.Markup("</section>");
    }

    private static IEnumerable<DescribedOperation> Operations(JsonElement root) =>
        from path in Members(Member(root, "paths"))
        from method in Members(path.Value)
        where method.Value.ValueKind == JsonValueKind.Object
        let tag = Member(method.Value, "tags") is { } tags && tags.GetArrayLength() > 0 ? tags[0].GetString() : "Other"
        let id = Text(method.Value, "operationId") is { Length: > 0 } named ? named : $"{method.Name}{path.Name}"
        select new DescribedOperation(path.Name, method.Name.ToUpperInvariant(), tag, id, method.Value);

    internal static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var member) ? member : null;

    internal static IEnumerable<JsonProperty> Members(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Object } found ? found.EnumerateObject() : [];

    internal static string Text(JsonElement? element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() ?? "" : "";

    private sealed record DescribedOperation(string Path, string Method, string Tag, string Id, JsonElement Json);
}
