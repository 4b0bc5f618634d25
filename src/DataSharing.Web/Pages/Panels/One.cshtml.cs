using DataSharing.Panels;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Panels;

/// <summary>One panel: who sits on it for whom, and when it meets.</summary>
public sealed class OneModel(PanelRegister panels, MeetingRegister meetings, Seats seats, TimeProvider time) : PlatformPage
{
    private PanelView? view;

    public PanelView Panel => view ?? throw new InvalidOperationException("The page is shown for a panel that was opened.");

    public SeatNames Names { get; private set; } = SeatNames.None;

    public IReadOnlyList<MeetingLine> Meetings { get; private set; } = [];

    public bool MoreMeetings { get; private set; }

    /// <summary>By agency, the host first; chairs first within it.</summary>
    public IEnumerable<IGrouping<Identity.AgencyId, PanelMember>> ByAgency =>
        Panel
            .Record.Members.OrderBy(m => m.Role)
            .GroupBy(m => m.Agency)
            .OrderByDescending(g => g.Key == Panel.Record.Host)
            .ThenBy(g => Names.Agency(g.Key), StringComparer.CurrentCulture);

    public bool IsAhead(MeetingLine line) => MeetingTimes.IsAhead(line, time.GetUtcNow());

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (await panels.FindAsync(Caller, id.ToString("D"), Stop) is not PanelOutcome<PanelView>.Done done)
        {
            return NotFound();
        }

        view = done.Value;
        Names = await seats.OfAsync(this, Panel.Record.Members.Select(m => m.Actor), Stop);
        if (await meetings.ListAsync(Caller, Panel.Id, null, Stop) is PanelOutcome<PanelPage<MeetingLine>>.Done { Value: var page })
        {
            (Meetings, MoreMeetings) = (page.Lines, page.Next is not null);
        }

        return Page();
    }
}
