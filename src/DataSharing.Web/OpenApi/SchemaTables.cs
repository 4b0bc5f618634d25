using System.Text.Json;

namespace DataSharing.Web.OpenApi;

/// <summary>The tables of the page: parameters, bodies, answers and shapes.</summary>
internal static class SchemaTables
{
    public static void Parameters(HtmlText page, JsonElement? parameters)
    {
        if (parameters is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0)
        {
            return;
        }

        Begin(page, "Parameters", "Name", "In", "Type", "Meaning");
        foreach (var parameter in list.EnumerateArray())
        {
            var required = DocsPage.Member(parameter, "required") is { ValueKind: JsonValueKind.True } ? "required" : "optional";
            Row(
                page,
                DocsPage.Text(parameter, "name"),
                $"{DocsPage.Text(parameter, "in")}, {required}",
                TypeOf(DocsPage.Member(parameter, "schema")),
                DocsPage.Text(parameter, "description")
            );
        }

        End(page);
    }

    public static void Body(HtmlText page, JsonElement? body)
    {
        foreach (var content in DocsPage.Members(DocsPage.Member(body, "content")))
        {
            page.Markup("<p>Body: <code>").Text(content.Name).Markup("</code>, ");
            page.Text(TypeOf(DocsPage.Member(content.Value, "schema"))).Markup(".</p>");
        }
    }

    public static void Answers(HtmlText page, JsonElement? responses)
    {
        Begin(page, "Answers", "Status", "Body", "Headers", "Meaning");
        foreach (var response in DocsPage.Members(responses))
        {
            var bodies = DocsPage
                .Members(DocsPage.Member(response.Value, "content"))
                .Select(c => TypeOf(DocsPage.Member(c.Value, "schema")));
            var headers = DocsPage.Members(DocsPage.Member(response.Value, "headers")).Select(h => h.Name);
            Row(page, response.Name, string.Join(", ", bodies), string.Join(", ", headers), DocsPage.Text(response.Value, "description"));
        }

        End(page);
    }

    public static void Shape(HtmlText page, string name, JsonElement schema)
    {
        page.Markup("<h3 id=\"shape-").Text(name).Markup("\">").Text(name).Markup("</h3>");
        page.Element("p", DocsPage.Text(schema, "description"));
        var required = DocsPage.Member(schema, "required") is { ValueKind: JsonValueKind.Array } names
            ? names.EnumerateArray().Select(n => n.GetString()).ToHashSet(StringComparer.Ordinal)
            : [];
        var members = DocsPage.Members(DocsPage.Member(schema, "properties")).ToArray();
        if (members.Length == 0)
        {
            page.Element("p", TypeOf(schema));
            return;
        }

        Begin(page, "Members", "Name", "Presence", "Type", "Meaning");
        foreach (var member in members)
        {
            Row(
                page,
                member.Name,
                required.Contains(member.Name) ? "required" : "optional",
                TypeOf(member.Value),
                DocsPage.Text(member.Value, "description")
            );
        }

        End(page);
    }

    private static string TypeOf(JsonElement? schema)
    {
        if (DocsPage.Text(schema, "$ref") is { Length: > 0 } reference)
        {
            return reference[(reference.LastIndexOf('/') + 1)..];
        }

        foreach (var of in (string[])["allOf", "oneOf", "anyOf"])
        {
            if (DocsPage.Member(schema, of) is { ValueKind: JsonValueKind.Array } parts)
            {
                var known = parts.EnumerateArray().Select(p => TypeOf(p)).Where(t => t.Length > 0);
                return string.Join(of is "allOf" ? " and " : " or ", known);
            }
        }

        var type = DocsPage.Member(schema, "type") switch
        {
            { ValueKind: JsonValueKind.String } one => one.GetString() ?? "",
            { ValueKind: JsonValueKind.Array } several => string.Join(" or ", several.EnumerateArray().Select(t => t.GetString())),
            _ => "",
        };
        var format = DocsPage.Text(schema, "format") is { Length: > 0 } f ? $" ({f})" : "";
        var items = DocsPage.Member(schema, "items") is { } item ? $" of {TypeOf(item)}" : "";
        var choices =
            DocsPage.Member(schema, "enum") is { ValueKind: JsonValueKind.Array } values && type.Length > 0
                ? ": " + string.Join(", ", values.EnumerateArray().Select(v => v.ToString()))
                : "";
        return $"{type}{format}{items}{choices}";
    }

    private static void Begin(HtmlText page, string caption, params string[] columns)
    {
        page.Markup("<table>").Element("caption", caption).Markup("<thead><tr>");
        foreach (var column in columns)
        {
            page.Markup("<th scope=\"col\">").Text(column).Markup("</th>");
        }

        page.Markup("</tr></thead><tbody>");
    }

    private static void Row(HtmlText page, string head, params string[] cells)
    {
        page.Markup("<tr><th scope=\"row\"><code>").Text(head).Markup("</code></th>");
        foreach (var cell in cells)
        {
            page.Element("td", cell);
        }

        page.Markup("</tr>");
    }

    private static void End(HtmlText page) => page.Markup("</tbody></table>");
}
