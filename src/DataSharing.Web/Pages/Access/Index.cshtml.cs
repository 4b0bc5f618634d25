using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Access;

/// <summary>Asks why somebody wants to look, once for each scope, before anything is shown.</summary>
public sealed class IndexModel(PageAccess access, PurposesInForce purposes) : PlatformPage
{
    [BindProperty(SupportsGet = true)]
    public string Scope { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? Next { get; set; }

    [BindProperty]
    public string? Purpose { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public IReadOnlyList<Choice> Purposes { get; private set; } = [];

    /// <summary>What the answer will open, as part of a sentence.</summary>
    public string What =>
        Scope.Split(':')[0] switch
        {
            "subject" => "this record",
            "meeting" => "this meeting",
            "deployment" => "this piece of work",
            "search" => "the records you find",
            "board" => "the tactics in use",
            _ => "what was shared and asked for",
        };

    public async Task<IActionResult> OnGetAsync()
    {
        if (!PageAccess.IsScope(Scope))
        {
            return NotFound();
        }

        await OfferAsync();
        Purpose ??= Purposes is [var only] ? only.Value : null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!PageAccess.IsScope(Scope))
        {
            return NotFound();
        }

        await OfferAsync();
        var reason = Reason?.ReplaceLineEndings(" ").Trim() ?? "";
        if (!PurposeCode.TryParse(Purpose, out var purpose) || !Purposes.Any(offered => offered.Value == purpose.Value))
        {
            ModelState.AddModelError(nameof(Purpose), "Choose what you need it for");
        }

        if (reason.Length < 5)
        {
            ModelState.AddModelError(nameof(Reason), "Say in your own words why you need to look");
        }
        else if (!PlainText.IsText(reason, AccessReason.MaximumLength))
        {
            ModelState.AddModelError(nameof(Reason), $"Your reason must be {AccessReason.MaximumLength} characters or fewer");
        }

        if (!ModelState.IsValid || purpose is null)
        {
            return Page();
        }

        access.State(HttpContext, Scope, new StatedAccess(purpose, reason));
        return Redirect(LocalPath.OrHome(Next));
    }

    private async Task OfferAsync() =>
        Purposes = [.. (await purposes.OfAsync(Caller, Head, Stop)).Select(purpose => new Choice(purpose.Code.Value, purpose.Title))];
}
