using System.Net;
using System.Text.Json;
using DataSharing.Web.Api;

namespace DataSharing.Web.Tests;

/// <summary>What must be true of every refusal and failure.</summary>
internal static class ProblemAssert
{
    private static readonly string[] RequiredHeaders =
    [
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "Referrer-Policy",
        "Permissions-Policy",
        "Cross-Origin-Opener-Policy",
        "Cross-Origin-Resource-Policy",
        "Cache-Control",
    ];

    /// <summary>The answer is this problem, documented, with the security headers and without the server's name.</summary>
    public static async Task<JsonElement> IsAsync(ProblemType expected, HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(expected.Status == response.StatusCode, $"Expected {expected.Status}, got {response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var document = JsonDocument.Parse(text);
        var body = document.RootElement.Clone();
        Assert.Equal(expected.Uri, body.GetProperty("type").GetString());
        Assert.Equal(expected.Title, body.GetProperty("title").GetString());
        Assert.Equal((int)expected.Status, body.GetProperty("status").GetInt32());
        Assert.Matches("^[0-9a-f]{32}$", body.GetProperty("traceId").GetString());
        HasSecurityHeaders(response);
        if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
        {
            Assert.True(response.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1), "Retry-After is missing.");
        }

        return body;
    }

    public static void HasSecurityHeaders(HttpResponseMessage response)
    {
        foreach (var header in RequiredHeaders)
        {
            Assert.True(response.Headers.Contains(header), $"{header} is missing.");
        }

        Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }
}
