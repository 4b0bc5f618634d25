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
        ("Panels", PanelsPath),
        ("Agreements", AgreementsPath),
        ("Audit", "/app/audit"),
        ("Oversight", "/app/oversight"),
        ("Agencies", "/app/agencies"),
        ("People", "/app/people"),
        ("Roles", "/app/roles"),
    ];

    private const string FindPath = "/app/find";

    private const string AgreementsPath = "/app/agreements";

    private const string PanelsPath = "/app/panels";

    // Where an item of the menu leads to beyond its own address.
    private static readonly (string From, string To)[] LeadsTo =
    [
        (FindPath, "/app/subjects"),
        (FindPath, "/app/record"),
        (PanelsPath, "/app/meetings"),
        (AgreementsPath, "/app/can-i-share"),
    ];

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
                        : IsUnder(here, path) || LeadsTo.Any(lead => lead.From == path && IsUnder(here, lead.To));
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
