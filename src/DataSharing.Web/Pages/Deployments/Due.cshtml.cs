using System.Globalization;
using DataSharing.Disruption;
using DataSharing.Entities;
using DataSharing.Partnership;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Deployments;

/// <summary>What is overdue, and what is due in the coming weeks.</summary>
public sealed class DueModel(
    DeploymentBoard board,
    PeopleDirectory people,
    AgencyNames agencies,
    CursorProtector cursors,
    TimeProvider time
) : PlatformPage
{
    private static readonly int[] Weeks = [1, 4, 13];

    [BindProperty(SupportsGet = true)]
    public int Within { get; set; } = 4;

    [BindProperty(SupportsGet = true)]
    public bool Mine { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<DueLine> Lines { get; private set; } = [];

    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyDictionary<Identity.AgencyId, string> Agencies { get; private set; } = new Dictionary<Identity.AgencyId, string>();

    public string? Next { get; private set; }

    public static IReadOnlyList<Choice> Spans { get; } =
    [.. Weeks.Select(w => new Choice(w.ToString(CultureInfo.InvariantCulture), $"Within {UkText.Count(w, "week")}"))];

    public async Task<IActionResult> OnGetAsync()
    {
        if (Stated(IndexModel.Scope) is not { } access)
        {
            return AskAccess(IndexModel.Scope);
        }

        Within = Weeks.Contains(Within) ? Within : 4;
        var query = string.Create(CultureInfo.InvariantCulture, $"within={Within}&mine={(Mine ? "true" : "false")}");
        var scope = new CursorScope(Caller.Actor, access.Purpose, $"pages/deployments/due?{query}");
        var after = After is null ? null : await cursors.OpenAsync(After, scope, Stop);
        if (After is not null && after is null)
        {
            return NotFound();
        }

        var now = time.GetUtcNow();
        var page = await board.DueAsync(Caller, Head, now, now.AddDays(7 * Within), Mine ? Caller.Actor : null, access, after, Stop);
        Lines = page.Lines;
        Next = page.Next is null ? null : $"/app/deployments/due?{query}&after={await cursors.ProtectAsync(page.Next, scope, Stop)}";
        Names = await people.NamesOfAsync(
            [.. Lines.Select(l => l.Deployment.Owner).OfType<string>().Distinct(StringComparer.Ordinal)],
            Stop
        );
        Agencies = await agencies.AllAsync(Head, Stop);
        return Page();
    }

    /// <summary>In how many days, or how long ago, as people say it.</summary>
    public string Distance(DueLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var days = LondonCalendar.DateOf(line.At).DayNumber - LondonCalendar.DateOf(time.GetUtcNow()).DayNumber;
        return days switch
        {
            0 => "today",
            1 => "tomorrow",
            > 1 => $"in {UkText.Count(days, "day")}",
            _ => $"{UkText.Count(-days, "day")} ago",
        };
    }
}
