using DataSharing.Identity;
using DataSharing.Panels;
using DataSharing.Web.Pages.Panels;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Meetings;

/// <summary>Declares a conflict of interest: of the own agency, or of any by whoever keeps the meeting.</summary>
public sealed class ConflictModel(MeetingReader reader, Seats seats, ItemService items) : MeetingPage(reader, seats)
{
    [BindProperty]
    public string? Agency { get; set; }

    public IReadOnlyList<Choice> Agencies =>
        AgenciesWhere(a => (a == Caller.Agency || Meeting.Seat.MayKeep) && Item.Record.Conflicts.All(c => c.Agency != a));

    public async Task<IActionResult> OnGetAsync(Guid id, Guid item)
    {
        if (await OpenAsync(id, item) is { } instead)
        {
            return instead;
        }

        Version = Item.Version.ToString();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, Guid item)
    {
        if (await OpenAsync(id, item) is { } instead)
        {
            return instead;
        }

        if (SentVersion() is not { } version)
        {
            return Say(PageMessage.FormNotValid);
        }

        if (Agencies.All(a => a.Value != Agency) || !AgencyId.TryParse(Agency, out var agency))
        {
            ModelState.AddModelError(nameof(Agency), "Choose the agency");
            return Page();
        }

        var target = new ItemTarget(Meeting.Id, Item.Id, version);
        return await AnswerAsync(
            await items.DeclareConflictAsync(Caller, Head, target, agency, Access, Stop),
            "The conflict of interest is recorded.",
            _ => Address(Meeting.Id),
            _ => nameof(Agency)
        );
    }
}
