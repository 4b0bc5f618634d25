using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Oversight;

/// <summary>Who did what in any agency. Codes and ids only, so the question may stand in the address.</summary>
public sealed class IndexModel(
    AuditInquiries inquiries,
    PeopleDirectory people,
    AgencyNames agencies,
    CursorProtector cursors,
    TimeProvider time
) : OversightPage(inquiries, people, agencies, cursors)
{
    [BindProperty(SupportsGet = true)]
    public string? Act { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Decision { get; set; }

    /// <summary>The id of an agreement.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Agreement { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Version { get; set; }

    /// <summary>From the page that counts refusals.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Reason { get; set; }

    /// <summary>From an entry: who acted.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Actor { get; set; }

    /// <summary>From an entry: a record as <c>kind:id</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Record { get; set; }

    /// <summary>What a link narrowed the question to, which the form has no box for: sent again with it.</summary>
    public IEnumerable<(string Name, string? Value, string Text)> Narrowed =>
        new (string Name, string? Value, string Text)[]
        {
            (nameof(Reason), Reason, $"refused or withheld because: {Audit.RefusalsModel.WordsOf(Reason ?? "")}"),
            (nameof(Actor), Actor, $"done by {Actor}"),
            (nameof(Record), Record, $"concerning {Record}"),
            (nameof(Version), Version, $"on version {Version} of the agreement"),
        }.Where(narrowed => narrowed.Value is { Length: > 0 });

    public async Task<IActionResult> OnGetAsync()
    {
        await OpenAsync();
        if (Request.Query.Count == 0)
        {
            var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
            (From, To) = (DateParts.Of(today.AddDays(-6)), DateParts.Of(today));
            return Page();
        }

        return Read() is { } search ? await AskAsync(search) : Page();
    }

    private AuditSearch? Read()
    {
        var (from, to) = DaysAsked();
        var agreement = Agreement?.Trim();
        if (agreement is { Length: > 0 } && !AgreementId.TryParse(agreement, out _))
        {
            ModelState.AddModelError(nameof(Agreement), "Enter the id of an agreement as it stands in an entry");
        }

        var version = int.TryParse(Version, out var number) && number > 0 ? number : (int?)null;
        var search = new AuditSearch
        {
            Across = true,
            From = from,
            To = to,
            Agency = Id(Agency),
            Recipient = Id(Recipient),
            Act = ActWords.Groups.Any(group => group.Value == Act) ? Act : null,
            Decision = Decision is "permit" or "deny" ? Decision : null,
            AgreementId = agreement is { Length: > 0 } ? agreement : null,
            AgreementVersion = agreement is { Length: > 0 } ? version : null,
            Reason = Slug.IsValid(Reason) ? Reason : null,
            Actor = ActorName.IsValid(Actor) ? Actor : null,
            Record = AuditQuestion.IsRecord(Record) ? Record : null,
        };
        if (ModelState.IsValid && !search.CanBeLookedUp)
        {
            ModelState.AddModelError(
                nameof(From),
                "Enter a first and a last day no more than a year apart, or choose an agency, a decision or an agreement"
            );
        }

        return ModelState.IsValid ? search : null;
    }
}
