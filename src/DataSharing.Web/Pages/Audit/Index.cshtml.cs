using System.Text.Json;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Audit;

/// <summary>The information governance officer asks who did what. Codes and ids only, so the question may stand in the address.</summary>
public sealed class IndexModel(
    AuditInquiries inquiries,
    PeopleDirectory people,
    AgencyNames agencies,
    CursorProtector cursors,
    TimeProvider time
) : PlatformPage
{
    [BindProperty(SupportsGet = true)]
    public DateParts From { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public DateParts To { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? Person { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Act { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Decision { get; set; }

    /// <summary>A reason code, from the page that counts refusals.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Reason { get; set; }

    /// <summary>The id of a subject, or a record as <c>kind:id</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? About { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<Choice> People { get; private set; } = [];

    public IReadOnlyList<EntryLine>? Lines { get; private set; }

    public DateTimeOffset CompleteTo { get; private set; }

    public string? Next { get; private set; }

    public static IReadOnlyList<Choice> Decisions { get; } = [new("permit", "Permitted"), new("deny", "Refused")];

    public async Task<IActionResult> OnGetAsync()
    {
        People = [.. (await people.ListAsync(Caller.Agency, Stop)).Select(person => new Choice(person.Actor, person.Name))];
        if (Request.Query.Count == 0)
        {
            var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
            (From, To) = (DateParts.Of(today.AddDays(-6)), DateParts.Of(today));
            return Page();
        }

        if (Read() is not { } search)
        {
            return Page();
        }

        var scope = new CursorScope(Caller.Actor, null, $"pages/audit/list?{search.Asked}");
        AuditCursor? after = null;
        if (After is { Length: > 0 })
        {
            after = await cursors.OpenAsync(After, scope, Stop) is { } opened
                ? JsonSerializer.Deserialize<AuditCursor>(opened, PlatformJson.Options)
                : null;
            if (after is null)
            {
                return NotFound();
            }
        }

        if (await inquiries.SearchAsync(Caller, search, after, Stop) is not AuditInquiryOutcome.Found { Page: var page })
        {
            return Say(OwnAccess.Message("/app/audit"));
        }

        await ShowAsync(page);
        if (page.Next is { } next)
        {
            var cursor = await cursors.ProtectAsync(JsonSerializer.Serialize(next, PlatformJson.Options), scope, Stop);
            var question = QueryString.Create(
                Request.Query.Where(q => q.Key != nameof(After)).SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v)))
            );
            Next = $"/app/audit{question.Add(nameof(After), cursor)}";
        }

        return Page();
    }

    private AuditSearch? Read()
    {
        var from = From.Read(ModelState, nameof(From), "the first day", required: false);
        var to = To.Read(ModelState, nameof(To), "the last day", required: false);
        if (from > to)
        {
            ModelState.AddModelError(nameof(To), "The last day must not be before the first");
        }

        var about = About?.Trim();
        string? subject = null;
        string? record = null;
        if (about is { Length: > 0 })
        {
            if (Guid.TryParseExact(about, "D", out var id))
            {
                subject = id.ToString("D");
            }
            else if (
                about.Length <= 200
                && about.Contains(':', StringComparison.Ordinal)
                && about.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '-')
            )
            {
                record = about;
            }
            else
            {
                ModelState.AddModelError(nameof(About), "Enter an id as it stands in an entry or in the address of a page");
            }
        }

        var search = new AuditSearch
        {
            From = from,
            To = to,
            Actor = ActorName.IsValid(Person) ? Person : null,
            Act = ActWords.Groups.Any(group => group.Value == Act) ? Act : null,
            Decision = Decision is "permit" or "deny" ? Decision : null,
            Reason = Slug.IsValid(Reason) ? Reason : null,
            SubjectId = subject,
            Record = record,
        };
        if (ModelState.IsValid && !search.CanBeLookedUp)
        {
            ModelState.AddModelError(
                nameof(From),
                "Enter a first and a last day no more than a year apart, or choose a person, a decision or a record"
            );
        }

        return ModelState.IsValid ? search : null;
    }

    private async Task ShowAsync(AuditPage page)
    {
        CompleteTo = page.CompleteTo;
        var known = await people.NamesOfAsync(page.Entries.Select(entry => entry.Entry.Actor), Stop);
        var names = await agencies.AllAsync(Head, Stop);
        Lines = [.. page.Entries.Select(entry => EntryLine.Of(entry, known, names))];
    }
}

/// <summary>An entry in one line.</summary>
public sealed record EntryLine(
    long Index,
    DateTimeOffset Time,
    string Act,
    string Who,
    string Agency,
    string? Decision,
    string? Reason,
    string? Purpose,
    bool IsEmergency
)
{
    public static EntryLine Of(
        LoggedEntry logged,
        IReadOnlyDictionary<string, string> people,
        IReadOnlyDictionary<AgencyId, string> agencies
    )
    {
        ArgumentNullException.ThrowIfNull(logged);
        ArgumentNullException.ThrowIfNull(people);
        ArgumentNullException.ThrowIfNull(agencies);
        var entry = logged.Entry;
        return new EntryLine(
            logged.Index,
            entry.Time,
            ActWords.Of(entry.Act),
            WhoOf(entry, people),
            agencies.GetValueOrDefault(entry.Agency, entry.Agency.Value),
            entry.Decision?.Effect,
            logged.Private?.Justification ?? (logged.WordsDisposedAt is { } at ? $"Disposed of on {at.UkDate()}" : null),
            entry.Purpose?.Value,
            entry.IsEmergency
        );
    }

    public static string WhoOf(AuditEntry entry, IReadOnlyDictionary<string, string> people)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(people);
        return people.TryGetValue(entry.Actor, out var name) ? name
            : entry.Actor.StartsWith("person:", StringComparison.Ordinal) ? ActorWords.NobodyKnown
            : entry.Actor.StartsWith("client:", StringComparison.Ordinal) ? "The agency’s system"
            : "The platform itself";
    }

    public override string ToString() => $"EntryLine({Index})";
}
