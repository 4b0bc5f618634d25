using System.Globalization;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Oversight;

/// <summary>How often each ground refused something, in all agencies together or in one; each leads to its headings.</summary>
public sealed class RefusalsModel(AuditInquiries inquiries, AgencyNames agencies, TimeProvider time) : PlatformPage
{
    [BindProperty(SupportsGet = true)]
    public DateParts From { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public DateParts To { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? Agency { get; set; }

    public IReadOnlyList<Choice> All { get; private set; } = [];

    public GroundCounts? Counts { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        var names = await agencies.AllAsync(Head, Stop);
        All = [.. names.Select(one => new Choice(one.Key.Value, one.Value)).OrderBy(choice => choice.Text, StringComparer.Ordinal)];
        if (Request.Query.Count == 0)
        {
            var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
            (From, To) = (DateParts.Of(today.AddDays(-29)), DateParts.Of(today));
        }

        if (Audit.RefusalsModel.DaysOf(ModelState, From, To) is var (first, last))
        {
            var one = AgencyId.TryParse(Agency, out var id) ? id : null;
            AgencyId[] all = [.. Head.Head.Agencies.Select(standing => standing.Id)];
            (Counts, _) = await inquiries.CountGroundsAcrossAsync(Caller, all, one, first, last, Stop);
        }

        return Page();
    }

    /// <summary>The search for the headings of a ground on the same days.</summary>
    public string EntriesOf(string ground) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"/app/oversight?Reason={ground}&Agency={Uri.EscapeDataString(Agency ?? "")}&{Audit.RefusalsModel.QueryOf(From, To)}"
        );
}
