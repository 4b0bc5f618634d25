using DataSharing.Panels;
using DataSharing.Web.Pages.Panels;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Meetings;

/// <summary>The minutes as they stand: a draft, which a chair other than its author approves, or the copy that was frozen then.</summary>
public sealed class MinutesModel(MeetingReader reader, Seats seats, MinutesService minutes) : MinutesPage(reader, seats)
{
    public bool IsAuthor => Meeting.Minutes?.Record.DraftedBy == Caller.Actor;

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (await OpenToReadAsync(id) is { } instead)
        {
            return instead;
        }

        Version = Meeting.Minutes?.Version.ToString();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        if (await OpenToReadAsync(id) is { } instead)
        {
            return instead;
        }

        if (SentVersion() is not { } version)
        {
            return Say(PageMessage.FormNotValid);
        }

        return await AnswerAsync(
            await minutes.ApproveAsync(Caller, Head, Meeting.Id, version, Access, Stop),
            "The minutes are approved. They stand from now on.",
            _ => $"{Address(Meeting.Id)}/minutes"
        );
    }
}

/// <summary>What the minutes and their print have in common. Members by item have no minutes: for them there is nothing here.</summary>
public abstract class MinutesPage(MeetingReader reader, Seats seats) : MeetingPage(reader, seats)
{
    public IReadOnlyList<ItemView> Items => Meeting.Minutes?.Frozen?.Items ?? Meeting.Items;

    public IReadOnlyList<ActionView> Actions => Meeting.Minutes?.Frozen?.Actions ?? Meeting.Actions;

    public IReadOnlyList<AttendanceLine> Attendance => Meeting.Minutes?.Frozen?.Attendance ?? Meeting.Record.Attendance;

    public IEnumerable<IGrouping<AgendaSection, ItemView>> Sections => Items.GroupBy(i => i.Record.Section).OrderBy(g => g.Key);

    protected async Task<IActionResult?> OpenToReadAsync(Guid id) => await OpenAsync(id) ?? (Meeting.Seat.SeesAll ? null : NotFound());
}
