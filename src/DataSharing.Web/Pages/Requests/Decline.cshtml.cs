using System.Text.Json;
using DataSharing.Exchange;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Requests;

/// <summary>Declines a request on a recorded ground, in words for the agency that asked.</summary>
public sealed class DeclineModel(RequestReader reader, RequestAnswers answers) : PlatformPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Ground { get; set; }

    [BindProperty]
    public string? Explanation { get; set; }

    [BindProperty]
    public string? Version { get; set; }

    public ShownRequest Shown
    {
        get => field ?? throw NotOpened();
        private set;
    }

    public static IReadOnlyList<Choice> Grounds => RequestWords.Grounds;

    public async Task<IActionResult> OnGetAsync()
    {
        if (await OpenAsync() is { } instead)
        {
            return instead;
        }

        Version = Shown.Found.Version.Value;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await OpenAsync() is { } instead)
        {
            return instead;
        }

        if (Once() is not { } retry || VersionOf(Version) is not { } version)
        {
            return Say(PageMessage.FormNotValid);
        }

        var ground = Enum.GetValues<RefusalGround>()
            .Cast<RefusalGround?>()
            .FirstOrDefault(known => JsonNamingPolicy.KebabCaseLower.ConvertName($"{known}") == Ground);
        if (ground is null)
        {
            ModelState.AddModelError(nameof(Ground), "Choose why you are declining");
        }

        var explanation = Explanation?.ReplaceLineEndings("\n").Trim() ?? "";
        if (explanation.Length < 5 || !PlainText.IsText(explanation, AccessReason.MaximumLength))
        {
            ModelState.AddModelError(nameof(Explanation), $"Explain it to them in {AccessReason.MaximumLength} characters or fewer");
        }

        if (!ModelState.IsValid || ground is not { } chosen)
        {
            return Page();
        }

        switch (await answers.RefuseAsync(Caller, Id.ToString("D"), version, chosen, explanation, retry, Stop))
        {
            case EndRequestOutcome.Ended:
                Notify("You declined the request. The agency that asked can read why.");
                return Redirect($"/app/requests/item/{Id:D}");
            case EndRequestOutcome.Changed or EndRequestOutcome.AlreadyEnded:
                return Say(AnswerModel.EndedMeanwhile(Id));
            default:
                return NotFound();
        }
    }

    private async Task<IActionResult?> OpenAsync()
    {
        if (Stated(IndexModel.Scope) is not { } access)
        {
            return AskAccess(IndexModel.Scope, $"/app/requests/decline/{Id:D}");
        }

        if (await reader.ReadAsync(this, Id, access, Stop) is not { IsReceived: true } shown)
        {
            return NotFound();
        }

        Shown = shown;
        return shown.MayEnd || Request.Method == HttpMethods.Post ? null : Say(AnswerModel.EndedMeanwhile(Id));
    }
}
