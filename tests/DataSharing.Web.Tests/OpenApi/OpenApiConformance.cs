using System.Globalization;
using System.Text.Json;

namespace DataSharing.Web.Tests.OpenApi;

/// <summary>
/// Holds real answers against the OpenAPI document that the platform itself serves: the operation exists, the status is documented, the media
/// type and the required headers are there, and the body fits its schema.
/// </summary>
public sealed class OpenApiConformance
{
    private readonly JsonElement document;
    private readonly SchemaCheck schemas;
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    private OpenApiConformance(JsonElement document)
    {
        this.document = document;
        schemas = new SchemaCheck(document);
    }

    /// <summary>Every operation of the document, as <c>GET /api/…</c>.</summary>
    public IReadOnlyList<string> Operations =>
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
            from method in path.Value.EnumerateObject()
            where method.Value.ValueKind == JsonValueKind.Object
            select $"{method.Name.ToUpperInvariant()} {path.Name}",
        ];

    /// <summary>Operations and statuses that were held against the document so far, as <c>GET /api/… 200</c>.</summary>
    public IReadOnlyCollection<string> Seen => seen;

    public static async Task<OpenApiConformance> LoadAsync(HttpClient client)
    {
        using var parsed = JsonDocument.Parse(await client.GetStringAsync("/api/openapi.json"));
        return new OpenApiConformance(parsed.RootElement.Clone());
    }

    /// <summary>Fails with every way in which the answer differs from the document.</summary>
    public async Task AssertAsync(HttpResponseMessage response)
    {
        var faults = await FaultsAsync(response);
        Assert.True(faults.Count == 0, $"{Name(response)} differs from the OpenAPI document:\n{string.Join('\n', faults)}");
    }

    public async Task<IReadOnlyList<string>> FaultsAsync(HttpResponseMessage response)
    {
        if (Find(response) is not var (template, operation))
        {
            return ["the document has no such operation"];
        }

        var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        if (!operation.GetProperty("responses").TryGetProperty(status, out var described))
        {
            return [$"the document has no answer {status}"];
        }

        seen.Add($"{response.RequestMessage?.Method} {template} {status}");
        var faults = new List<string>();
        Headers(response, described, faults);
        await BodyAsync(response, described, faults);
        return faults;
    }

    private static void Headers(HttpResponseMessage response, JsonElement described, List<string> faults)
    {
        if (!described.TryGetProperty("headers", out var headers))
        {
            return;
        }

        foreach (var header in headers.EnumerateObject().Where(h => h.Value.TryGetProperty("required", out var r) && r.GetBoolean()))
        {
            var sent = response.Headers.Concat(response.Content.Headers);
            if (!sent.Any(h => string.Equals(h.Key, header.Name, StringComparison.OrdinalIgnoreCase)))
            {
                faults.Add($"the header {header.Name} is missing");
            }
        }
    }

    private async Task BodyAsync(HttpResponseMessage response, JsonElement described, List<string> faults)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync();
        if (!described.TryGetProperty("content", out var content))
        {
            if (bytes.Length > 0)
            {
                faults.Add("there is a body, and the document has none");
            }

            return;
        }

        var mediaType = response.Content.Headers.ContentType?.MediaType ?? "";
        if (!content.TryGetProperty(mediaType, out var media))
        {
            faults.Add($"the media type '{mediaType}' is not documented");
            return;
        }

        if (mediaType.EndsWith("json", StringComparison.Ordinal) && media.TryGetProperty("schema", out var schema))
        {
            using var body = JsonDocument.Parse(bytes);
            faults.AddRange(schemas.Check(body.RootElement, schema));
        }
    }

    private (string Template, JsonElement Operation)? Find(HttpResponseMessage response)
    {
        var method = response.RequestMessage?.Method.Method.ToLowerInvariant() ?? "";
        var path = response.RequestMessage?.RequestUri?.AbsolutePath ?? "";
        // A literal segment beats a parameter, as it does in routing.
        var candidates = document
            .GetProperty("paths")
            .EnumerateObject()
            .Where(p => Matches(p.Name, path) && p.Value.TryGetProperty(method, out _))
            .OrderBy(p => p.Name.Count(c => c == '{'))
            .ToArray();
        return candidates is [var first, ..] ? (first.Name, first.Value.GetProperty(method)) : null;
    }

    private static bool Matches(string template, string path)
    {
        var (expected, actual) = (template.Split('/'), path.Split('/'));
        return expected.Length == actual.Length
            && expected.Zip(actual).All(s => s.First.StartsWith('{') || string.Equals(s.First, s.Second, StringComparison.Ordinal));
    }

    private static string Name(HttpResponseMessage response) =>
        $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri?.AbsolutePath} {(int)response.StatusCode}";
}
