using DataSharing.Agreements;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Agreements;

/// <summary>Signs for the caller's agency: the post in which they bind it, and that they read exactly these bytes.</summary>
public sealed class SignModel(AgreementRegistry registry, AgencyNames agencies, AgreementSigning signing)
    : AgreementStepPage(registry, agencies)
{
    [BindProperty]
    public string? Post { get; set; }

    /// <summary>Of the bytes that the form showed.</summary>
    [BindProperty]
    public string? Hash { get; set; }

    [BindProperty]
    public bool HasRead { get; set; }

    public static IReadOnlyList<Choice> Posts { get; } = [.. SignatoryRoles.Listed.Select(known => new Choice(known.Code, known.Words))];

    public string AgencyName => NameOf(Caller.Agency);

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await OpenAsync())
        {
            return NotFound();
        }

        Hash = Record.ContentHash;
        return MayTry ? Page() : await ForbidAsync();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await OpenAsync())
        {
            return NotFound();
        }

        if (Once() is null)
        {
            return Say(PageMessage.FormNotValid);
        }

        if (SignatoryRoles.Find(Post ?? "") is not { } post)
        {
            ModelState.AddModelError(nameof(Post), "Choose the post in which you sign");
            post = default;
        }

        if (!HasRead)
        {
            ModelState.AddModelError(nameof(HasRead), "Say that you have read it and sign it");
        }

        return !ModelState.IsValid
            ? Page()
            : await AfterAsync(
                await signing.SignAsync(Caller, Record.Id, Record.Version, Hash ?? "", post, Stop),
                "You have signed it for your agency."
            );
    }
}
