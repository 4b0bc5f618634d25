using DataSharing.Partnership;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Agencies;

/// <summary>The agencies of the partnership and whether they stand.</summary>
public sealed class IndexModel(AgencyDirectory directory) : PlatformPage
{
    public IReadOnlyList<AgencyRecord> Agencies { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        var all = await directory.ListAsync(Stop);
        Agencies = [.. all.Select(agency => agency.Record).OrderBy(AgencyNames.NameOf, StringComparer.Ordinal)];
        return Page();
    }

    public static string KindOf(AgencyRecord agency)
    {
        ArgumentNullException.ThrowIfNull(agency);
        return agency.Kind == "nhs-trust" ? "NHS trust" : UkText.Words(agency.Kind);
    }
}
