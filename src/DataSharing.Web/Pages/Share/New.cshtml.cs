using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using DataSharing.Agreements;
using DataSharing.Entities;
using DataSharing.Exchange;
using DataSharing.Identity;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Share;

/// <summary>Shares something about one subject: fill in, see the decision, and only then send.</summary>
public sealed class NewModel(
    SubjectNames subjects,
    PurposesInForce agreements,
    DecisionViews views,
    DisclosurePreview preview,
    DisclosureService disclosures
) : PlatformPage
{
    private IReadOnlyList<NamedCategory> offered = [];

    [BindProperty(SupportsGet = true)]
    public Guid Subject { get; set; }

    [BindProperty]
    public string? To { get; set; }

    [BindProperty]
    public string? Purpose { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>Somebody is in danger, and a permission that is missing cannot be waited for.</summary>
    [BindProperty]
    public bool Emergency { get; set; }

    [BindProperty]
    public string? Justification { get; set; }

    [BindProperty]
    public string? Recipient { get; set; }

    [BindProperty]
    public string? Hours { get; set; }

    [BindProperty]
    public CategoryTexts Share { get; set; } = new();

    /// <summary>Whom it is about.</summary>
    public SubjectLabel? Label { get; private set; }

    public IReadOnlyList<Choice> Recipients { get; private set; } = [];

    public IReadOnlyList<Choice> Purposes { get; private set; } = [];

    public IReadOnlyList<CategoryRow> Rows => Share.Rows(offered, ModelState);

    /// <summary>The decision, on the second page.</summary>
    public DecisionShown? Decision { get; private set; }

    public static IReadOnlyList<Choice> HoursChoices { get; } =
    [new("4", "4 hours"), new("24", "24 hours"), new("48", "2 days"), new("72", "3 days")];

    /// <summary>Something is withheld that an emergency might release, and none was pleaded.</summary>
    public bool MayPlead => Decision is { Decision.Effect: not "permit" } && !Emergency;

    public bool MaySend => Decision is { Decision.Effect: not "deny" };

    private string Scope => $"subject:{Subject:D}";

    public async Task<IActionResult> OnGetAsync()
    {
        if (await OpenAsync() is { } instead)
        {
            return instead;
        }

        Purpose = Stated(Scope)?.Purpose.Value;
        return Page();
    }

    /// <summary>Back from the decision, with everything still filled in.</summary>
    public async Task<IActionResult> OnPostChangeAsync() => await OpenAsync() ?? Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await OpenAsync() is { } instead)
        {
            return instead;
        }

        if (!TryRead(out var filled))
        {
            return Page();
        }

        // A plea that is not complete: shown again below the decision as it is without one.
        Emergency = Emergency && PleaOf() is not null;
        var draft = new PreviewDraft(filled.To, Subject.ToString("D"), filled.Purpose, filled.Reason, filled.Categories, null)
        {
            Emergency = Emergency,
        };
        switch (await preview.PreviewAsync(Caller, Head, draft, Stop))
        {
            case PreviewOutcome.Decided decided:
                Decision = await ShowAsync(decided.Decision, filled.To);
                return Page();
            case PreviewOutcome.NotARecipient:
                ModelState.AddModelError(nameof(To), "Choose another agency");
                return Page();
            default:
                return NotFound();
        }
    }

    public async Task<IActionResult> OnPostSendAsync()
    {
        if (await OpenAsync() is { } instead)
        {
            return instead;
        }

        if (Once() is not { } retry)
        {
            return Say(PageMessage.FormNotValid);
        }

        if (!TryRead(out var filled))
        {
            return Page();
        }

        var plea = Emergency ? PleaOf() : null;
        if (Emergency && plea is null)
        {
            return Say(PageMessage.FormNotValid);
        }

        var content = Share.Content(filled.Categories, Label);
        var draft = new DisclosureDraft(filled.To, Subject.ToString("D"), filled.Purpose, filled.Reason, content, null)
        {
            Emergency = plea,
        };
        switch (await disclosures.DiscloseAsync(Caller, Head, draft, retry, Stop))
        {
            case DiscloseOutcome.Disclosed made:
                return Redirect($"/app/share/sent/{made.Id}?subject={Subject:D}");
            case DiscloseOutcome.Refused no:
                // The agreement changed in between.
                Decision = await ShowAsync(no.Decision, filled.To);
                return Page();
            case DiscloseOutcome.KeyReused:
                return Say(PageMessage.AlreadySent);
            case DiscloseOutcome.NotARecipient:
                ModelState.AddModelError(nameof(To), "Choose another agency");
                return Page();
            default:
                return NotFound();
        }
    }

    /// <summary>Everything that the page shows; or where to go instead.</summary>
    private async Task<IActionResult?> OpenAsync()
    {
        if (Stated(Scope) is not { } access)
        {
            return AskAccess(Scope, $"/app/share/new?subject={Subject:D}");
        }

        var id = Subject.ToString("D");
        var named = await subjects.OfAsync(Caller, Head, [id], access, Stop);
        if (!named.TryGetValue(id, out var label))
        {
            return NotFound();
        }

        Label = label;
        Recipients = await views.OtherAgenciesAsync(this, Stop);
        Purposes = await views.PurposesAsync(this, Stop);
        offered = await agreements.CategoriesOfAsync(Caller, Head, Stop);
        return null;
    }

    private bool TryRead([NotNullWhen(true)] out Filled? filled)
    {
        filled = null;
        if (!AgencyId.TryParse(To, out var to) || !Recipients.Any(choice => choice.Value == to.Value))
        {
            ModelState.AddModelError(nameof(To), "Choose who you want to share with");
        }

        if (!PurposeCode.TryParse(Purpose, out var purpose) || !Purposes.Any(choice => choice.Value == purpose.Value))
        {
            ModelState.AddModelError(nameof(Purpose), "Choose what they need it for");
        }

        var reason = Reason?.ReplaceLineEndings(" ").Trim() ?? "";
        if (reason.Length < 5 || !PlainText.IsText(reason, AccessReason.MaximumLength))
        {
            ModelState.AddModelError(
                nameof(Reason),
                $"Say why you are sharing it now, in {AccessReason.MaximumLength} characters or fewer"
            );
        }

        var categories = Share.Read(ModelState, offered);
        if (!ModelState.IsValid || to is null || purpose is null)
        {
            return false;
        }

        filled = new Filled(to, purpose, reason, categories);
        return true;
    }

    private EmergencyPlea? PleaOf()
    {
        var justification = Justification?.ReplaceLineEndings(" ").Trim() ?? "";
        if (!EmergencyInput.IsJustification(justification))
        {
            ModelState.AddModelError(nameof(Justification), "Say who is in danger of what, in 10 to 1,000 characters");
        }

        var recipient = Recipient?.Trim() ?? "";
        if (!EmergencyInput.IsRecipient(recipient))
        {
            ModelState.AddModelError(nameof(Recipient), "Name the person or the team who gets it");
        }

        if (!HoursChoices.Any(choice => choice.Value == Hours))
        {
            ModelState.AddModelError(nameof(Hours), "Choose how long they may read it");
        }

        return ModelState.IsValid && int.TryParse(Hours, CultureInfo.InvariantCulture, out var hours)
            ? new EmergencyPlea(justification, recipient, hours)
            : null;
    }

    private async Task<DecisionShown> ShowAsync(SharingDecision decision, AgencyId to) =>
        await views.OfAsync(this, RecordedDecision.Of(decision), Caller.Agency, to, DecisionTense.Before, Stop);

    private sealed record Filled(AgencyId To, PurposeCode Purpose, string Reason, IReadOnlyList<DataCategory> Categories)
    {
        public override string ToString() => $"Filled(to {To})";
    }
}
