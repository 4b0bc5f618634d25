using DataSharing.Web.Security;

namespace DataSharing.Web.Pages;

/// <summary>The menu: what the caller's roles open, of the pages that there are.</summary>
public sealed class PageNavigation(IEnumerable<EndpointDataSource> endpoints)
{
    private static readonly (string Text, string Path)[] All =
    [
        ("Home", "/app"),
        ("Find", FindPath),
        ("Share", "/app/share"),
        ("Requests", "/app/requests"),
        ("Tactics", "/app/deployments"),
        ("Panels", "/app/panels"),
        ("Audit", "/app/audit"),
        ("Agencies", "/app/agencies"),
        ("People", "/app/people"),
    ];

    private const string FindPath = "/app/find";

    // Where finding leads to.
    private static readonly string[] Found = ["/app/subjects", "/app/record"];

    private Dictionary<string, Endpoint>? pages;

    public IEnumerable<NavigationItem> For(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.FindCaller() is not { } caller)
        {
            yield break;
        }

        var here = context.Request.Path.Value ?? "";
        foreach (var (text, path) in All)
        {
            if (Find(path) is { } page && RoleRequirement.AllMetBy(page, caller))
            {
                var isHere =
                    path == LocalPath.Home
                        ? here == path
                        : IsUnder(here, path) || (path == FindPath && Found.Any(found => IsUnder(here, found)));
                yield return new NavigationItem(text, path, isHere);
            }
        }
    }

    /// <summary>Whether the caller could open this page.</summary>
    public bool Opens(HttpContext context, string path) =>
        context.FindCaller() is { } caller && Find(path) is { } page && RoleRequirement.AllMetBy(page, caller);

    private static bool IsUnder(string here, string path) => here == path || here.StartsWith(path + "/", StringComparison.Ordinal);

    private Endpoint? Find(string path)
    {
        pages ??= endpoints
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Mvc.RazorPages.PageActionDescriptor>() is not null)
            .DistinctBy(endpoint => endpoint.RoutePattern.RawText, StringComparer.Ordinal)
            .ToDictionary(endpoint => "/" + endpoint.RoutePattern.RawText, Endpoint (endpoint) => endpoint, StringComparer.Ordinal);
        return pages.GetValueOrDefault(path);
    }
}

public sealed record NavigationItem(string Text, string Href, bool IsHere);
