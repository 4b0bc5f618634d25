using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataSharing.Web.Api;
using DataSharing.Web.Tests.OpenApi;

namespace DataSharing.Web.Tests.Edge;

/// <summary>
/// Every operation that the platform describes, asked by nobody, by a stranger and by the administrator, with input that means harm: each answer
/// is documented, carries the security headers, repeats nothing, and is never a failure of ours.
/// </summary>
public sealed partial class HostileInputTests(PlatformFixture platform) : IClassFixture<PlatformFixture>
{
    private const string Secret = "JordanExample1999";

    private static readonly (string Name, byte[] Body, string? ContentType)[] Bodies =
    [
        ("nothing", [], null),
        ("a depth bomb", Bytes(new string('[', 200_000)), "application/json"),
        ("an object bomb", Bytes(string.Concat(Enumerable.Repeat("{\"a\":", 50_000))), "application/json"),
        ("duplicate members", Bytes($$"""{"reason":"{{Secret}}","reason":"{{Secret}}"}"""), "application/json"),
        ("unknown members", Bytes($$"""{"{{Secret}}":"{{Secret}}"}"""), "application/json"),
        ("an array", Bytes($$"""["{{Secret}}"]"""), "application/json"),
        ("a number", Bytes("1e999999"), "application/json"),
        ("half a surrogate", Bytes($$"""{"reason":"\ud800{{Secret}}"}"""), "application/json"),
        ("invalid UTF-8", [.. "{\"reason\":\""u8, 0xFF, 0xFE, .. "\"}"u8], "application/json"),
        ("a byte order mark", [0xEF, 0xBB, 0xBF, .. "{}"u8], "application/json"),
        ("UTF-16", Encoding.Unicode.GetBytes("{}"), "application/json; charset=utf-16"),
        ("a form", Bytes($"reason={Secret}"), "application/x-www-form-urlencoded"),
        ("XML", Bytes($"<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;{Secret}</a>"), "application/xml"),
        ("more than anybody takes", new byte[1024 * 1024 + 1], "application/json"),
    ];

    [Fact]
    public async Task Everybody_WithHostileInput_GetsDocumentedProblems()
    {
        var conformance = await OpenApiConformance.LoadAsync(platform.Client);
        using var administrator = await platform.Running.ClientOfAsync("olwen");
        using var stranger = await platform.Running.ClientOfAsync("mallory");
        var faults = new List<string>();
        foreach (var operation in conformance.Operations.Where(o => !o.Contains("/health/", StringComparison.Ordinal)))
        {
            var space = operation.IndexOf(' ', StringComparison.Ordinal);
            var (method, path) = (operation[..space], operation[(space + 1)..]);
            var (named, odd) = (Parameter().Replace(path, Secret), Parameter().Replace(path, "%0a..%2f..%2fetc%2fpasswd"));
            foreach (var client in (HttpClient[])[platform.Client, stranger, administrator])
            {
                foreach (var (name, body, contentType) in method is "POST" or "PUT" ? Bodies : Bodies[..1])
                {
                    using var request = Request(method, $"{named}?cursor={Secret}&direction={Secret}", body, contentType);
                    await HoldAsync(client, request, $"{operation} with {name}", conformance, faults);
                }

                using var elsewhere = Request(method, odd, [], null);
                await HoldAsync(client, elsewhere, $"{operation} at an odd address", null, faults);
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(40)));
    }

    [Fact]
    public async Task Administrator_HeadersOfTheWrongForm_AreNamed()
    {
        using var administrator = await platform.Running.ClientOfAsync("olwen");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/agencies");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", "short");
        using var response = await administrator.SendAsync(request);
        var problem = await ProblemAssert.IsAsync(ProblemTypes.InvalidHeader, response);
        Assert.Equal("Idempotency-Key", problem.GetProperty("header").GetString());
    }

    private static async Task HoldAsync(
        HttpClient client,
        HttpRequestMessage request,
        string what,
        OpenApiConformance? conformance,
        List<string> faults
    )
    {
        HttpResponseMessage response;
        try
        {
            response = await client.SendAsync(request);
        }
        catch (HttpRequestException exception) when (exception.InnerException is IOException && request.Content is not null)
        {
            // The server answered a body beyond the limit and closed while we still sent.
            return;
        }

        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            var said = $"{what} is answered {(int)response.StatusCode}";
            if (response.StatusCode >= HttpStatusCode.InternalServerError)
            {
                faults.Add($"{said}: {text}");
            }
            else if (text.Contains(Secret, StringComparison.OrdinalIgnoreCase))
            {
                faults.Add($"{said} and repeats what was sent");
            }
            else if (response.StatusCode >= HttpStatusCode.BadRequest)
            {
                faults.AddRange(ProblemFaults(response, text).Select(f => $"{said}: {f}"));
            }

            if (conformance is not null)
            {
                faults.AddRange((await conformance.FaultsAsync(response)).Select(f => $"{said}: {f}"));
            }
        }
    }

    private static IEnumerable<string> ProblemFaults(HttpResponseMessage response, string text)
    {
        if (response.Content.Headers.ContentType?.MediaType is not "application/problem+json")
        {
            yield return "not problem details";
            yield break;
        }

        using var body = JsonDocument.Parse(text);
        var type = body.RootElement.GetProperty("type").GetString();
        if (!ProblemTypes.All.Any(t => string.Equals(t.Uri, type, StringComparison.Ordinal) && t.Status == response.StatusCode))
        {
            yield return "an undocumented type or status";
        }

        ProblemAssert.HasSecurityHeaders(response);
    }

    private static HttpRequestMessage Request(string method, string path, byte[] body, string? contentType)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", "hostile-input-0001");
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        request.Headers.TryAddWithoutValidation("Access-Purpose", "safeguarding-children");
        request.Headers.TryAddWithoutValidation("Access-Reason", Secret);
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body);
        }

        if (contentType is not null && request.Content is not null)
        {
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        return request;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
