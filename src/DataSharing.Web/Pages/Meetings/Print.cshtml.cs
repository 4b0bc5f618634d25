using DataSharing.Panels;
using DataSharing.Web.Pages.Panels;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Meetings;

/// <summary>The meeting as a document to print: agenda before it is held, minutes after. For members by item, the items they see.</summary>
public sealed class PrintModel(MeetingReader reader, Seats seats, TimeProvider time) : MinutesPage(reader, seats)
{
    public string PrintedAt => time.GetUtcNow().UkDateTime();

    public async Task<IActionResult> OnGetAsync(Guid id) => await OpenAsync(id) ?? Page();
}
