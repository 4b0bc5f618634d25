using DataSharing.Agreements;
using DataSharing.Partnership;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Agreements;

/// <summary>Where one version of an agreement stands.</summary>
public sealed class OneModel(AgreementRegistry registry, AgencyNames agencies, PeopleDirectory people)
    : SignedPage(registry, agencies, people)
{
    public async Task<IActionResult> OnGetAsync() => await OpenSignedAsync() ? Page() : NotFound();
}
