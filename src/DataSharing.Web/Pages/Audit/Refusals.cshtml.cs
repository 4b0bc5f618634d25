using System.Globalization;
using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

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

        if (DaysOf(ModelState, From, To) is var (first, last))
        {
            (Counts, _) = await inquiries.CountGroundsAsync(Caller, first, last, Stop);
        }

        return Page();
    }

    /// <summary>The days to count; null with an error in the model state where they cannot be counted.</summary>
    internal static (DateOnly First, DateOnly Last)? DaysOf(ModelStateDictionary state, DateParts from, DateParts to)
    {
        var first = from.Read(state, nameof(From), "the first day");
        var last = to.Read(state, nameof(To), "the last day");
        if (first > last || last?.DayNumber - first?.DayNumber >= AuditSearch.MaximumDays)
        {
            state.AddModelError(nameof(To), "The last day must be no more than a year after the first, and not before it");
        }

        return state.IsValid && first is { } begin && last is { } end ? (begin, end) : null;
    }

    /// <summary>Both days, as the address of a search has them.</summary>
    internal static string QueryOf(DateParts from, DateParts to) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"From.Day={from.Day}&From.Month={from.Month}&From.Year={from.Year}&To.Day={to.Day}&To.Month={to.Month}&To.Year={to.Year}"
        );

    /// <summary>The search for the entries of a ground on the same days.</summary>
    public string EntriesOf(string ground) => $"/app/audit?Reason={ground}&{QueryOf(From, To)}";

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

/// <param name="Counts">By falling count.</param>
/// <param name="EntriesOf">The address of a ground's entries.</param>
public sealed record GroundsShown(GroundCounts Counts, Func<string, string> EntriesOf);
