using DataSharing.Audit;
using DataSharing.Partnership;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Oversight;

/// <summary>What agencies sent to one another. Nothing leaves the partnership itself through the platform.</summary>
public sealed class LeftModel(
    AuditInquiries inquiries,
    PeopleDirectory people,
    AgencyNames agencies,
    CursorProtector cursors,
    TimeProvider time
) : OversightPage(inquiries, people, agencies, cursors)
{
    [BindProperty(SupportsGet = true)]
    public bool Emergency { get; set; }

    public async Task<IActionResult> OnGetAsync()
    {
        await OpenAsync();
        if (Request.Query.Count == 0)
        {
            var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
            (From, To) = (DateParts.Of(today.AddDays(-29)), DateParts.Of(today));
        }

        var (from, to) = DaysAsked();
        var search = new AuditSearch
        {
            Across = true,
            Left = true,
            From = from,
            To = to,
            Agency = Id(Agency),
            Recipient = Id(Recipient),
            Emergency = Emergency,
        };
        if (ModelState.IsValid && !search.CanBeLookedUp)
        {
            ModelState.AddModelError(
                nameof(From),
                "Enter a first and a last day no more than a year apart, or choose the agency that sent"
            );
        }

        return ModelState.IsValid ? await AskAsync(search) : Page();
    }
}
