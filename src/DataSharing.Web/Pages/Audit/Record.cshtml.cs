using DataSharing.Audit;
using DataSharing.Partnership;
using DataSharing.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Audit;

/// <summary>Who looked at one person, place, business or group, why, and what was done with it.</summary>
public sealed class RecordModel(AuditInquiries inquiries, PeopleDirectory people, AgencyNames agencies, CursorProtector cursors)
    : HistoryPage(inquiries, people, agencies, cursors)
{
    /// <summary>Of the subject. An id says nothing to whoever does not hold the record, so it may stand in the address.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Id { get; set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (Id is null)
        {
            return Page();
        }

        if (!Guid.TryParseExact(Id.Trim(), "D", out var id))
        {
            ModelState.AddModelError(nameof(Id), "Enter an id as it stands in the address of a record");
            return Page();
        }

        return await AskAsync(new AuditSearch { SubjectId = id.ToString("D") });
    }
}
