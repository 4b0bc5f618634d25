using DataSharing.Disruption;
using DataSharing.Entities;
using DataSharing.Panels;
using DataSharing.Web.Pages.Panels;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Meetings;

/// <summary>One item: the child first, then the case, what was decided, and what follows from it.</summary>
public sealed class ItemModel(MeetingReader reader, Seats seats, TimeProvider time) : MeetingPage(reader, seats)
{
    public DateOnly Today => LondonCalendar.DateOf(time.GetUtcNow());

    public bool IsTactic => Item.Deployment is { Record.State: DeploymentState.PanelReview };

    /// <summary>Decided by a chair who did not propose it.</summary>
    public bool MayDecide => Meeting.Seat.MayChair && IsOpen && !IsProposer;

    public bool IsProposer => Item.Deployment is { } tactic && IsTactic && tactic.Record.ProposedBy == Caller.Actor;

    public bool IsOpen => !Meeting.Record.Closed && Item.Record.Decision is null;

    public string? Said => Meeting.Minutes?.Items.GetValueOrDefault(Item.Id);

    public async Task<IActionResult> OnGetAsync(Guid id, Guid item) => await OpenAsync(id, item) ?? Page();
}
