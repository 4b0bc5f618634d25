using DataSharing.Audit;
using DataSharing.Partnership;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Audit;

/// <summary>Makes exports, and shows how far each was taken out.</summary>
public sealed class ExportsModel(AuditExports exports, PeopleDirectory people, TimeProvider time) : PlatformPage
{
    [BindProperty]
    public DateParts From { get; set; } = new();

    [BindProperty]
    public DateParts To { get; set; } = new();

    [BindProperty]
    public string? Person { get; set; }

    [BindProperty]
    public string? About { get; set; }

    [BindProperty]
    public string? Format { get; set; }

    public IReadOnlyList<Choice> People { get; private set; } = [];

    public IReadOnlyList<ExportRecord> Lines { get; private set; } = [];

    public static IReadOnlyList<Choice> Formats { get; } =
    [
        new("csv", "CSV", "For a spreadsheet."),
        new("jsonl", "JSON Lines", "Everything that you may read."),
        new("fhir", "FHIR R4 AuditEvent", "For health record software."),
        new("ocsf", "OCSF 1.3.0", "For security monitoring."),
    ];

    public async Task<IActionResult> OnGetAsync()
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        (From, To) = (DateParts.Of(today.AddDays(-6)), DateParts.Of(today));
        await OpenAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Once() is not { } retry)
        {
            return Say(PageMessage.FormNotValid);
        }

        var from = From.Read(ModelState, nameof(From), "the first day");
        var to = To.Read(ModelState, nameof(To), "the last day");
        if (from > to)
        {
            ModelState.AddModelError(nameof(To), "The last day must not be before the first");
        }

        var kind = ExportKinds.Parse(Format);
        if (kind is null)
        {
            ModelState.AddModelError(nameof(Format), "Choose a format");
        }

        Guid? about = null;
        if (About?.Trim() is { Length: > 0 } text)
        {
            about = RecordField.TryRead(text, out var id) ? id : null;
            if (about is null)
            {
                ModelState.AddModelError(nameof(About), RecordField.Error);
            }
        }

        var question = new AuditSearch
        {
            From = from,
            To = to,
            Actor = ActorName.IsValid(Person) ? Person : null,
            SubjectId = about?.ToString("D"),
        };
        if (ModelState.IsValid && !question.CanBeLookedUp)
        {
            ModelState.AddModelError(nameof(To), "The last day must be no more than a year after the first");
        }

        if (!ModelState.IsValid || kind is not { } chosen)
        {
            await OpenAsync();
            return Page();
        }

        return await exports.CreateAsync(Caller, chosen, question, retry, Stop) switch
        {
            CreateExportOutcome.Created made => Redirect($"/app/audit/export/{made.Export.Id}"),
            CreateExportOutcome.NeedsAnother => Say(OwnAccess.Message("/app/audit")),
            _ => Say(PageMessage.AlreadySent),
        };
    }

    public static string FormatOf(ExportKind kind) => Formats.First(format => format.Value == ExportKinds.TextOf(kind)).Text;

    public static string ProgressOf(ExportRun? run) =>
        run switch
        {
            null => "Not yet",
            { FinishedAt: { } done } => $"{Count(run.Entries)}, finished {done.UkDateTimeExact()}",
            _ => $"{Count(run.Entries)} so far",
        };

    private static string Count(long entries) => UkText.Count((int)Math.Min(entries, int.MaxValue), "entry", "entries");

    private async Task OpenAsync()
    {
        People = [.. (await people.ListAsync(Caller.Agency, Stop)).Select(person => new Choice(person.Actor, person.Name))];
        (Lines, _) = await exports.ListAsync(Caller, Stop);
    }
}
