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

        if (!RecordField.TryRead(Id, out var id))
        {
            ModelState.AddModelError(nameof(Id), RecordField.Error);
            return Page();
        }

        return await AskAsync(new AuditSearch { SubjectId = id.ToString("D") });
    }
}
