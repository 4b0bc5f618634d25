using DataSharing.Disposal;
using DataSharing.Entities;
using DataSharing.Partnership;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Audit;

/// <summary>The agency's holds on one record, lifted ones among them.</summary>
public sealed class HoldsOnModel(LegalHolds holds, PeopleDirectory people, TimeProvider time) : PlatformPage
{
    private IReadOnlyDictionary<string, string> names = new Dictionary<string, string>(StringComparer.Ordinal);

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>Those that stand first, then the newest.</summary>
    public IReadOnlyList<LegalHoldView> Holds { get; private set; } = [];

    public DateOnly Today => LondonCalendar.DateOf(time.GetUtcNow());

    public string NameOf(string actor) => names.GetValueOrDefault(actor, ActorWords.NobodyKnown);

    public async Task<IActionResult> OnGetAsync()
    {
        if (await holds.ListAsync(Caller, Id.ToString("D"), Stop) is not LegalHoldOutcome.Listed listed)
        {
            return NotFound();
        }

        Holds = [.. listed.Holds.OrderByDescending(hold => hold.Record.Stands).ThenByDescending(hold => hold.Record.SetAt)];
        names = await people.NamesOfAsync(Holds.SelectMany(h => new[] { h.Record.SetBy, h.Record.LiftedBy }).OfType<string>(), Stop);
        return Page();
    }
}
