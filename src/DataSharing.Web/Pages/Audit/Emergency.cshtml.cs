using DataSharing.Exchange;
using DataSharing.Partnership;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Audit;

/// <summary>One emergency, with the words of whoever shared it; another officer says here whether it was right.</summary>
public sealed class EmergencyModel(
    EmergencyReviews reviews,
    PeopleDirectory people,
    AgencyNames agencies,
    DecisionViews views,
    TimeProvider time
) : PlatformPage
{
    private IReadOnlyDictionary<string, string> names = new Dictionary<string, string>(StringComparer.Ordinal);

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Outcome { get; set; }

    [BindProperty]
    public string? Reasons { get; set; }

    public ReadEmergencyOutcome.Found Found
    {
        get => field ?? throw NotOpened();
        private set;
    }

    public string By => NameOf(Found.Record.MadeBy);

    public string With { get; private set; } = "";

    public DateTimeOffset Now => time.GetUtcNow();

    public IReadOnlyDictionary<string, string> Titles { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public static IReadOnlyList<Choice> Outcomes { get; } =
    [
        new("upheld", "Yes, it was right to share it"),
        new("not-upheld", "No", "The other agency can no longer read it, unless an agreement permits it."),
        new("needs-action", "Something has to be done first", "The review stays open."),
    ];

    public async Task<IActionResult> OnGetAsync() => await OpenAsync() ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync()
    {
        if (Once() is not { } retry)
        {
            return Say(PageMessage.FormNotValid);
        }

        var outcome = Enum.GetValues<EmergencyOutcome>()
            .Cast<EmergencyOutcome?>()
            .FirstOrDefault(known => known is { } value && EmergencyReviews.CodeOf(value) == Outcome);
        if (outcome is null)
        {
            ModelState.AddModelError(nameof(Outcome), "Choose whether it was right to share this");
        }

        var reasons = Reasons?.ReplaceLineEndings(" ").Trim() ?? "";
        if (!EmergencyInput.IsReasons(reasons))
        {
            ModelState.AddModelError(nameof(Reasons), "Say why, in 10 to 1,000 characters");
        }

        if (!ModelState.IsValid || outcome is not { } chosen)
        {
            return await OnGetAsync();
        }

        switch (await reviews.ReviewAsync(Caller, Id.ToString("D"), chosen, reasons, retry, Stop))
        {
            case ReviewEmergencyOutcome.Reviewed:
                Notify("Your review was recorded.");
                return Redirect($"/app/audit/emergency/{Id:D}");
            case ReviewEmergencyOutcome.NeedsAnother:
                return Say(
                    new PageMessage(
                        403,
                        "This needs another officer",
                        ["You shared this yourself, and nobody reviews what they did. The attempt has been recorded."],
                        new PageLink("Back to emergencies", "/app/audit/emergencies")
                    )
                );
            case ReviewEmergencyOutcome.AlreadyDone:
                return Say(
                    new PageMessage(
                        409,
                        "Somebody else reviewed this",
                        ["Their review stands. Yours was not saved."],
                        new PageLink("See the review", $"/app/audit/emergency/{Id:D}")
                    )
                );
            case ReviewEmergencyOutcome.KeyReused:
                return Say(PageMessage.AlreadySent);
            default:
                return NotFound();
        }
    }

    public string NameOf(string actor) => names.GetValueOrDefault(actor, ActorWords.NobodyKnown);

    private async Task<bool> OpenAsync()
    {
        if (await reviews.ReadAsync(Caller, Id.ToString("D"), Stop) is not ReadEmergencyOutcome.Found found)
        {
            return false;
        }

        Found = found;
        names = await people.NamesOfAsync(found.Share.Reviews.Select(review => review.By).Append(found.Record.MadeBy), Stop);
        With = (await agencies.AllAsync(Head, Stop)).GetValueOrDefault(found.Record.To, found.Record.To.Value);
        Titles = await views.TitlesAsync(this, Stop);
        return true;
    }
}
