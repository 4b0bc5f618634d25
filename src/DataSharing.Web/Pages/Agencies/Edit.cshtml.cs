using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Partnership;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Agencies;

/// <summary>New particulars, by a partnership administrator or the agency's own.</summary>
public sealed class EditModel(AgencyDirectory directory, TimeProvider time) : AgencyFormPage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public string? Version { get; set; }

    public AgencyRecord Agency
    {
        get => field ?? throw NotOpened();
        private set;
    }

    /// <summary>Somebody saved first: the page shows what stands beside what was typed.</summary>
    public bool ChangedMeanwhile { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (await FindAsync() is not { } found)
        {
            return NotFound();
        }

        if (!MayEdit)
        {
            return await ForbidAsync();
        }

        (Version, Form) = (found.Version.Value, AgencyForm.Of(Agency.Particulars));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await FindAsync() is not { } found)
        {
            return NotFound();
        }

        if (!MayEdit)
        {
            return await ForbidAsync();
        }

        if (VersionOf(Version) is not { } version)
        {
            return Say(PageMessage.FormNotValid);
        }

        if (Form.Read(ModelState, nameof(Form), LondonCalendar.DateOf(time.GetUtcNow())) is not { } particulars)
        {
            return Page();
        }

        var outcome = await directory.UpdateAsync(Caller, Agency.Id, particulars, version, Stop);
        switch (outcome)
        {
            case DirectoryOutcome<AgencyRecord>.Done:
                Notify("The details are saved.");
                return Redirect($"/app/agencies/one/{Agency.Id}");
            case DirectoryOutcome<AgencyRecord>.PreconditionFailed { Current: var current }:
                (Version, ChangedMeanwhile) = (current.Value, true);
                ModelState.AddModelError(
                    "",
                    "Somebody changed this since you opened it. Compare what stands now with what you entered, then save."
                );
                return Page();
            default:
                return await RefuseAsync(outcome, new PageLink("Back to the agency", $"/app/agencies/one/{found.Record.Id}"));
        }
    }

    private bool MayEdit => Caller.Has(PartnershipRoles.Admin) || (Caller.Agency == Agency.Id && Caller.Has(AgencyRoles.AgencyAdmin));

    private async Task<Versioned<AgencyRecord>?> FindAsync()
    {
        var found = AgencyId.TryParse(Id, out var id) ? await directory.FindAsync(id, Stop) : null;
        if (found is not null)
        {
            Agency = found.Record;
        }

        return found;
    }
}
