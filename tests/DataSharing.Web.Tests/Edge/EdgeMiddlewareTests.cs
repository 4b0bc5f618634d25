using System.Net;
using DataSharing.Protection;
using DataSharing.Storage;
using DataSharing.Web.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DataSharing.Web.Tests.Edge;

public sealed class EdgeMiddlewareTests(EdgeMiddlewareTests.Platform platform) : IClassFixture<EdgeMiddlewareTests.Platform>
{
    private const string Secret = "Jordan Example";

    [Theory]
    [InlineData("/api/test/store", "unavailable")]
    [InlineData("/api/test/keys", "unavailable")]
    [InlineData("/api/test/fault", "internal-error")]
    [InlineData("/api/test/bad", "malformed-request")]
    [InlineData("/api/test/slow-body", "request-timeout")]
    [InlineData("/api/test/half", "internal-error")]
    public async Task Answer_Exception_IsAProblemThatTellsNothing(string path, string slug)
    {
        using var response = await platform.Client.GetAsync(path);
        var problem = await ProblemAssert.IsAsync(
            ProblemTypes.All.Single(t => string.Equals(t.Slug, slug, StringComparison.Ordinal)),
            response
        );
        Assert.DoesNotContain(Secret, problem.GetRawText(), StringComparison.Ordinal);
        Assert.False(problem.TryGetProperty("detail", out _));
        Assert.False(response.Headers.Contains("X-Half-Done"));
    }

