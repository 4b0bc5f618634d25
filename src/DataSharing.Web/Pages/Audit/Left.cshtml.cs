using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Audit;

/// <summary>What the agency sent to others.</summary>
public sealed class LeftModel(
    AuditInquiries inquiries,
    PeopleDirectory people,
    AgencyNames agencies,
    CursorProtector cursors,
    DecisionViews views
) : HistoryPage(inquiries, people, agencies, cursors)
{
    [BindProperty(SupportsGet = true)]
    public string? Recipient { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Emergency { get; set; }

    public IReadOnlyList<Choice> Others { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        Others = await views.OtherAgenciesAsync(this, Stop);
        var to = AgencyId.TryParse(Recipient, out var recipient) ? recipient : null;
        var search = new AuditSearch
        {
            Left = true,
            // Beside "left", which holds of the own agency's acts alone once it is asked for.
            Agency = Caller.Agency,
            Recipient = to,
            Emergency = Emergency,
        };
        return await AskAsync(search);
    }
}
