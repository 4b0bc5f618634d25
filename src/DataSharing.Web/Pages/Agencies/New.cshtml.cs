using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Partnership;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Agencies;

/// <summary>A partnership administrator registers an agency.</summary>
public sealed class NewModel(AgencyDirectory directory, TimeProvider time) : AgencyFormPage
{
    /// <summary>Chosen once, never changed.</summary>
    [BindProperty]
    public string? Id { get; set; }

    public async Task<IActionResult> OnGetAsync() => Caller.Has(PartnershipRoles.Admin) ? Page() : await ForbidAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!Caller.Has(PartnershipRoles.Admin))
        {
            return await ForbidAsync();
        }

        if (Once() is not { } retry)
        {
            return Say(PageMessage.FormNotValid);
        }

        if (!AgencyId.TryParse(Id?.Trim(), out var id))
        {
            ModelState.AddModelError(
                nameof(Id),
                "Enter a short name: 2 to 40 lower-case letters, digits and single hyphens, a letter first"
            );
        }

        var particulars = Form.Read(ModelState, nameof(Form), LondonCalendar.DateOf(time.GetUtcNow()));
        if (particulars is null || id is null)
        {
            return Page();
        }

        var outcome = await directory.RegisterAsync(Caller, id, particulars, retry, Stop);
        switch (outcome)
        {
            case DirectoryOutcome<AgencyRecord>.Done:
                Notify("The agency is registered. Say who speaks for it.");
                return Redirect($"/app/agencies/bindings/{id}");
            case DirectoryOutcome<AgencyRecord>.Conflict { Reason: DirectoryConflict.AgencyExists }:
                ModelState.AddModelError(nameof(Id), Sentence(DirectoryConflict.AgencyExists));
                return Page();
            default:
                return await RefuseAsync(outcome, new PageLink("Back to agencies", "/app/agencies"));
        }
    }
}
