using DataSharing.Panels;
using DataSharing.Web.Pages.Panels;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Meetings;

/// <summary>Changes when and where a meeting is.</summary>
public sealed class DatesModel(MeetingReader reader, Seats seats, MeetingRegister meetings) : MeetingPage(reader, seats)
{
    [BindProperty]
    public MeetingForm Form { get; set; } = new();

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (await OpenToKeepAsync(id) is { } instead)
        {
            return instead;
        }

        (Form, Version) = (MeetingForm.Of(Meeting), Meeting.Version.ToString());
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

        if (Form.Read(ModelState, nameof(Form)) is not { } draft)
        {
            return Page();
        }

        var outcome = await meetings.ChangeAsync(Caller, Meeting.Id, version, draft, Access, Stop);
        return await AnswerAsync(outcome, "The meeting is changed.", _ => Address(Meeting.Id), MeetingForm.FieldOf);
    }
}
