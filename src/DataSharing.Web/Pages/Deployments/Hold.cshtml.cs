using DataSharing.Disruption;
using DataSharing.Partnership;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Deployments;

/// <summary>A second person looks at why a hold stands, and lets the tactic go on.</summary>
public sealed class HoldModel(DeploymentService deployments, PeopleDirectory people, AgencyNames agencies)
    : DeploymentPage(deployments, people, agencies)
{
    [BindProperty(SupportsGet = true)]
    public string Code { get; set; } = "";

    [BindProperty]
    public string? Reason { get; set; }

    public async Task<IActionResult> OnGetAsync(Guid id) =>
        await OpenAsync(id)
        ?? (Deployment.Holds.Any(h => h.IsOpen && string.Equals(h.Code, Code, StringComparison.Ordinal)) ? Page() : Redirect(Address(id)));

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        if (await OpenAsync(id) is { } instead)
        {
            return instead;
        }

        if (Once() is not { } retry || SentVersion() is not { } version)
        {
            return Say(PageMessage.FormNotValid);
        }

        if (string.IsNullOrWhiteSpace(Reason))
        {
            ModelState.AddModelError(nameof(Reason), "Say why the tactic may go on");
            return Page();
        }

        var outcome = await Deployments.LiftHoldAsync(Caller, Head, id.ToString("D"), version, Code, Reason.Trim(), retry, Stop);
        return Answer(id, outcome, "The hold is lifted.", member => member == "reason" ? nameof(Reason) : null);
    }
}
