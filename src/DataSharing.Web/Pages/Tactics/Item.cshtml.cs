using DataSharing.Disruption;
using DataSharing.Entities;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Tactics;

/// <summary>One tactic, with everything that the pack holds of it.</summary>
public sealed class ItemModel(TacticCatalogue catalogue, TimeProvider time) : PlatformPage
{
    private TacticEntry? tactic;

    public TacticEntry Tactic => tactic ?? throw new InvalidOperationException("The page is shown for a tactic that was found.");

    public DateOnly PreparedOn => catalogue.PreparedOn;

    public bool MayChoose => TacticCatalogue.IsSelectable(Tactic, LondonCalendar.DateOf(time.GetUtcNow()));

    public IActionResult OnGet(string id)
    {
        tactic = catalogue.Find(id);
        return tactic is null ? NotFound() : Page();
    }
}
