using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Requests;

/// <summary>One request, read by either side; the agency asked goes on from here to answer or decline.</summary>
public sealed class ItemModel(RequestReader reader) : PlatformPage
{
    public ShownRequest Shown
    {
        get => field ?? throw NotOpened();
        private set;
    }

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (Stated(IndexModel.Scope) is not { } access)
        {
            return AskAccess(IndexModel.Scope);
        }

        if (await reader.ReadAsync(this, id, access, Stop) is not { } shown)
        {
            return NotFound();
        }

        Shown = shown;
        return Page();
    }
}
