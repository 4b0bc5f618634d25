using DataSharing.Audit;
using DataSharing.Partnership;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Audit;

/// <summary>What one person did, day by day.</summary>
public sealed class PractitionerModel(AuditInquiries inquiries, PeopleDirectory people, AgencyNames agencies, CursorProtector cursors)
    : HistoryPage(inquiries, people, agencies, cursors)
{
    /// <summary>As entries name people.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Person { get; set; }

    public IReadOnlyList<Choice> Known { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        Known = [.. (await People.ListAsync(Caller.Agency, Stop)).Select(person => new Choice(person.Actor, person.Name))];
        if (Request.Query.Count == 0)
        {
            return Page();
        }

        if (!ActorName.IsValid(Person))
        {
            ModelState.AddModelError(nameof(Person), "Choose a person");
            return Page();
        }

        return await AskAsync(new AuditSearch { Actor = Person });
    }
}
