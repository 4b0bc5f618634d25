using DataSharing.Panels;
using DataSharing.Web.Pages.Panels;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Meetings;

/// <summary>Gives a member something to do.</summary>
public sealed class ActionAddModel(MeetingReader reader, Seats seats, ActionService actions) : MeetingPage(reader, seats)
{
    /// <summary>The item that it comes from; null: the meeting as a whole.</summary>
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    [BindProperty]
    public string? Words { get; set; }

    [BindProperty]
    public string? Owner { get; set; }

    [BindProperty]
    public DateParts Due { get; set; } = new();

    [BindProperty]
    public bool Urgent { get; set; }

    public ItemView? About => Meeting.Items.FirstOrDefault(i => i.Id == From);

    public IReadOnlyList<Choice> Owners => MembersWhere(m => About?.Record.Conflicts.Any(c => c.Agency == m.Agency) != true);

    public async Task<IActionResult> OnGetAsync(Guid id) => await OpenAsync(id) ?? (Meeting.Seat.MayKeep ? Page() : await ForbidAsync());

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        if (await OpenAsync(id) is { } instead)
        {
            return instead;
        }

        if (Once() is not { } retry)
        {
            return Say(PageMessage.FormNotValid);
        }

        PanelForm.Words(ModelState, nameof(Words), Words, 1_000, "Say what is to be done");
        var owner = Owners.Any(o => o.Value == Owner) ? Meeting.Members.FirstOrDefault(m => m.Actor == Owner) : null;
        if (owner is null)
        {
            ModelState.AddModelError(nameof(Owner), "Choose who does it");
        }

        var due = Due.Read(ModelState, nameof(Due), "the day by which it is done");
        if (!ModelState.IsValid || owner is null || due is not { } last)
        {
            return Page();
        }

        var draft = new ActionDraft(PanelForm.OrNull(Words) ?? "", owner.Agency, owner.Actor, last, About?.Id, Urgent);
        return await AnswerAsync(
            await actions.AddAsync(Caller, Head, Meeting.Id, draft, Access, retry, Stop),
            "The action is added.",
            _ => About is { } about ? ItemAddress(about) : $"{Address(Meeting.Id)}#actions",
            member =>
                member switch
                {
                    "due" => nameof(Due),
                    "owner" or "ownerAgency" => nameof(Owner),
                    _ => null,
                }
        );
    }
}
