using DataSharing.Disruption;
using DataSharing.Entities;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Tactics;

/// <summary>The catalogue: every tactic by theme, narrowed by what it is aimed at and how it works.</summary>
public sealed class IndexModel(TacticCatalogue catalogue, TimeProvider time) : PlatformPage
{
    private static readonly string[] Kinds = ["person", "group", "business", "location"];
    private static readonly string[] Routes = ["administrative", "civil", "criminal", "voluntary"];

    [BindProperty(SupportsGet = true)]
    public string? Theme { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Target { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Route { get; set; }

    public DateOnly PreparedOn => catalogue.PreparedOn;

    public IReadOnlyList<Choice> Themes =>
        [.. catalogue.Themes.Select(t => new Choice(t, TacticWords.Theme(t))).OrderBy(c => c.Text, StringComparer.Ordinal)];

    public static IReadOnlyList<Choice> Targets => [.. Kinds.Select(k => new Choice(k, UkText.Words(TacticWords.Target(k))))];

    public static IReadOnlyList<Choice> RouteChoices => [.. Routes.Select(r => new Choice(r, TacticWords.Route(r)))];

    public IReadOnlyList<(string Theme, IReadOnlyList<TacticEntry> Tactics)> Groups { get; private set; } = [];

    public int Found => Groups.Sum(g => g.Tactics.Count);

    public int All => catalogue.All.Count;

    public bool MayChoose(TacticEntry tactic) => TacticCatalogue.IsSelectable(tactic, LondonCalendar.DateOf(time.GetUtcNow()));

    public IActionResult OnGet()
    {
        Groups =
        [
            .. catalogue
                .All.Where(t => string.IsNullOrEmpty(Theme) || t.Theme == Theme)
                .Where(t => string.IsNullOrEmpty(Target) || t.TargetKinds.Contains(Target, StringComparer.Ordinal))
                .Where(t => string.IsNullOrEmpty(Route) || t.Route == Route)
                .GroupBy(t => TacticWords.Theme(t.Theme), StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => (g.Key, (IReadOnlyList<TacticEntry>)[.. g.OrderBy(t => t.Title, StringComparer.CurrentCulture)])),
        ];
        return Page();
    }
}
