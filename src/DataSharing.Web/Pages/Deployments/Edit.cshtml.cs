using DataSharing.Disruption;
using DataSharing.Partnership;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Deployments;

/// <summary>Changes the case for a tactic, its evidence, and who carries it.</summary>
public sealed class EditModel(DeploymentService deployments, PeopleDirectory people, AgencyNames agencies)
    : DeploymentPage(deployments, people, agencies)
{
    private readonly PeopleDirectory directory = people;

    [BindProperty]
    public string? Objective { get; set; }

    [BindProperty]
    public string? ImpactOnChild { get; set; }

    [BindProperty]
    public string? Proportionality { get; set; }

    [BindProperty]
    public string? Owner { get; set; }

    [BindProperty]
    public string? LegalAdvice { get; set; }

    [BindProperty]
    public IReadOnlyList<string> Gathered { get; set; } = [];

    [BindProperty]
    public IReadOnlyList<string> Sensitive { get; set; } = [];

    public IReadOnlyList<Choice> Owners { get; private set; } = [];

    public bool IsCaseOpen => Record.State is DeploymentState.Idea or DeploymentState.Scoping or DeploymentState.PanelReview;

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (await OpenAsync(id) is { } instead)
        {
            return instead;
        }

        if (!Deployment.MayAct)
        {
            return Redirect(Address(id));
        }

        var text = Deployment.Text;
        (Objective, ImpactOnChild, Proportionality, Owner, LegalAdvice) = (
            text.Objective,
            text.ImpactOnChild,
            text.Proportionality,
            Record.Owner,
            text.LegalAdvice
        );
        Gathered = Indexes(e => e.Done);
        Sensitive = Indexes(e => e.SourceSensitive);
        await OfferOwnersAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        if (await OpenAsync(id) is { } instead)
        {
            return instead;
        }

        if (SentVersion() is not { } version)
        {
            return Say(PageMessage.FormNotValid);
        }

        await OfferOwnersAsync();
        var text = Deployment.Text;
        var edit = new DeploymentEdit
        {
            Objective = Changed(Objective, text.Objective),
            ImpactOnChild = Changed(ImpactOnChild, text.ImpactOnChild),
            Proportionality = Changed(Proportionality, text.Proportionality),
            Owner = Changed(Owner, Record.Owner),
            LegalAdvice = Changed(LegalAdvice, text.LegalAdvice),
            Evidence =
            [
                .. Record.Evidence.Select(
                    (_, i) =>
                        new EvidenceTick(
                            i,
                            Gathered.Contains($"{i}", StringComparer.Ordinal),
                            Sensitive.Contains($"{i}", StringComparer.Ordinal)
                        )
                ),
            ],
        };
        var outcome = await Deployments.EditAsync(Caller, Head, id.ToString("D"), version, edit, Stop);
        return Answer(id, outcome, "Your changes are saved.", FieldOf);
    }

    // What was not touched is not sent, so that it cannot overwrite or be refused.
    private static string? Changed(string? sent, string? stored) =>
        string.IsNullOrWhiteSpace(sent) || string.Equals(sent.Trim(), stored, StringComparison.Ordinal) ? null : sent.Trim();

    private static string? FieldOf(string member) =>
        member switch
        {
            "objective" => nameof(Objective),
            "impactOnChild" => nameof(ImpactOnChild),
            "proportionality" => nameof(Proportionality),
            "owner" => nameof(Owner),
            "legalAdvice" => nameof(LegalAdvice),
            _ => null,
        };

    private string[] Indexes(Func<EvidenceItem, bool> take) =>
        [.. Record.Evidence.Select((item, i) => (item, i)).Where(e => take(e.item)).Select(e => $"{e.i}")];

    private async Task OfferOwnersAsync()
    {
        var known = await directory.ListAsync(Caller.Agency, Stop);
        Owners = [.. known.OrderBy(p => p.Name, StringComparer.CurrentCulture).Select(p => new Choice(p.Actor, p.Name))];
        if (Record is { Owner: { } owner, OwnerAgency: { } agency } && !Owners.Any(o => o.Value == owner))
        {
            Owners = [new Choice(owner, Who(owner, agency)), .. Owners];
        }
    }
}
