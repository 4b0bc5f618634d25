using DataSharing.Agreements;
using DataSharing.Identity;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Agreements;

/// <summary>A page that takes a step in an agreement's life, by the same service as the API's.</summary>
public abstract class AgreementStepPage(AgreementRegistry registry, AgencyNames agencies) : AgreementPage(registry, agencies)
{
    /// <summary>The record's version that the form was made from; the field is named <c>RowVersion</c>.</summary>
    [BindProperty]
    public string? RowVersion { get; set; }

    /// <summary>What to answer after a step. Where somebody was faster the page is shown again, with what was typed.</summary>
    protected async Task<IActionResult> AfterAsync(AgreementOutcome outcome, string done)
    {
        switch (outcome)
        {
            case AgreementOutcome.Done:
                Notify(done);
                return Redirect(At("one"));
            case AgreementOutcome.Forbidden:
                return await ForbidAsync();
            case AgreementOutcome.PreconditionFailed:
                if (!await OpenAsync())
                {
                    return NotFound();
                }

                ModelState.Remove(nameof(RowVersion));
                RowVersion = Found.Version.Value;
                ModelState.AddModelError(
                    "",
                    "Somebody changed this since you opened it, so nothing was saved. Check how it stands now, and send it again if it is still right."
                );
                return Page();
            case AgreementOutcome.Conflict { Reason: var reason }:
                return Say(new PageMessage(409, "This cannot be done", [AgreementWords.Sentence(reason)], Back));
            case AgreementOutcome.Unlawful { Findings: var findings }:
                return Say(
                    new PageMessage(
                        409,
                        "The legal check stands in the way",
                        [.. findings.Select(finding => finding.Sentence).Distinct(StringComparer.Ordinal)],
                        new PageLink("See the legal check", At("law"))
                    )
                );
            default:
                return NotFound();
        }
    }

    /// <summary>Whoever may take no step at all is told so before they fill anything in. Which step, the service decides.</summary>
    protected bool MayTry => Caller.Has(AgencyRoles.AgencyAdmin) || Caller.Has(PartnershipRoles.Admin);

    private PageLink Back => new("Back to the agreement", At("one"));
}
