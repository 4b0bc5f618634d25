using System.Text;
using DataSharing.Web.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Timeouts;

namespace DataSharing.Web.Api;

/// <summary>The API described for programs and for people. Public, and the same for everybody.</summary>
public static class DescriptionEndpoints
{
    private static readonly byte[] Style = Encoding.UTF8.GetBytes(DocsPage.Style);

    public static IEndpointRouteBuilder MapDescription(this IEndpointRouteBuilder api)
    {
        // Made once, at the first request: on a busy machine that may take longer than a request may, and whoever had waited for it would have the
        // connection cut, because bytes that are written after the time is up are cut off, not answered 503.
        var description = api.MapGroup("").AllowAnonymous().ExcludeFromDescription().WithMetadata(new DisableRequestTimeoutAttribute());
        description.MapGet("/openapi.json", JsonAsync);
        description.MapGet("/docs", PageAsync);
        description.MapGet("/docs.css", () => TypedResults.Bytes(Style, "text/css; charset=utf-8"));
        return api;
    }

    private static async Task<FileContentHttpResult> JsonAsync(OpenApiFile file) =>
        TypedResults.Bytes(await file.JsonAsync(), "application/json; charset=utf-8");

    private static async Task<FileContentHttpResult> PageAsync(OpenApiFile file, HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = DocsPage.Policy;
        return TypedResults.Bytes(await file.PageAsync(), "text/html; charset=utf-8");
    }
}
