using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.People;

/// <summary>One person's standing; partnership administrators withdraw their access here and give it back.</summary>
public sealed class OneModel(PeopleDirectory people, ActorSuspensions suspensions) : PlatformPage
{
    [BindProperty(SupportsGet = true)]
    public string Actor { get; set; } = "";

    [BindProperty]
    public string? Reason { get; set; }

    public string Name { get; private set; } = "";

    public bool IsSuspended => Head.Head.SuspendedActors.Contains(Actor, StringComparer.Ordinal);

    public bool IsMe => string.Equals(Actor, Caller.Actor, StringComparison.Ordinal);

    public async Task<IActionResult> OnGetAsync() => await FindAsync() ? Page() : NotFound();

    public async Task<IActionResult> OnPostSuspendAsync()
    {
        if (!await FindAsync() || IsMe)
        {
            return NotFound();
        }

        var reason = Reason?.ReplaceLineEndings(" ").Trim() ?? "";
        if (reason.Length < 5 || !PlainText.IsText(reason, SuspensionRequest.MaximumReasonLength))
        {
            ModelState.AddModelError(nameof(Reason), $"Say why, in {SuspensionRequest.MaximumReasonLength} characters or fewer");
            return Page();
        }

        return After(await suspensions.SuspendAsync(Caller, Actor, reason, Stop), "Their access is suspended from now on.");
    }

    public async Task<IActionResult> OnPostResumeAsync() =>
        await FindAsync() ? After(await suspensions.ResumeAsync(Caller, Actor, Stop), "Their access is back.") : NotFound();

    private async Task<bool> FindAsync()
    {
        if (!Caller.Has(PartnershipRoles.Admin) || !(await people.NamesOfAsync([Actor], Stop)).TryGetValue(Actor, out var name))
        {
            return false;
        }

        Name = name;
        return true;
    }

    private IActionResult After(DirectoryOutcome<ActorSuspensionRecord> outcome, string done)
    {
        switch (outcome)
        {
            case DirectoryOutcome<ActorSuspensionRecord>.Done:
                Notify(done);
                return Redirect($"/app/people/one/{Actor}");
            case DirectoryOutcome<ActorSuspensionRecord>.Conflict { Reason: DirectoryConflict.AdministratorsNeeded }:
                return Say(
                    new PageMessage(
                        409,
                        "This person cannot be suspended",
                        ["It would leave nobody who could administer the partnership."],
                        new PageLink("Back to people", "/app/people")
                    )
                );
            case DirectoryOutcome<ActorSuspensionRecord>.Conflict:
                return Redirect($"/app/people/one/{Actor}");
            default:
                return NotFound();
        }
    }
}
