using DataSharing.Disposal;
using DataSharing.Entities;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Audit;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Record;

/// <summary>Proposes that what the own agency recorded of somebody is erased: ground and reason, then a look at what that means, then the proposal.</summary>
public sealed class EraseModel(SubjectNames names, DisposalService disposals, TimeProvider time) : RecordPage(names, time)
{
    [BindProperty]
    public string? Ground { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>Both were given; whether to go on is asked.</summary>
    public bool IsChecked { get; private set; }

    public string Words => Reason?.ReplaceLineEndings(" ").Trim() ?? "";

    public string GroundTitle => DisposalWords.Ground(Ground ?? "");

    /// <summary>What the form sent, to send it again once it is confirmed.</summary>
    public IEnumerable<KeyValuePair<string, string>> Sent => SentFields.Of(Request);

    public static IReadOnlyList<Choice> Grounds { get; } = [.. DisposalGround.All.Select(ground => new Choice(ground.Code, ground.Title))];

    public async Task<IActionResult> OnGetAsync() => await OpenAsync() ?? Page();

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

        if (Step == "change")
        {
            return Page();
        }

        var ground = DisposalGround.Find(Ground);
        if (ground is null)
        {
            ModelState.AddModelError(nameof(Ground), "Choose a ground");
        }

        if (!DisposalInput.IsReason(Words))
        {
            ModelState.AddModelError(nameof(Reason), "Say why, in 10 to 1,000 characters");
        }

        if (!ModelState.IsValid || ground is null || Step != "save")
        {
            IsChecked = ModelState.IsValid;
            return Page();
        }

        switch (await disposals.ProposeAsync(Caller, SubjectId, ground, Words, retry, Stop))
        {
            case DisposalOutcome.Done:
                Notify("The erasure is proposed. An officer of your agency decides on it.");
                return Redirect("/app/record/proposed");
            case DisposalOutcome.Held held:
                return Say(DisposalWords.Held(held.Codes, Home));
            case DisposalOutcome.KeyReused:
                return Say(PageMessage.AlreadySent);
            default:
                return NotFound();
        }
    }
}
