using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Agencies;

/// <summary>One agency's particulars; partnership administrators suspend it here and let it back.</summary>
public sealed class OneModel(AgencyDirectory directory) : PlatformPage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public string? Version { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public AgencyRecord Agency
    {
        get => field ?? throw NotOpened();
        private set;
    }

    public bool MaySuspend => Caller.Has(PartnershipRoles.Admin) && Agency.Id != Caller.Agency;

    public async Task<IActionResult> OnGetAsync()
    {
        if (await FindAsync() is not { } found)
        {
            return NotFound();
        }

        Version = found.Version.Value;
        return Page();
    }

    public async Task<IActionResult> OnPostSuspendAsync()
    {
        if (await FindAsync() is null)
        {
            return NotFound();
        }

        var reason = Reason?.ReplaceLineEndings(" ").Trim() ?? "";
        if (reason.Length < 5 || !PlainText.IsText(reason, SuspensionRequest.MaximumReasonLength))
        {
            ModelState.AddModelError(nameof(Reason), $"Say why, in {SuspensionRequest.MaximumReasonLength} characters or fewer");
            return Page();
        }

        return VersionOf(Version) is { } version
            ? After(await directory.SuspendAsync(Caller, Agency.Id, reason, version, Stop), "The agency is suspended from now on.")
            : Say(PageMessage.FormNotValid);
    }

    public async Task<IActionResult> OnPostResumeAsync()
    {
        if (await FindAsync() is null)
        {
            return NotFound();
        }

        return VersionOf(Version) is { } version
            ? After(await directory.ResumeAsync(Caller, Agency.Id, version, Stop), "The agency’s access is back.")
            : Say(PageMessage.FormNotValid);
    }

    private async Task<Versioned<AgencyRecord>?> FindAsync()
    {
        var found = AgencyId.TryParse(Id, out var id) ? await directory.FindAsync(id, Stop) : null;
        if (found is not null)
        {
            Agency = found.Record;
        }

        return found;
    }

    private IActionResult After(DirectoryOutcome<AgencyRecord> outcome, string done)
    {
        switch (outcome)
        {
            case DirectoryOutcome<AgencyRecord>.Done:
                Notify(done);
                return Redirect($"/app/agencies/one/{Agency.Id}");
            case DirectoryOutcome<AgencyRecord>.Conflict { Reason: DirectoryConflict.AdministratorsNeeded }:
                return Say(
                    new PageMessage(
                        409,
                        "This agency cannot be suspended",
                        ["It would leave nobody who could administer the partnership."],
                        new PageLink("Back to the agency", $"/app/agencies/one/{Agency.Id}")
                    )
                );
            case DirectoryOutcome<AgencyRecord>.Conflict or DirectoryOutcome<AgencyRecord>.PreconditionFailed:
                return Say(
                    new PageMessage(
                        409,
                        "Somebody else changed this agency",
                        ["It changed while you were looking at it. Nothing that you did was saved."],
                        new PageLink("See how it stands now", $"/app/agencies/one/{Agency.Id}")
                    )
                );
            default:
                return StatusCode(StatusCodes.Status403Forbidden);
        }
    }
}
