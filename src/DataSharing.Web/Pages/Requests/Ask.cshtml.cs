using System.Text.Json;
using DataSharing.Agreements;
using DataSharing.Entities;
using DataSharing.Exchange;
using DataSharing.Identity;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Requests;

/// <summary>Asks another agency about one subject. What the agreement would not let it answer is not asked.</summary>
public sealed class AskModel(SubjectNames subjects, PurposesInForce agreements, DecisionViews views, RequestService requests) : PlatformPage
{
    private static readonly DataCategory Identity = DataCategory.Parse(CategoryTexts.Identity);

    [BindProperty(SupportsGet = true)]
    public Guid Subject { get; set; }

    [BindProperty]
    public string? To { get; set; }

    [BindProperty]
    public string? Purpose { get; set; }

    [BindProperty]
    public IReadOnlyList<string> Wanted { get; set; } = [];

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? Within { get; set; }

    [BindProperty]
    public bool Name { get; set; }

    public SubjectLabel? Label { get; private set; }

    public IReadOnlyList<Choice> Agencies { get; private set; } = [];

    public IReadOnlyList<Choice> Purposes { get; private set; } = [];

    public IReadOnlyList<Choice> Categories { get; private set; } = [];

    public static IReadOnlyList<Choice> Deadlines { get; } =
    [new("1", "24 hours", "A child is at risk of harm today"), new("3", "3 days"), new("5", "5 days"), new("10", "10 days")];

    /// <summary>Why it was not asked.</summary>
    public DecisionShown? Refused { get; private set; }

    private string Scope => $"subject:{Subject:D}";

    public async Task<IActionResult> OnGetAsync()
    {
        if (await OpenAsync() is { } instead)
        {
            return instead;
        }

        Purpose = Stated(Scope)?.Purpose.Value;
        (Within, Name) = ("5", true);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await OpenAsync() is { } instead)
        {
            return instead;
        }

        if (Once() is not { } retry)
        {
            return Say(PageMessage.FormNotValid);
        }

        if (Read() is not { } draft)
        {
            return Page();
        }

        switch (await requests.AskAsync(Caller, Head, draft, retry, Stop))
        {
            case AskOutcome.Asked asked:
                return Redirect($"/app/requests/sent/{asked.Id}?subject={Subject:D}");
            case AskOutcome.Refused no:
                Refused = await views.OfAsync(
                    this,
                    RecordedDecision.Of(no.Decision),
                    no.Decision.Question.From,
                    no.Decision.Question.To,
                    DecisionTense.Before,
                    Stop
                );
                return Page();
            case AskOutcome.KeyReused:
                return Say(PageMessage.AlreadySent);
            case AskOutcome.NotAHolder:
                ModelState.AddModelError(nameof(To), "Choose another agency");
                return Page();
            default:
                return NotFound();
        }
    }

    private async Task<IActionResult?> OpenAsync()
    {
        if (Stated(Scope) is not { } access)
        {
            return AskAccess(Scope, $"/app/requests/ask?subject={Subject:D}");
        }

        var id = Subject.ToString("D");
        var named = await subjects.OfAsync(Caller, Head, [id], access, Stop);
        if (!named.TryGetValue(id, out var label))
        {
            return NotFound();
        }

        Label = label;
        Agencies = await views.OtherAgenciesAsync(this, Stop);
        Purposes = await views.PurposesAsync(this, Stop);
        Categories = [.. (await agreements.CategoriesOfAsync(Caller, Head, Stop)).Select(c => new Choice(c.Code.Value, c.Title))];
        return null;
    }

    private RequestDraft? Read()
    {
        if (!AgencyId.TryParse(To, out var to) || !Agencies.Any(choice => choice.Value == to.Value))
        {
            ModelState.AddModelError(nameof(To), "Choose who you want to ask");
        }

        if (!PurposeCode.TryParse(Purpose, out var purpose) || !Purposes.Any(choice => choice.Value == purpose.Value))
        {
            ModelState.AddModelError(nameof(Purpose), "Choose what you need it for");
        }

        var wanted = Categories
            .Where(choice => Wanted.Contains(choice.Value, StringComparer.Ordinal))
            .Select(c => DataCategory.Parse(c.Value))
            .ToArray();
        if (wanted.Length == 0)
        {
            ModelState.AddModelError(nameof(Wanted), "Choose what you want to know");
        }

        var reason = Reason?.ReplaceLineEndings(" ").Trim() ?? "";
        if (reason.Length < 5 || !PlainText.IsText(reason, AccessReason.MaximumLength))
        {
            ModelState.AddModelError(nameof(Reason), $"Say why you need it, in {AccessReason.MaximumLength} characters or fewer");
        }

        if (!Deadlines.Any(choice => choice.Value == Within))
        {
            ModelState.AddModelError(nameof(Within), "Choose how soon you need an answer");
        }

        if (!ModelState.IsValid || to is null || purpose is null)
        {
            return null;
        }

        IReadOnlyDictionary<DataCategory, JsonElement> particulars = Name
            ? new CategoryTexts().Content([Identity], Label)
            : new Dictionary<DataCategory, JsonElement>();
        var within = TimeSpan.FromDays(int.Parse(Within ?? "5", System.Globalization.CultureInfo.InvariantCulture));
        return new RequestDraft(to, Subject.ToString("D"), purpose, reason, wanted, particulars, within);
    }
}
