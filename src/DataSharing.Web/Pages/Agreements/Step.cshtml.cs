using DataSharing.Agreements;
using DataSharing.Storage;
using DataSharing.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Agreements;

/// <summary>One step in an agreement's life, said before it is done: put before the parties, in force, suspended, ended.</summary>
public sealed class StepModel(
    AgreementRegistry registry,
    AgencyNames agencies,
    AgreementDrafts drafts,
    AgreementSigning signing,
    AgreementSuspensions suspensions,
    AgreementEndings endings
) : AgreementStepPage(registry, agencies)
{
    [BindProperty(SupportsGet = true, Name = "step")]
    public string Step { get; set; } = "";

    [BindProperty]
    public string? Reason { get; set; }

    public StepWords Words
    {
        get => field ?? throw NotOpened();
        private set;
    }

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await OpenStepAsync())
        {
            return NotFound();
        }

        RowVersion = Found.Version.Value;
        return MayTry ? Page() : await ForbidAsync();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await OpenStepAsync())
        {
            return NotFound();
        }

        if (Once() is null || VersionOf(RowVersion) is not { } expected)
        {
            return Say(PageMessage.FormNotValid);
        }

        var reason = Reason?.ReplaceLineEndings(" ").Trim() ?? "";
        if (Words.NeedsReason && (reason.Length < 5 || !PlainText.IsText(reason, AgreementEndings.MaximumReasonLength)))
        {
            ModelState.AddModelError(nameof(Reason), $"Say why, in 5 to {AgreementEndings.MaximumReasonLength} characters");
            return Page();
        }

        return await AfterAsync(await TakeAsync(reason, expected), Words.Done);
    }

    private ValueTask<AgreementOutcome> TakeAsync(string reason, RowVersion expected)
    {
        var (id, version) = (Record.Id, Record.Version);
        return Step switch
        {
            StepWords.Submit => drafts.SubmitAsync(Caller, id, version, expected, Stop),
            StepWords.Return => drafts.ReturnAsync(Caller, id, version, reason, expected, Stop),
            StepWords.Activate => signing.ActivateAsync(Caller, id, version, expected, Stop),
            StepWords.Suspend => suspensions.SuspendAsync(Caller, id, version, reason, expected, Stop),
            StepWords.Resume => suspensions.ResumeAsync(Caller, id, version, expected, Stop),
            StepWords.Withdraw => endings.WithdrawAsync(Caller, id, version, Caller.Agency, reason, null, expected, Stop),
            _ => endings.TerminateAsync(Caller, id, version, reason, null, expected, Stop),
        };
    }

    private async ValueTask<bool> OpenStepAsync()
    {
        if (StepWords.Find(Step) is not { } words || !await OpenAsync())
        {
            return false;
        }

        Words = words;
        return true;
    }
}

/// <summary>What a page says of a step, before and after.</summary>
/// <param name="Code">As in its address.</param>
/// <param name="Title">The question.</param>
/// <param name="Meaning">What follows from it.</param>
/// <param name="Button">What is pressed.</param>
/// <param name="Done">The notice afterwards.</param>
/// <param name="NeedsReason">Whether it is asked why.</param>
/// <param name="IsGrave">Whether it takes something away.</param>
public sealed record StepWords(string Code, string Title, string Meaning, string Button, string Done, bool NeedsReason, bool IsGrave)
{
    public const string Submit = "submit";
    public const string Return = "return";
    public const string Activate = "activate";
    public const string Suspend = "suspend";
    public const string Resume = "resume";
    public const string Withdraw = "withdraw";
    public const string Terminate = "terminate";

    private static readonly StepWords[] All =
    [
        new(
            Submit,
            "Put this version before the parties",
            "From then on its text does not change, and every party can sign it.",
            "Put it before the parties",
            "It is before the parties, to be signed.",
            NeedsReason: false,
            IsGrave: false
        ),
        new(
            Return,
            "Make this version a draft again",
            "Every signature given so far is set aside, and every party has to sign again.",
            "Make it a draft again",
            "It is a draft again. The signatures were set aside.",
            NeedsReason: true,
            IsGrave: true
        ),
        new(
            Activate,
            "Bring this version into force",
            "From then on decisions rest on it, and the version before it no longer counts. Whoever drafted it cannot do this.",
            "Bring it into force",
            "It is in force.",
            NeedsReason: false,
            IsGrave: false
        ),
        new(
            Suspend,
            "Suspend this agreement",
            "From then on it permits nothing. What it forbids stays forbidden. You can lift the suspension later.",
            "Suspend the agreement",
            "It is suspended from now on.",
            NeedsReason: true,
            IsGrave: true
        ),
        new(
            Resume,
            "Lift the suspension",
            "From then on it permits again what it says.",
            "Lift the suspension",
            "It is no longer suspended.",
            NeedsReason: false,
            IsGrave: false
        ),
        new(
            Withdraw,
            "Leave this agreement",
            "From then on it permits nothing from your agency or to it. This cannot be undone: to share again, sign a new version.",
            "Leave the agreement",
            "Your agency has left the agreement.",
            NeedsReason: true,
            IsGrave: true
        ),
        new(
            Terminate,
            "End this agreement",
            "From then on it neither permits nor forbids anything. This cannot be undone: to share again, sign a new version.",
            "End the agreement",
            "The agreement has ended.",
            NeedsReason: true,
            IsGrave: true
        ),
    ];

    public static StepWords? Find(string? code) => Array.Find(All, words => words.Code == code);
}
