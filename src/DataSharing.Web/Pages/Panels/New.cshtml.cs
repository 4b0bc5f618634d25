using DataSharing.Panels;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Panels;

/// <summary>Sets up a panel that the own agency hosts; who sets it up is its chair, and adds the others next.</summary>
public sealed class NewModel(PanelRegister panels) : PanelAnswering
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Remit { get; set; }

    public bool MayFound => Caller.Has(Identity.PartnershipRoles.PanelChair) && Caller.Has(Identity.AgencyRoles.PanelMember);

    public async Task<IActionResult> OnGetAsync() => MayFound ? Page() : await ForbidAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        if (Once() is not { } retry)
        {
            return Say(PageMessage.FormNotValid);
        }

        PanelForm.Check(ModelState, Name, Remit);
        if (!ModelState.IsValid || Name is null)
        {
            return Page();
        }

        PanelMember[] founder = [new(Caller.Agency, Caller.Actor, PanelRole.Chair)];
        var draft = new PanelDraft(Name.Trim(), "panel", PanelForm.OrNull(Remit), founder);
        return await AnswerAsync(
            await panels.CreateAsync(Caller, Head, draft, retry, Stop),
            "The panel is set up. Now say who sits on it.",
            panel => $"/app/panels/{panel.Id}/members"
        );
    }
}
