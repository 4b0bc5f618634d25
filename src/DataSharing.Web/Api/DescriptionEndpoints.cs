using System.Text;
using DataSharing.Web.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>The API described for programs and for people. Public, and the same for everybody.</summary>
public static class DescriptionEndpoints
{
    private static readonly byte[] Style = Encoding.UTF8.GetBytes(DocsPage.Style);

    public static IEndpointRouteBuilder MapDescription(this IEndpointRouteBuilder api)
    {
        var description = api.MapGroup("").AllowAnonymous().ExcludeFromDescription();
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