    [Theory]
    [InlineData("/no/such/place")]
    [InlineData("/api/no-such-place")]
    [InlineData("/api/test/store/deeper")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    public async Task Answer_UnknownRoute_IsNotFound(string path)
    {
        using var response = await platform.Client.GetAsync(path);
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, response);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    [InlineData("BREW")]
    public async Task Answer_OtherMethod_IsMethodNotAllowed(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/test/store");
        using var response = await platform.Client.SendAsync(request);
        await ProblemAssert.IsAsync(ProblemTypes.MethodNotAllowed, response);
        Assert.Equal(["GET"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Answer_BareUnauthorized_NamesTheScheme()
    {
        using var response = await platform.Client.GetAsync("/api/test/401");
        await ProblemAssert.IsAsync(ProblemTypes.Unauthenticated, response);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task Answer_Success_CarriesTheSecurityHeaders()
    {
        using var response = await platform.Client.GetAsync("/api/test/ok");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        ProblemAssert.HasSecurityHeaders(response);
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.False(response.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Answer_PreflightOfAnotherSite_GrantsNothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/test/ok");
        request.Headers.Add("Origin", "https://elsewhere.example");
        request.Headers.Add("Access-Control-Request-Method", "GET");
        using var response = await platform.Client.SendAsync(request);
        await ProblemAssert.IsAsync(ProblemTypes.MethodNotAllowed, response);
        Assert.DoesNotContain(response.Headers, h => h.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Answer_BadHeader_NamesTheHeader()
    {
        foreach (
            var (path, header, value, type) in new[]
            {
                ("key", "Idempotency-Key", null, ProblemTypes.InvalidHeader),
                ("key", "Idempotency-Key", "short", ProblemTypes.InvalidHeader),
                ("match", "If-Match", null, ProblemTypes.PreconditionRequired),
                ("match", "If-Match", "*", ProblemTypes.InvalidHeader),
                ("match", "If-Match", "W/\"1\"", ProblemTypes.InvalidHeader),
                ("access", "Access-Purpose", null, ProblemTypes.InvalidHeader),
                ("access", "Access-Purpose", Secret, ProblemTypes.InvalidHeader),
            }
        )
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/test/{path}");
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(header, value);
            }

            using var response = await platform.Client.SendAsync(request);
            var problem = await ProblemAssert.IsAsync(type, response);
            Assert.Equal(header, problem.GetProperty("header").GetString());
            Assert.DoesNotContain(Secret, problem.GetRawText(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Answer_HeaderTwice_IsRefused()
    {
        // Raw, because HttpClient would join the two with a comma, which a key may hold.
        var response = await RawHttp.SendAsync(
            platform.Running.Address,
            "GET /api/test/key HTTP/1.1\r\nHost: x\r\nIdempotency-Key: 12345678\r\nIdempotency-Key: 87654321\r\nConnection: close\r\n\r\n"
        );
        Assert.StartsWith("HTTP/1.1 400", response, StringComparison.Ordinal);
        Assert.Contains("invalid-header", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_PreconditionFailed_CarriesTheCurrentTag()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/test/match");
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        using var response = await platform.Client.SendAsync(request);
        await ProblemAssert.IsAsync(ProblemTypes.PreconditionFailed, response);
        Assert.Equal("\"2\"", response.Headers.ETag?.Tag);
    }

    [Theory]
    [InlineData("a header flood", 100, 10, "431")]
    [InlineData("an endless header", 1, 40_000, "431")]
    public async Task Answer_HeadersBeyondTheLimits_AreCutOffByTheServer(string what, int count, int length, string status)
    {
        var headers = string.Concat(Enumerable.Range(0, count).Select(i => $"X-H{i}: {new string('a', length)}\r\n"));
        var response = await RawHttp.SendAsync(platform.Running.Address, $"GET /api/test/ok HTTP/1.1\r\nHost: x\r\n{headers}\r\n");
        Assert.True(response.StartsWith($"HTTP/1.1 {status}", StringComparison.Ordinal), $"{what}: {response}");
        Assert.DoesNotContain("Server:", response, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("/api/test/ok", 1024 * 1024 + 1, true)]
    [InlineData("/api/test/small", 65, true)]
    [InlineData("/api/test/small", 64, false)]
    public async Task Answer_BodyTooLargeToBeReadToItsEnd_SaysThatTheConnectionCloses(string path, int length, bool closes)
    {
        var response = await RawHttp.SendAsync(
            platform.Running.Address,
            $"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n{new string('a', length)}"
                + "GET /api/test/ok HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        );
        var first = response[..response.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
        Assert.Equal(closes, first.Contains("Connection: close", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("GET /api/test/ok HTTP/9.9\r\nHost: x\r\n\r\n")]
    [InlineData("\0\0\0\0\r\n\r\n")]
    [InlineData("GET /api/%00 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /api/test/ok HTTP/1.1\r\n\r\n")]
    [InlineData("POST /api/test/ok HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n")]
    [InlineData("GET /api/test/ok HTTP/1.1\r\nHost: x\r\nBad Header: Jordan\r\n\r\n")]
    public async Task Answer_NotHttp_IsRefusedWithoutAWord(string request)
    {
        var response = await RawHttp.SendAsync(platform.Running.Address, request);
        Assert.Matches("^HTTP/1.1 (400|505)", response);
        Assert.DoesNotContain("Jordan", response, StringComparison.Ordinal);
        Assert.DoesNotContain("Server:", response, StringComparison.OrdinalIgnoreCase);
    }

    public sealed class Platform : PlatformFixture
    {
        protected override void Map(WebApplication app)
        {
            var test = app.MapGroup("/api/test").AllowAnonymous();
            test.MapGet("/ok", () => TypedResults.Ok());
            // Reads nothing of the body.
            test.MapPost("/small", () => TypedResults.Ok()).WithMaximumBody(64);
            test.MapGet("/store", IResult () => throw new StoreUnavailableException(Secret));
            test.MapGet("/keys", IResult () => throw new KeyRingUnavailableException(Secret));
            test.MapGet("/fault", IResult () => throw new InvalidOperationException(Secret));
            test.MapGet("/bad", IResult () => throw new BadHttpRequestException(Secret));
            test.MapGet("/slow-body", IResult () => throw new BadHttpRequestException(Secret, StatusCodes.Status408RequestTimeout));
            test.MapGet("/401", () => TypedResults.Unauthorized());
            test.MapGet(
                "/half",
                IResult (HttpContext context) =>
                {
                    context.Response.Headers["X-Half-Done"] = Secret;
                    throw new InvalidOperationException(Secret);
                }
            );
            test.MapGet("/key", (IdempotencyKey key) => TypedResults.Ok(key.Value.Length));
            test.MapGet("/match", (IfMatch ifMatch, HttpContext context) => Problems.PreconditionFailed(context, new RowVersion("2")));
            test.MapGet("/access", (AccessPurpose purpose, AccessReason reason) => TypedResults.Ok(reason.Text.Length));
        }
    }
}
