using DataSharing.Disposal;
using DataSharing.Partnership;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Audit;

/// <summary>One disposal: another officer decides on it here; from then on it is the certificate, to print.</summary>
public sealed class DisposalModel(
    DisposalViews views,
    DisposalHolds holds,
    DisposalConfirmation confirmation,
    PeopleDirectory people,
    AgencyNames agencies
) : PlatformPage
{
    private const string Confirmed = "confirmed";
    private const string Declined = "declined";

    private IReadOnlyDictionary<string, string> names = new Dictionary<string, string>(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, string> known = new Dictionary<string, string>(StringComparer.Ordinal);

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Decision { get; set; }

    [BindProperty]
    public string? Version { get; set; }

    public DisposalView Found
    {
        get => field ?? throw NotOpened();
        private set;
    }

    /// <summary>What holds a proposal back as things stand: codes.</summary>
    public IReadOnlyCollection<string> Holds { get; private set; } = [];

    public string Agency => AgencyNameOf(Found.Record.Controller.Value);

    public bool IsCertificate => Found.Record.State is DisposalState.Sweeping or DisposalState.Complete;

    public bool IsOwn => string.Equals(Found.Record.ProposedBy, Caller.Actor, StringComparison.Ordinal);

    public IReadOnlyList<Choice> Choices =>
        IsOwn ? [new(Declined, "Take the proposal back")] : [new(Confirmed, "Yes, erase it"), new(Declined, "No")];

    public string NameOf(string actor) => names.GetValueOrDefault(actor, ActorWords.NobodyKnown);

    public string AgencyNameOf(string agency) => known.GetValueOrDefault(agency, agency);

    public async Task<IActionResult> OnGetAsync() => await OpenAsync() ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync()
    {
        if (Once() is not { } retry || VersionOf(Version) is not { } version)
        {
            return Say(PageMessage.FormNotValid);
        }

        if (Decision is not (Confirmed or Declined))
        {
            ModelState.AddModelError(nameof(Decision), "Choose what to do");
            return await OnGetAsync();
        }

        var id = Id.ToString("D");
        var outcome =
            Decision == Confirmed
                ? await confirmation.ConfirmAsync(Caller, id, version, retry, Stop)
                : await confirmation.DeclineAsync(Caller, id, version, retry, Stop);
        var here = $"/app/audit/disposal/{id}";
        switch (outcome)
        {
            case DisposalOutcome.Done:
                Notify(Decision == Confirmed ? "It is erased. This is the certificate." : "The proposal was declined. Nothing was erased.");
                return Redirect(here);
            case DisposalOutcome.Held held:
                return Say(DisposalWords.Held(held.Codes, here));
            case DisposalOutcome.NeedsAnother:
                return Say(
                    new PageMessage(
                        403,
                        "This needs another officer",
                        ["You proposed this yourself, and nobody erases alone. The attempt has been recorded."],
                        new PageLink("Back to the disposal", here)
                    )
                );
            case DisposalOutcome.AlreadyDecided or DisposalOutcome.Changed:
                return Say(
                    new PageMessage(
                        409,
                        "This changed while you looked at it",
                        ["Yours was not recorded. See how it stands now."],
                        new PageLink("Back to the disposal", here)
                    )
                );
            case DisposalOutcome.KeyReused:
                return Say(PageMessage.AlreadySent);
            default:
                return NotFound();
        }
    }

    private async Task<bool> OpenAsync()
    {
        if (await views.ReadAsync(Caller, Id.ToString("D"), Stop) is not DisposalOutcome.Done found)
        {
            return false;
        }

        Found = found.Disposal;
        Holds = await holds.OfAsync(Found, Stop);
        var actors = new[] { Found.Record.ProposedBy, Found.Record.DecidedBy }.OfType<string>();
        names = await people.NamesOfAsync(actors, Stop);
        known = (await agencies.AllAsync(Head, Stop)).ToDictionary(a => a.Key.Value, a => a.Value, StringComparer.Ordinal);
        return true;
    }
}
