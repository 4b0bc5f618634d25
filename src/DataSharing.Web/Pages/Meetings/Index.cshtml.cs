using DataSharing.Panels;
using DataSharing.Web.Pages.Panels;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Meetings;

/// <summary>One meeting: agenda in its order, who came, actions, decisions read back, and the way to the minutes.</summary>
public sealed class IndexModel(MeetingReader reader, Seats seats, AgendaPreparation preparation) : MeetingPage(reader, seats)
{
    /// <summary>Only the parts that have something for this reader: an empty one would tell of what is not shown.</summary>
    public IEnumerable<IGrouping<AgendaSection, ItemView>> Sections => Meeting.Items.GroupBy(i => i.Record.Section).OrderBy(g => g.Key);

    public IEnumerable<ItemView> Decided => Meeting.Items.Where(i => i.Record.Decision is not null);

    public AttendanceState? AttendanceOf(PanelMember member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return Meeting.Record.Attendance.FirstOrDefault(a => a.Actor == member.Actor)?.State;
    }

    public async Task<IActionResult> OnGetAsync(Guid id) => await OpenAsync(id) ?? Page();

    /// <summary>Adds what is due.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        if (await OpenToKeepAsync(id) is { } instead)
        {
            return instead;
        }

        if (Once() is not { } retry)
        {
            return Say(PageMessage.FormNotValid);
        }

        return await AnswerAsync(
            await preparation.PrepareAsync(Caller, Head, Meeting.Id, Access, retry, Stop),
            "What is due is on the agenda.",
            _ => Address(Meeting.Id)
        );
    }
}
