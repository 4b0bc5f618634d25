using DataSharing.Disposal;
using DataSharing.Partnership;
using DataSharing.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Audit;

/// <summary>Lifts one hold, with a reason.</summary>
public sealed class LiftHoldModel(LegalHolds holds, PeopleDirectory people) : PlatformPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid Hold { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>As the hold was when it was shown.</summary>
    [BindProperty]
    public string? Version { get; set; }

    public LegalHoldView Found
    {
        get => field ?? throw NotOpened();
        private set;
    }

    public string SetBy { get; private set; } = "";

    public string Back => $"/app/audit/holds-on/{Id:D}";

    public async Task<IActionResult> OnGetAsync()
    {
        if (
            await holds.ListAsync(Caller, Id.ToString("D"), Stop) is not LegalHoldOutcome.Listed listed
            || listed.Holds.FirstOrDefault(hold => hold.Id == Hold.ToString("D")) is not { } found
        )
        {
            return NotFound();
        }

        Found = found;
        SetBy = (await people.NamesOfAsync([found.Record.SetBy], Stop)).GetValueOrDefault(found.Record.SetBy, ActorWords.NobodyKnown);
        // As it is shown now; a form that says again what was sent would keep the old one.
        ModelState.Remove(nameof(Version));
        Version = found.Version.Value;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (VersionOf(Version) is not { } version)
        {
            return Say(PageMessage.FormNotValid);
        }

        var reason = Reason?.ReplaceLineEndings(" ").Trim() ?? "";
        if (!DisposalInput.IsReason(reason))
        {
            ModelState.AddModelError(nameof(Reason), "Say why it is no longer needed, in 10 to 1,000 characters");
            return await OnGetAsync();
        }

        switch (await holds.LiftAsync(Caller, Id.ToString("D"), Hold.ToString("D"), version, reason, Stop))
        {
            case LegalHoldOutcome.Done:
                Notify("The hold is lifted.");
                return Redirect(Back);
            case LegalHoldOutcome.AlreadyLifted or LegalHoldOutcome.Changed:
                return Say(
                    new PageMessage(
                        409,
                        "This changed while you looked at it",
                        ["Yours was not recorded. See how it stands now."],
                        new PageLink("Back to the holds", Back)
                    )
                );
            default:
                return NotFound();
        }
    }
}
