using DataSharing.Panels;
using DataSharing.Web.Pages.Panels;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Meetings;

/// <summary>Changes everything of an item but what it is about.</summary>
public sealed class ChangeModel(MeetingReader reader, Seats seats, ItemService items) : MeetingPage(reader, seats)
{
    [BindProperty]
    public ItemForm Form { get; set; } = new();

    public IReadOnlyList<Choice> PresentingAgencies => AgenciesWhere(_ => true);

    public IReadOnlyList<Choice> MayBeInvited => MembersWhere(m => m.Role == PanelRole.ByItem);

    public async Task<IActionResult> OnGetAsync(Guid id, Guid item)
    {
        if (await OpenToKeepAsync(id, item) is { } instead)
        {
            return instead;
        }

        (Form, Version) = (ItemForm.Of(Item), Item.Version.ToString());
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, Guid item)
    {
        if (await OpenToKeepAsync(id, item) is { } instead)
        {
            return instead;
        }

        if (SentVersion() is not { } version)
        {
            return Say(PageMessage.FormNotValid);
        }

        if (Form.Read(ModelState) is not { } draft)
        {
            return Page();
        }

        var target = new ItemTarget(Meeting.Id, Item.Id, version);
        return await AnswerAsync(
            await items.ChangeAsync(Caller, Head, target, draft, Access, Stop),
            "The item is changed.",
            ItemAddress,
            ItemForm.FieldOf
        );
    }
}
