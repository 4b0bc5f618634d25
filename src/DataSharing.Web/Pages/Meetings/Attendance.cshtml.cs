using System.Globalization;
using DataSharing.Panels;
using DataSharing.Web.Pages.Panels;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Meetings;

/// <summary>Records who came.</summary>
public sealed class AttendanceModel(MeetingReader reader, Seats seats, MeetingRegister meetings) : MeetingPage(reader, seats)
{
    /// <summary>The members in the order of the form.</summary>
    [BindProperty]
    public IReadOnlyList<string> Member { get; set; } = [];

    public string? StateOf(PanelMember member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return Sent(member.Actor) ?? Meeting.Record.Attendance.FirstOrDefault(a => a.Actor == member.Actor)?.State.ToString();
    }

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (await OpenToKeepAsync(id) is { } instead)
        {
            return instead;
        }

        Version = Meeting.Version.ToString();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        if (await OpenToKeepAsync(id) is { } instead)
        {
            return instead;
        }

        if (SentVersion() is not { } version)
        {
            return Say(PageMessage.FormNotValid);
        }

        AttendanceLine[] lines =
        [
            .. Meeting.Members.SelectMany(m =>
                Enum.TryParse<AttendanceState>(Sent(m.Actor), out var state) && Enum.IsDefined(state)
                    ? [new AttendanceLine(m.Agency, m.Actor, state)]
                    : Array.Empty<AttendanceLine>()
            ),
        ];
        var outcome = await meetings.AttendAsync(Caller, Meeting.Id, version, lines, Access, Stop);
        return await AnswerAsync(outcome, "Attendance is recorded.", _ => $"{Address(Meeting.Id)}#attendance");
    }

    private string? Sent(string actor)
    {
        var at = Member.ToList().IndexOf(actor);
        return at < 0 ? null
            : Request.Form[string.Create(CultureInfo.InvariantCulture, $"Came-{at}")] is [{ Length: < 20 } state] ? state
            : null;
    }
}
