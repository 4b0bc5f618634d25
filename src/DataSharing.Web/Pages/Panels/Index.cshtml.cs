using DataSharing.Panels;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Panels;

/// <summary>The panels that a person sits on, their meetings, and what they have to do.</summary>
public sealed class IndexModel(PanelRegister panels, MeetingRegister meetings, ActionLists actions, TimeProvider time) : PlatformPage
{
    public const string Scope = "board";
    private const int PastShown = 3;

    public IReadOnlyList<PanelWithMeetings> Panels { get; private set; } = [];

    public IReadOnlyList<ActionView> Actions { get; private set; } = [];

    public bool MoreActions { get; private set; }

    public bool MayFound => Caller.Has(Identity.PartnershipRoles.PanelChair) && Caller.Has(Identity.AgencyRoles.PanelMember);

    public async Task<IActionResult> OnGetAsync()
    {
        if (Stated(Scope) is not { } access)
        {
            return AskAccess(Scope);
        }

        var (found, _) = await panels.ListAsync(Caller, Stop);
        var shown = new List<PanelWithMeetings>(found.Count);
        foreach (var panel in found)
        {
            var lines = await meetings.ListAsync(Caller, panel.Id, null, Stop) is PanelOutcome<PanelPage<MeetingLine>>.Done done
                ? done.Value.Lines
                : [];
            var now = time.GetUtcNow();
            shown.Add(
                new PanelWithMeetings(
                    panel,
                    [.. lines.Where(l => MeetingTimes.IsAhead(l, now)).Reverse()],
                    [.. lines.Where(l => !MeetingTimes.IsAhead(l, now)).Take(PastShown)]
                )
            );
        }

        Panels = shown;
        var (page, _) = await actions.ListAsync(Caller, Head, new ActionFilter(Mine: true, OpenOnly: true, false), access, null, Stop);
        (Actions, MoreActions) = (page.Lines, page.Next is not null);
        return Page();
    }
}

/// <param name="Panel">As the reader sees it.</param>
/// <param name="Ahead">Soonest first.</param>
/// <param name="Past">Latest first.</param>
public sealed record PanelWithMeetings(PanelView Panel, IReadOnlyList<MeetingLine> Ahead, IReadOnlyList<MeetingLine> Past)
{
    public override string ToString() => $"PanelWithMeetings({Panel.Id})";
}

internal static class MeetingTimes
{
    /// <summary>Not over yet; one without an end lasts its day.</summary>
    public static bool IsAhead(MeetingLine line, DateTimeOffset now) => !line.Closed && (line.EndsAt ?? line.StartsAt.AddHours(12)) > now;
}
