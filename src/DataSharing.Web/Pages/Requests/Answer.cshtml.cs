using System.Diagnostics.CodeAnalysis;
using DataSharing.Agreements;
using DataSharing.Exchange;
using DataSharing.Identity;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Requests;

/// <summary>Answers a request: fill in, see the decision, and only then send.</summary>
public sealed class AnswerModel(
    RequestReader reader,
    PurposesInForce agreements,
    DecisionViews views,
    DisclosurePreview preview,
    RequestAnswers answers
) : PlatformPage
{
    private IReadOnlyList<NamedCategory> offered = [];

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The request as it was when the form was opened.</summary>
    [BindProperty]
    public string? Version { get; set; }

    [BindProperty]
    public CategoryTexts Share { get; set; } = new();

    public ShownRequest Shown
    {
        get => field ?? throw NotOpened();
        private set;
    }

    public IReadOnlyList<CategoryRow> Rows => Share.Rows(offered, ModelState);

    public DecisionShown? Decision { get; private set; }

    public bool MaySend => Decision is { Decision.Effect: not "deny" };

    public async Task<IActionResult> OnGetAsync()
    {
        if (await OpenAsync() is { } instead)
        {
            return instead;
        }

        Version = Shown.Found.Version.ToString();
        return Page();
    }

    public async Task<IActionResult> OnPostChangeAsync() => await OpenAsync() ?? Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await OpenAsync() is { } instead)
        {
            return instead;
        }

        if (!TryRead(out var categories, out var reason))
        {
            return Page();
        }

        var record = Shown.Record;
        var draft = new PreviewDraft(record.From, record.SubjectId, record.Purpose, reason, categories, null);
        if (await preview.PreviewAsync(Caller, Head, draft, Stop) is not PreviewOutcome.Decided decided)
        {
            return NotFound();
        }

        Decision = await ShowAsync(decided.Decision);
        return Page();
    }

    public async Task<IActionResult> OnPostSendAsync()
    {
        if (await OpenAsync() is { } instead)
        {
            return instead;
        }

        if (Once() is not { } retry || VersionOf(Version) is not { } version)
        {
            return Say(PageMessage.FormNotValid);
        }

        if (!TryRead(out var categories, out var reason))
        {
            return Page();
        }

        var content = Share.Content(categories, Shown.Subject);
        switch (await answers.AnswerAsync(Caller, Head, Id.ToString("D"), version, reason, content, retry, Stop))
        {
            case EndRequestOutcome.Ended { Answer: { } made }:
                Notify("Your answer was sent.");
                return Redirect($"/app/share/item/{made.Id}");
            case EndRequestOutcome.NothingPermitted no:
                Decision = await ShowAsync(no.Decision);
                return Page();
            case EndRequestOutcome.Changed or EndRequestOutcome.AlreadyEnded:
                return Say(EndedMeanwhile(Id));
            default:
                return NotFound();
        }
    }

    internal static PageMessage EndedMeanwhile(Guid id) =>
        new(
            409,
            "Somebody else dealt with this request",
            ["It was answered or declined while you were writing. Nothing that you wrote was sent."],
            new PageLink("See how it stands now", $"/app/requests/item/{id:D}")
        );

    private async Task<IActionResult?> OpenAsync()
    {
        if (Stated(IndexModel.Scope) is not { } access)
        {
            return AskAccess(IndexModel.Scope, $"/app/requests/answer/{Id:D}");
        }

        if (await reader.ReadAsync(this, Id, access, Stop) is not { IsReceived: true } shown)
        {
            return NotFound();
        }

        Shown = shown;
        if (!shown.MayEnd)
        {
            // Sent twice: the service knows, and answers as it did the first time.
            return Request.Method == HttpMethods.Post ? null : Say(EndedMeanwhile(Id));
        }

        var known = await agreements.CategoriesOfAsync(Caller, Head, Stop);
        offered =
        [
            .. shown.Record.Wanted.Select(wanted =>
                known.FirstOrDefault(category => category.Code == wanted)
                ?? new NamedCategory(wanted, UkText.Words(wanted.Value), false, false)
            ),
        ];
        return null;
    }

    private bool TryRead(out IReadOnlyList<DataCategory> categories, [NotNullWhen(true)] out string? reason)
    {
        reason = Reason?.ReplaceLineEndings(" ").Trim() ?? "";
        if (reason.Length < 5 || !PlainText.IsText(reason, AccessReason.MaximumLength))
        {
            ModelState.AddModelError(nameof(Reason), $"Say why you are answering, in {AccessReason.MaximumLength} characters or fewer");
        }

        categories = Share.Read(ModelState, offered);
        return ModelState.IsValid;
    }

    private async Task<DecisionShown> ShowAsync(SharingDecision decision) =>
        await views.OfAsync(this, RecordedDecision.Of(decision), Caller.Agency, Shown.Record.From, DecisionTense.Before, Stop);
}
