using System.Globalization;
using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Audit;

/// <summary>How often each ground refused something in the agency; each leads to its entries.</summary>
public sealed class RefusalsModel(AuditInquiries inquiries, TimeProvider time) : PlatformPage
{
    [BindProperty(SupportsGet = true)]
    public DateParts From { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public DateParts To { get; set; } = new();

    public GroundCounts? Counts { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (Request.Query.Count == 0)
        {
            (From, To) = (DateParts.Of(today.AddDays(-29)), DateParts.Of(today));
        }

        var from = From.Read(ModelState, nameof(From), "the first day");
        var to = To.Read(ModelState, nameof(To), "the last day");
        if (from is { } first && to is { } last && (last < first || last.DayNumber - first.DayNumber >= AuditSearch.MaximumDays))
        {
            ModelState.AddModelError(nameof(To), "The last day must be no more than a year after the first, and not before it");
        }

        if (ModelState.IsValid && from is { } begin && to is { } end)
        {
            (Counts, _) = await inquiries.CountGroundsAsync(Caller, begin, end, Stop);
        }

        return Page();
    }

    /// <summary>The search for the entries of a ground on the same days.</summary>
    public string EntriesOf(string ground) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"/app/audit?Reason={ground}&From.Day={From.Day}&From.Month={From.Month}&From.Year={From.Year}&To.Day={To.Day}&To.Month={To.Month}&To.Year={To.Year}"
        );

    public static string WordsOf(string ground) =>
        RefusalReasons.Listed.FirstOrDefault(reason => reason.Code == ground).Sentence
        ?? ground switch
        {
            "forbidden-role" or "no-role" => "The person’s role does not include it.",
            "agency-suspended" => "The agency is suspended.",
            "person-suspended" => "The person is suspended.",
            "caller-not-registered" => "Nobody registered the account.",
            "release-needs-a-person" => "A person has to send it, and a computer tried.",
            "not-found" => "There was nothing, or nothing that they may see.",
            _ => $"{UkText.Words(ground)}.",
        };
}
