using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using DataSharing.Identity;
using DataSharing.Storage;
using DataSharing.Web.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Tests.OpenApi;

/// <summary>The check itself: true answers pass, and each way of being untrue is found.</summary>
public sealed class OpenApiConformanceTests(OpenApiConformanceTests.Platform platform) : IClassFixture<OpenApiConformanceTests.Platform>
{
    [Fact]
    public async Task Assert_TrueAnswers_Pass()
    {
        var conformance = await OpenApiConformance.LoadAsync(platform.Client);
        using var found = await platform.Client.GetAsync("/api/test/things/true");
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        await conformance.AssertAsync(found);
        using var missing = await platform.Client.GetAsync("/api/test/things/missing");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        await conformance.AssertAsync(missing);
        using var invalid = await platform.Client.PutAsJsonAsync("/api/test/things/true", new { agency = 7 });
        Assert.Equal(HttpStatusCode.PreconditionRequired, invalid.StatusCode);
        await conformance.AssertAsync(invalid);
        Assert.Contains("GET /api/test/things/{id} 200", conformance.Seen);
    }

    [Theory]
    [InlineData("no-tag", "the header ETag is missing")]
    [InlineData("undocumented-member", "#/extra: nothing is allowed here")]
    [InlineData("missing-member", "#: count is missing")]
    [InlineData("wrong-type", "#/count: type is String")]
    [InlineData("not-a-slug", "#/agency: does not match its pattern")]
    [InlineData("local-time", "#/at: not a date-time")]
    [InlineData("other-media-type", "the media type 'text/plain' is not documented")]
    [InlineData("other-status", "the document has no answer 202")]
    [InlineData("other-problem", "#/type: not one of the enumerated values")]
    public async Task Faults_UntrueAnswer_AreFound(string id, string fault)
    {
        var conformance = await OpenApiConformance.LoadAsync(platform.Client);
        using var response = await platform.Client.GetAsync($"/api/test/things/{id}");
        Assert.Contains(await conformance.FaultsAsync(response), f => f.StartsWith(fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Faults_UnknownOperation_IsFound()
    {
        var conformance = await OpenApiConformance.LoadAsync(platform.Client);
        using var response = await platform.Client.GetAsync("/api/nowhere");
        Assert.Equal(["the document has no such operation"], await conformance.FaultsAsync(response));
    }

    public sealed record Thing(AgencyId Agency, int Count, DateTimeOffset At, string? Note);

    public sealed record ThingChange(AgencyId Agency);

    public sealed class Platform : PlatformFixture
    {
        protected override void Map(WebApplication app)
        {
            var things = app.MapGroup("/api/test/things").AllowAnonymous();
            things.MapGet("/{id}", Get).WithETag().WithProblems(ProblemTypes.NotFound);
            things.MapPut("/{id}", Put).WithProblems(ProblemTypes.NotFound);
        }

        private static Results<Ok<Thing>, ProblemHttpResult> Put(string id, IfMatch ifMatch, JsonBody<ThingChange> change) =>
            TypedResults.Ok(new Thing(change.Value.Agency, id.Length, DateTimeOffset.UnixEpoch, ifMatch.Version.Value));

        private static Results<Ok<Thing>, ProblemHttpResult, ContentHttpResult, StatusCodeHttpResult> Get(string id, HttpContext context)
        {
            if (id is "missing")
            {
                return Problems.NotFound();
            }

            if (id is not "no-tag")
            {
                context.Response.SetETag(new RowVersion("1"));
            }

            return id switch
            {
                "undocumented-member" => Json("""{"agency":"ab","count":1,"at":"2026-11-23T09:30:00Z","note":null,"extra":1}"""),
                "missing-member" => Json("""{"agency":"ab","at":"2026-11-23T09:30:00Z","note":null}"""),
                "wrong-type" => Json("""{"agency":"ab","count":"1","at":"2026-11-23T09:30:00Z","note":null}"""),
                "not-a-slug" => Json("""{"agency":"A B","count":1,"at":"2026-11-23T09:30:00Z","note":null}"""),
                "local-time" => Json("""{"agency":"ab","count":1,"at":"2026-11-23T09:30:00","note":null}"""),
                "other-media-type" => TypedResults.Text("text"),
                "other-status" => TypedResults.StatusCode(StatusCodes.Status202Accepted),
                "other-problem" => TypedResults.Problem(
                    type: ProblemTypes.Conflict.Uri,
                    title: ProblemTypes.Conflict.Title,
                    statusCode: StatusCodes.Status404NotFound
                ),
                _ => TypedResults.Ok(
                    new Thing(AgencyId.Parse("ab"), 1, DateTimeOffset.Parse("2026-11-23T09:30:00Z", CultureInfo.InvariantCulture), null)
                ),
            };
        }

        private static ContentHttpResult Json(string text) => TypedResults.Text(text, "application/json");
    }
}
