using DataSharing.Disruption;
using DataSharing.Partnership;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using DataSharing.Web.Pages.Tactics;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Deployments;

/// <summary>The board: tactics in use that the agency may see, newest first.</summary>
public sealed class IndexModel(
    DeploymentBoard board,
    TacticCatalogue catalogue,
    PeopleDirectory people,
    AgencyNames agencies,
    CursorProtector cursors
) : PlatformPage
{
    public const string Scope = "board";

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Theme { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Mine { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<BoardLine> Lines { get; private set; } = [];

    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyDictionary<Identity.AgencyId, string> Agencies { get; private set; } = new Dictionary<Identity.AgencyId, string>();

    public string? Next { get; private set; }

    public IReadOnlyList<Choice> Themes =>
        [.. catalogue.Themes.Select(t => new Choice(t, TacticWords.Theme(t))).OrderBy(c => c.Text, StringComparer.Ordinal)];

    public IReadOnlyList<Choice> States { get; } = [new Choice("live", "Not ended"), .. DeploymentWords.States];

    public async Task<IActionResult> OnGetAsync()
    {
        if (Stated(Scope) is not { } access)
        {
            return AskAccess(Scope);
        }

        State ??= "live";
        var filter = new BoardFilter
        {
            States = StatesChosen(),
            Theme = catalogue.Themes.FirstOrDefault(t => t == Theme),
            Mine = Mine,
        };
        var query = $"state={Uri.EscapeDataString(State)}&theme={Uri.EscapeDataString(Theme ?? "")}&mine={(Mine ? "true" : "false")}";
        var scope = new CursorScope(Caller.Actor, access.Purpose, $"pages/deployments?{query}");
        var after = After is null ? null : await cursors.OpenAsync(After, scope, Stop);
        if (After is not null && after is null)
        {
            return NotFound();
        }

        var page = await board.SearchAsync(Caller, Head, filter, access, after, Stop);
        Lines = page.Lines;
        Next = page.Next is null ? null : $"/app/deployments?{query}&after={await cursors.ProtectAsync(page.Next, scope, Stop)}";
        Names = await people.NamesOfAsync([.. Lines.Select(l => l.Owner).OfType<string>().Distinct(StringComparer.Ordinal)], Stop);
        Agencies = await agencies.AllAsync(Head, Stop);
        return Page();
    }

    public static string Subjects(BoardLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var named = line
            .Subjects.Where(s => s.Role == SubjectRole.Target)
            .Select(s => line.Labels.GetValueOrDefault(s.Id)?.Name ?? UkText.Kind(s.Kind));
        return UkText.And([.. named]);
    }

    private IReadOnlyList<DeploymentState> StatesChosen() =>
        State == "live" ? [.. Enum.GetValues<DeploymentState>().Where(DeploymentStates.IsLive)]
        : DeploymentStates.TryParse(State, out var one) ? [one]
        : [];
}
