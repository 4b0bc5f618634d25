using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataSharing.Web.Api;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests.OpenApi;

public sealed class OpenApiDocumentTests(PlatformFixture platform) : IClassFixture<PlatformFixture>
{
    [Fact]
    public async Task Document_IsOpenApi31_AndSaysWhoMayCall()
    {
        using var response = await platform.Client.GetAsync("/api/openapi.json");
        ProblemAssert.HasSecurityHeaders(response);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.StartsWith("3.1.", document.RootElement.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.True(document.RootElement.GetProperty("components").GetProperty("securitySchemes").TryGetProperty("bearer", out _));
        foreach (var (name, operation) in Operations(document.RootElement))
        {
            Assert.True(operation.TryGetProperty("operationId", out _), $"{name} has no operationId.");
            Assert.True(operation.TryGetProperty("summary", out _), $"{name} has no summary.");
            var isOpen = !operation.TryGetProperty("security", out _);
            var responses = operation.GetProperty("responses");
            Assert.True(isOpen || responses.TryGetProperty("401", out _), $"{name} needs a caller and documents no 401.");
        }
    }

    [Fact]
    public async Task Document_NamesOnlyDocumentedProblems()
    {
        var text = await platform.Client.GetStringAsync("/api/openapi.json");
        var named = Regex
            .Matches(text, "urn:datasharing:problem:(?<slug>[a-z-]+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5))
            .Select(m => m.Groups["slug"].Value)
            .ToHashSet(StringComparer.Ordinal);
        Assert.Subset(ProblemTypes.All.Select(t => t.Slug).ToHashSet(StringComparer.Ordinal), named);
    }

    [Fact]
    public async Task Health_MatchesTheDocument()
    {
        var conformance = await OpenApiConformance.LoadAsync(platform.Client);
        foreach (var path in (string[])["/api/health/live", "/api/health/ready"])
        {
            using var response = await platform.Client.GetAsync(path);
            await conformance.AssertAsync(response);
        }
    }

    [Theory]
    [InlineData("/api/openapi.json")]
    [InlineData("/api/docs")]
    public async Task Document_TakesLongerToMakeThanARequestMayTake_IsAnsweredAllTheSame(string path)
    {
        await using var slow = await RunningPlatform.StartAsync(
            [KeyValuePair.Create<string, string?>("Limits:RequestSeconds", "1")],
            builder =>
                builder.Services.Configure<OpenApiOptions>(
                    "v1",
                    options => options.AddDocumentTransformer((_, _, cancellationToken) => Task.Delay(2500, cancellationToken))
                )
        );
        using var response = await slow.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Page_HasNoScript_AndListsEveryOperation()
    {
        using var response = await platform.Client.GetAsync("/api/docs");
        ProblemAssert.HasSecurityHeaders(response);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        var page = await response.Content.ReadAsStringAsync();
        Assert.DoesNotMatch("(?i)<script|<style|style=|javascript:| on[a-z]+=", page);
        Assert.Contains("<html lang=\"en-GB\">", page, StringComparison.Ordinal);
        Assert.Contains("style-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        var conformance = await OpenApiConformance.LoadAsync(platform.Client);
        Assert.All(
            conformance.Operations,
            o => Assert.Contains($"<code>{WebUtility.HtmlEncode(o)}</code></h3>", page, StringComparison.Ordinal)
        );
        var ids = Regex
            .Matches(page, " id=\"(?<slug>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5))
            .Select(m => m.Groups["slug"].Value)
            .ToArray();
        Assert.Equal(ids.Distinct(StringComparer.Ordinal).Count(), ids.Length);
    }

    [Fact]
    public async Task Page_Style_ComesFromTheSameSite()
    {
        using var response = await platform.Client.GetAsync("/api/docs.css");
        Assert.Equal("text/css", response.Content.Headers.ContentType?.MediaType);
    }

    private static IEnumerable<(string Name, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        where method.Value.ValueKind == JsonValueKind.Object
        select ($"{method.Name} {path.Name}", method.Value);
}
