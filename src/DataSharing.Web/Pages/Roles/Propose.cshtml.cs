using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Roles;

/// <summary>An administrator proposes a partnership role for somebody who has signed in.</summary>
public sealed class ProposeModel(RoleGrantDirectory directory, PeopleDirectory people) : DirectoryPage
{
    [BindProperty(SupportsGet = true)]
    public string Actor { get; set; } = "";

    [BindProperty]
    public string? Role { get; set; }

    public string Name { get; private set; } = "";

    public static IReadOnlyList<Choice> Roles { get; } =
    [
        new("panel.chair", "Panel chair", "Decides at panel meetings"),
        new("partnership.ig", "Partnership information governance", "Sees partnership roles and signs for the partnership"),
        new("partnership.admin", "Partnership administrator", "Registers agencies, and gives and takes access"),
        new("witness", "Witness of the log", "Checks that the audit log is never rewritten"),
    ];

    public async Task<IActionResult> OnGetAsync() =>
        !Caller.Has(PartnershipRoles.Admin) ? await ForbidAsync()
        : await OpenAsync() ? Page()
        : NotFound();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!Caller.Has(PartnershipRoles.Admin))
        {
            return await ForbidAsync();
        }

        if (!await OpenAsync() || ActorName.TryPerson(Actor) is not var (tenant, person))
        {
            return NotFound();
        }

        if (Once() is not { } retry)
        {
            return Say(PageMessage.FormNotValid);
        }

        if (Roles.All(known => known.Value != Role))
        {
            ModelState.AddModelError(nameof(Role), "Choose a role");
            return Page();
        }

        var outcome = await directory.ProposeAsync(Caller, new GrantRequest(Role ?? "", tenant, person), retry, Stop);
        switch (outcome)
        {
            case DirectoryOutcome<GrantRecord>.Done:
                Notify("The role is proposed. Another administrator has to confirm it.");
                return Redirect("/app/roles");
            case DirectoryOutcome<GrantRecord>.Conflict { Reason: var reason }:
                ModelState.AddModelError(nameof(Role), Sentence(reason));
                return Page();
            default:
                return await RefuseAsync(outcome, new PageLink("Back to partnership roles", "/app/roles"));
        }
    }

    private async Task<bool> OpenAsync()
    {
        if (!(await people.NamesOfAsync([Actor], Stop)).TryGetValue(Actor, out var name))
        {
            return false;
        }

        Name = name;
        return true;
    }
}
