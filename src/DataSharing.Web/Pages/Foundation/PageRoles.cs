using DataSharing.Identity;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace DataSharing.Web.Pages;

/// <summary>
/// Who may open the pages of each folder, and the few pages that differ from theirs, all in one place. A folder that is not named here has no pages: the platform does not start with one.
/// </summary>
internal sealed class PageRoles : IPageApplicationModelConvention
{
    private static readonly RoleRequirement Anybody = new(
        AgencyRoles.Practitioner | AgencyRoles.PanelMember | AgencyRoles.IgOfficer | AgencyRoles.AgencyAdmin,
        PartnershipRoles.Admin | PartnershipRoles.Ig | PartnershipRoles.PanelChair | PartnershipRoles.Witness
    );
    private static readonly RoleRequirement Practitioners = new(AgencyRoles.Practitioner, PartnershipRoles.None);
    private static readonly RoleRequirement Panel = new(AgencyRoles.Practitioner | AgencyRoles.PanelMember, PartnershipRoles.PanelChair);

    // An administrator may be the second person who authorises.
    private static readonly RoleRequirement Deciders = new(
        AgencyRoles.Practitioner | AgencyRoles.PanelMember | AgencyRoles.AgencyAdmin,
        PartnershipRoles.PanelChair
    );

    /// <summary>Folder under Pages, and who may open what is in it. Services decide again, by the record at hand.</summary>
    public static IReadOnlyDictionary<string, RoleRequirement> ByFolder { get; } =
        new Dictionary<string, RoleRequirement>(StringComparer.Ordinal)
        {
            ["Home"] = Anybody,
            ["Access"] = Anybody,
            ["Help"] = Anybody,
            ["Find"] = Panel,
            ["Subjects"] = Panel,
            ["Record"] = Practitioners,
            ["Share"] = Practitioners,
            ["Received"] = Practitioners,
            ["Requests"] = Practitioners,
            ["Tactics"] = Deciders,
            ["Deployments"] = Deciders,
            ["Panels"] = Panel,
            ["Meetings"] = Panel,
            // Whose agreements they see, the registry decides: parties their own, partnership administrators all.
            ["Agreements"] = Anybody,
            ["CanIShare"] = Anybody,
            ["Audit"] = new(AgencyRoles.IgOfficer, PartnershipRoles.None),
            ["Oversight"] = new(AgencyRoles.None, PartnershipRoles.Ig),
            ["Agencies"] = new(AgencyRoles.AgencyAdmin, PartnershipRoles.Admin),
            // The second administrator of a new partnership confirms their own role, and is not one yet.
            ["Roles"] = new(AgencyRoles.AgencyAdmin, PartnershipRoles.Admin | PartnershipRoles.Ig),
            ["People"] = new(AgencyRoles.AgencyAdmin, PartnershipRoles.Admin),
        };

    /// <summary>Pages that others may open than the rest of their folder: the roles of the API's door to the same.</summary>
    public static IReadOnlyDictionary<string, RoleRequirement> ByPage { get; } =
        new Dictionary<string, RoleRequirement>(StringComparer.Ordinal)
        {
            // Sizes and times, and nothing of an entry.
            ["Audit/Log"] = new(AgencyRoles.IgOfficer, PartnershipRoles.Ig | PartnershipRoles.Admin),
        };

    public void Apply(PageApplicationModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var page = model.ViewEnginePath.TrimStart('/');
        var folder = page.Split('/')[0];
        model.EndpointMetadata.Add(
            ByPage.TryGetValue(page, out var requirement) || ByFolder.TryGetValue(folder, out requirement)
                ? requirement
                : throw new InvalidOperationException($"Nobody is named for the pages of the folder {folder}: add it to PageRoles.")
        );
    }
}

/// <summary>Addresses of pages: <c>/Pages/Share/WhoTo.cshtml</c> is <c>/app/share/who-to</c>, and <c>/Pages/Home/Index.cshtml</c> is <c>/app</c>.</summary>
internal sealed class PageAddresses : IPageRouteModelConvention
{
    public void Apply(PageRouteModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach (var selector in model.Selectors.ToArray())
        {
            var template = (selector.AttributeRouteModel?.Template ?? "").TrimStart('/');
            if (template.Split('/').Contains("Index", StringComparer.Ordinal))
            {
                // The framework names an index page twice; one address is enough.
                model.Selectors.Remove(selector);
                continue;
            }

            var parts = template.Split('/').Select(part => part.Contains('{', StringComparison.Ordinal) ? part : Kebab(part));
            var path = string.Join('/', parts);
            if (selector.AttributeRouteModel is { } route)
            {
                route.Template = path switch
                {
                    "home" => "app",
                    _ when path.StartsWith("home/", StringComparison.Ordinal) => $"app/{path[5..]}",
                    _ => $"app/{path}",
                };
            }
        }
    }

    private static string Kebab(string name) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
