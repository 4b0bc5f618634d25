using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using DataSharing.Identity;
using DataSharing.Web.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DataSharing.Web.Tests.Api;

public sealed class JsonBodyTests(JsonBodyTests.Platform platform) : IClassFixture<JsonBodyTests.Platform>
{
    private const string Secret = "Jordan-Example-1999";

    [Fact]
    public async Task Read_WellFormed_GivesTheValueBack()
    {
        using var response = await PostAsync(
            """{"agency":"eastmere-police","count":2,"at":"2026-11-23T10:30:00+01:00","keep":"P28D","parts":[{"name":"a"}]}"""
        );
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            """{"agency":"eastmere-police","count":2,"at":"2026-11-23T09:30:00Z","keep":"P28D","parts":[{"name":"a"}],"free":null,"byKey":null}""",
            await response.Content.ReadAsStringAsync()
        );
    }

    [Fact]
    public async Task Read_NullsInAnybodysOwnJson_AreTheirs()
    {
        using var response = await PostAsync("""{"agency":"ab","count":1,"parts":[],"free":[null,{"a":[null,1,null]}]}""");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("""{"agency":"NOT A SLUG Jordan-Example-1999","count":1}""", "/agency")]
    [InlineData("""{"agency":null,"count":1}""", "/agency")]
    [InlineData("""{"agency":"ab","count":"1"}""", "/count")]
    [InlineData("""{"agency":"ab","count":1.5}""", "/count")]
    [InlineData("""{"agency":"ab"}""", "/count")]
    [InlineData("""{"count":1}""", "/agency")]
    [InlineData("""{"agency":"ab","count":1,"Jordan-Example-1999":1}""", "")]
    [InlineData("""{"agency":"ab","count":1,"Count":1}""", "")]
    [InlineData("""{"agency":"ab","count":1,"parts":[{"name":"a"},{"name":7}]}""", "/parts/1/name")]
    [InlineData("""{"agency":"ab","count":1,"parts":[{"name":"a"},{}]}""", "/parts/1/name")]
    [InlineData("""{"agency":"ab","count":1,"parts":[{"name":"a","Jordan-Example-1999":{}}]}""", "/parts/0")]
    [InlineData("""{"agency":"ab","count":1,"parts":{}}""", "/parts")]
    [InlineData("""{"agency":"ab","count":1,"parts":[null]}""", "/parts/0")]
    [InlineData("""{"free":[null,{"a":[null]}],"agency":"ab","count":1,"parts":[{"name":"a"},null]}""", "/parts/1")]
    [InlineData("""{"agency":"ab","count":1,"byKey":{"Jordan-Example-1999":"x"}}""", "/byKey")]
    [InlineData("""{"agency":"ab","count":1,"at":"2026-11-23T10:30:00"}""", "/at")]
    [InlineData("""{"agency":"ab","count":1,"at":"2026-11-23"}""", "/at")]
    [InlineData("""{"agency":"ab","count":1,"keep":"P1M"}""", "/keep")]
    [InlineData("""{"agency":"ab","count":1,"keep":"P99999999999999D"}""", "/keep")]
    [InlineData("""[]""", "")]
    [InlineData("\"Jordan-Example-1999\"", "")]
    public async Task Read_BrokenField_PointsToItAndRepeatsNothing(string body, string pointer)
    {
        using var response = await PostAsync(body);
        var problem = await ProblemAssert.IsAsync(ProblemTypes.InvalidField, response);
        Assert.Equal(pointer, problem.GetProperty("pointer").GetString());
        Assert.DoesNotContain(Secret, problem.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"agency":"ab","agency":"Jordan-Example-1999","count":1}""")]
    [InlineData("""{"agency":"ab","count":1,"free":{"a":{"Jordan-Example-1999":1,"Jordan-Example-1999":2}}}""")]
    [InlineData("""{"agency":"ab","count":1,"free":"\ud800 Jordan-Example-1999"}""")]
    [InlineData("""{"agency":"ab","count":1,"free":{"\udc00":1}}""")]
    [InlineData("""{"agency":"ab","count":1,}""")]
    [InlineData("""{"agency":"ab","count":1} {}""")]
    [InlineData("""{"agency":"ab","count":1} // Jordan-Example-1999""")]
    [InlineData("""{'agency':'ab'}""")]
    [InlineData("<agency>Jordan-Example-1999</agency>")]
    public async Task Read_NotStrictJson_RefusesTheBody(string body)
    {
        using var response = await PostAsync(body);
        var problem = await ProblemAssert.IsAsync(ProblemTypes.InvalidBody, response);
        Assert.DoesNotContain(Secret, problem.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Read_InvalidUtf8_RefusesTheBody()
    {
        using var response = await PostAsync([.. "{\"agency\":\"ab\",\"count\":1,\"free\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        await ProblemAssert.IsAsync(ProblemTypes.InvalidBody, response);
    }

    [Fact]
    public async Task Read_ByteOrderMark_RefusesTheBody()
    {
        using var response = await PostAsync([0xEF, 0xBB, 0xBF, .. "{\"agency\":\"ab\",\"count\":1}"u8]);
        await ProblemAssert.IsAsync(ProblemTypes.InvalidBody, response);
    }

    [Theory]
    [InlineData(31, true)]
    [InlineData(32, false)]
    [InlineData(100_000, false)]
    public async Task Read_Depth_IsThirtyTwoAtMost(int nested, bool taken)
    {
        var free = new string('[', nested) + new string(']', nested);
        using var response = await PostAsync($$"""{"agency":"ab","count":1,"free":{{free}}}""");
        if (taken)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
        else
        {
            await ProblemAssert.IsAsync(ProblemTypes.InvalidBody, response);
        }
    }

    [Theory]
    [InlineData("text/plain", null)]
    [InlineData("application/json; charset=iso-8859-1", null)]
    [InlineData("application/xml", null)]
    [InlineData("application/json-patch+json", null)]
    [InlineData("not a media type", null)]
    [InlineData(null, null)]
    [InlineData("application/json", "gzip")]
    public async Task Read_OtherMediaType_RefusesIt(string? contentType, string? encoding)
    {
        using var content = new ByteArrayContent("{\"agency\":\"ab\",\"count\":1}"u8.ToArray());
        if (contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        using var response = await platform.Client.PostAsync("/api/test/echo", content);
        await ProblemAssert.IsAsync(ProblemTypes.UnsupportedMediaType, response);
    }

    [Theory]
    [InlineData("/api/test/echo", 1024 * 1024)]
    [InlineData("/api/test/small", 256)]
    public async Task Read_LargerThanTheEndpointTakes_RefusesIt(string path, int maximum)
    {
        using var fits = await PostAsync(Padded(maximum), path);
        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
        using var tooLarge = await UntilAnsweredAsync(() => TrySendAsync(path, Padded(maximum + 1), isChunked: false));
        await ProblemAssert.IsAsync(ProblemTypes.BodyTooLarge, tooLarge);
    }

    [Theory]
    [InlineData("/api/test/echo")]
    [InlineData("/api/test/small")]
    public async Task Read_TwoMebibytesWithoutLength_RefusesThem(string path)
    {
        using var response = await UntilAnsweredAsync(() => TrySendAsync(path, Padded(2 * 1024 * 1024), isChunked: true));
        await ProblemAssert.IsAsync(ProblemTypes.BodyTooLarge, response);
    }

    private static async Task<HttpResponseMessage> UntilAnsweredAsync(Func<Task<HttpResponseMessage?>> send)
    {
        for (var tries = 0; tries < 20; tries++)
        {
            if (await send() is { } response)
            {
                return response;
            }
        }

        throw new InvalidOperationException("Every answer was lost to a broken connection.");
    }

    // The server answers and closes while we still send: a client that writes faster than it reads may see only the broken connection.
    private async Task<HttpResponseMessage?> TrySendAsync(string path, byte[] body, bool isChunked)
    {
        using var content = new StreamContent(new MemoryStream(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.TransferEncodingChunked = isChunked;
        try
        {
            return await platform.Client.SendAsync(request);
        }
        catch (HttpRequestException exception) when (exception.InnerException is IOException)
        {
            return null;
        }
    }

    private static byte[] Padded(int length)
    {
        var body = "{\"agency\":\"ab\",\"count\":1}"u8;
        var bytes = new byte[length];
        bytes.AsSpan().Fill((byte)' ');
        body.CopyTo(bytes);
        return bytes;
    }

    private Task<HttpResponseMessage> PostAsync(string body) => PostAsync(Encoding.UTF8.GetBytes(body));

    private async Task<HttpResponseMessage> PostAsync(byte[] body, string path = "/api/test/echo")
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await platform.Client.PostAsync(path, content);
    }

    public sealed record Echo(
        AgencyId Agency,
        int Count,
        DateTimeOffset? At = null,
        TimeSpan? Keep = null,
        IReadOnlyList<Part>? Parts = null,
        JsonElement? Free = null,
        IReadOnlyDictionary<string, int>? ByKey = null
    );

    public sealed record Part(string Name);

    public sealed class Platform : PlatformFixture
    {
        protected override void Map(WebApplication app)
        {
            app.MapPost("/api/test/echo", (JsonBody<Echo> body) => TypedResults.Ok(body.Value)).AllowAnonymous();
            app.MapPost("/api/test/small", (JsonBody<Echo> body) => TypedResults.Ok(body.Value)).WithMaximumBody(256).AllowAnonymous();
        }
    }
}
