using DataSharing.Agreements;
using DataSharing.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Agreements;

/// <summary>Answers by name for what the legal check cannot settle.</summary>
public sealed class SignOffModel(AgreementRegistry registry, AgencyNames agencies, AgreementSignOffs signOffs)
    : AgreementStepPage(registry, agencies)
{
    private readonly AgreementRegistry registry = registry;

    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Law { get; set; }

    /// <summary>Of the bytes that the form showed.</summary>
    [BindProperty]
    public string? Hash { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public LegalFinding Finding
    {
        get => field ?? throw NotOpened();
        private set;
    }

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await OpenFindingAsync())
        {
            return NotFound();
        }

        Hash = Record.ContentHash;
        return MayTry ? Page() : await ForbidAsync();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await OpenFindingAsync())
        {
            return NotFound();
        }

        if (Once() is null)
        {
            return Say(PageMessage.FormNotValid);
        }

        var reason = Reason?.ReplaceLineEndings(" ").Trim() ?? "";
        if (reason.Length < 5 || !PlainText.IsText(reason, AgreementSignOffs.MaximumReasonLength))
        {
            ModelState.AddModelError(nameof(Reason), $"Say why, in 5 to {AgreementSignOffs.MaximumReasonLength} characters");
            return Page();
        }

        var asked = new SignOffAsked(Hash ?? "", Finding.Code, Finding.Source.Id, reason);
        return await AfterAsync(
            await signOffs.GiveAsync(Caller, Record.Id, Record.Version, asked, Stop),
            "You have answered for it by name."
        );
    }

    private async ValueTask<bool> OpenFindingAsync()
    {
        if (
            !await OpenAsync()
            || await registry.ReviewAsync(Caller, Record.Id, Record.Version, Stop) is not { } review
            || review.Reviewed.Findings.FirstOrDefault(finding => finding.Code == Code && finding.Source.Id == Law) is not { } found
        )
        {
            return false;
        }

        Finding = found;
        return true;
    }
}
