using DataSharing.Disruption;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Web.Pages.Parts;
using DataSharing.Web.Pages.Tactics;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Deployments;

/// <summary>Proposes a tactic against a subject: one question a page, the answers in the form itself, and nothing saved before the last.</summary>
public sealed class ProposeModel(
    TacticCatalogue catalogue,
    SubjectReader subjects,
    DeploymentService deployments,
    AgencyNames agencies,
    TimeProvider time
) : PlatformPage
{
    public static readonly string[] Steps = ["theme", "tactic", "others", "objective", "conflicts", "check"];

    private SubjectView? subject;

    [BindProperty(SupportsGet = true)]
    public Guid About { get; set; }

    /// <summary>The question that was answered.</summary>
    [BindProperty]
    public string Step { get; set; } = Steps[0];

    /// <summary>The question to go to instead of the next.</summary>
    [BindProperty]
    public string? Go { get; set; }

    [BindProperty]
    public string? Theme { get; set; }

    [BindProperty]
    public string? Tactic { get; set; }

    [BindProperty]
    public IReadOnlyList<string> Targets { get; set; } = [];

    [BindProperty]
    public IReadOnlyList<string> Protected { get; set; } = [];

    [BindProperty]
    public string? Objective { get; set; }

    [BindProperty]
    public IReadOnlyList<string> Conflicts { get; set; } = [];

    public SubjectView Subject => subject ?? throw new InvalidOperationException("The page is shown for a subject that was opened.");

    public TacticEntry? Chosen => catalogue.Find(Tactic);

    public IReadOnlyList<string> Refusals { get; private set; } = [];

    /// <summary>Other agencies by name.</summary>
    public IReadOnlyList<Choice> Agencies { get; private set; } = [];

    public IReadOnlyList<Choice> Themes =>
        [
            .. Selectable
                .GroupBy(t => t.Theme, StringComparer.Ordinal)
                .Select(g => new Choice(g.Key, TacticWords.Theme(g.Key), UkText.Count(g.Count(), "tactic")))
                .OrderBy(c => c.Text, StringComparer.Ordinal),
        ];

    public IReadOnlyList<Choice> Tactics =>
        [
            .. Selectable
                .Where(t => t.Theme == Theme)
                .OrderBy(t => t.Title, StringComparer.CurrentCulture)
                .Select(t => new Choice(t.Id, t.Title, Hint(t))),
        ];

    /// <summary>Records that the subject is linked to and the viewer may see, each once.</summary>
    public IReadOnlyList<SubjectLabel> Linked =>
        [
            .. Subject
                .Links.Select(l => l.Other)
                .DistinctBy(o => o.Id, StringComparer.Ordinal)
                .OrderBy(o => o.Kind)
                .ThenBy(o => o.Name, StringComparer.CurrentCulture),
        ];

    public IReadOnlyList<Choice> MayTarget =>
        [
            new Choice(Subject.Id, Subject.Particulars.Name, UkText.Kind(Subject.Kind)),
            .. Linked.Where(l => Chosen?.Takes(l.Kind) ?? false).Select(l => new Choice(l.Id, l.Name, Describe(l))),
        ];

    public IReadOnlyList<Choice> MayProtect =>
        [
            .. new[]
            {
                new SubjectLabel(
                    Subject.Id,
                    Subject.Kind,
                    Subject.Particulars.Name,
                    Subject.Particulars.DateOfBirth,
                    Subject.AgeYears < 18
                ),
            }
                .Concat(Linked)
                .Where(l => l.Kind == SubjectKind.Person)
                .Select(l => new Choice(l.Id, l.Name, Describe(l))),
        ];

    private string Scope => $"subject:{About:D}";

    private IEnumerable<TacticEntry> Selectable =>
        catalogue
            .SelectableOn(LondonCalendar.DateOf(time.GetUtcNow()))
            .Where(t => t.Takes(Subject.Kind) || Subject.Kind == SubjectKind.Person);

    public string NameOf(string id) => id == Subject.Id ? Subject.Particulars.Name : Linked.FirstOrDefault(l => l.Id == id)?.Name ?? "";

    public async Task<IActionResult> OnGetAsync() => await OpenAsync() ?? Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await OpenAsync() is { } instead)
        {
            return instead;
        }

        if (Go is { } go && Steps.Contains(go, StringComparer.Ordinal))
        {
            return Show(go);
        }

        var at = Array.IndexOf(Steps, Step);
        if (at < 0 || Fault(Step) is { } fault && Add(fault))
        {
            return Page();
        }

        return Step == "check" ? await ProposeAsync() : Show(Steps[at + 1]);
    }

    private async Task<IActionResult?> OpenAsync()
    {
        if (Stated(Scope) is not { } access)
        {
            return AskAccess(Scope, $"/app/deployments/propose?about={About:D}");
        }

        if (await subjects.ReadAsync(Caller, Head, About.ToString("D"), access, Stop) is not ReadSubjectOutcome.Found found)
        {
            return NotFound();
        }

        subject = found.View;
        var names = await agencies.AllAsync(Head, Stop);
        Agencies =
        [
            .. names
                .Where(a => a.Key != Caller.Agency)
                .Select(a => new Choice(a.Key.Value, a.Value))
                .OrderBy(c => c.Text, StringComparer.CurrentCulture),
        ];
        return null;
    }

    private async Task<IActionResult> ProposeAsync()
    {
        if (Once() is not { } retry || Stated(Scope) is not { } access || Chosen is not { } tactic)
        {
            return Say(PageMessage.FormNotValid);
        }

        var reached = Targets
            .Select(t => new SubjectInRole(t, SubjectRole.Target))
            .Concat(
                Protected.Where(p => !Targets.Contains(p, StringComparer.Ordinal)).Select(p => new SubjectInRole(p, SubjectRole.Protected))
            );
        var draft = new DeploymentDraft(tactic.Id, [.. reached], access.Purpose, Objective?.Trim() ?? "")
        {
            Owner = Caller.Actor,
            ExcludedAgencies = [.. Conflicts.Where(c => Agencies.Any(a => a.Value == c)).Select(AgencyId.Parse)],
        };
        switch (await deployments.ProposeAsync(Caller, Head, draft, retry, Stop))
        {
            case DeploymentOutcome.Done done:
                // Why they look at the tactic is why they looked at the record that it is about.
                HttpContext
                    .RequestServices.GetRequiredService<PageAccess>()
                    .State(HttpContext, DeploymentPage.Scope(Guid.Parse(done.View.Id)), access);
                Notify("The tactic is proposed. You carry it forward.");
                return Redirect(DeploymentPage.Address(Guid.Parse(done.View.Id)));
            case DeploymentOutcome.Refused refused:
                Refusals = [.. refused.Reasons.Select(r => r.Detail)];
                foreach (var reason in Refusals)
                {
                    ModelState.AddModelError("", reason);
                }

                return Page();
            case DeploymentOutcome.KeyReused:
                return Say(PageMessage.AlreadySent);
            default:
                return NotFound();
        }
    }

    private (string Field, string Text)? Fault(string step) =>
        step switch
        {
            "theme" when !Themes.Any(t => t.Value == Theme) => (nameof(Theme), "Choose a theme"),
            "tactic" when !Tactics.Any(t => t.Value == Tactic) => (nameof(Tactic), "Choose a tactic"),
            "others" when Targets.Count == 0 || Targets.Any(t => !MayTarget.Any(c => c.Value == t)) => (
                nameof(Targets),
                "Choose whom or what it is used on"
            ),
            "others" when Protected.Any(p => !MayProtect.Any(c => c.Value == p)) => (nameof(Protected), "Choose from the people listed"),
            "objective" when string.IsNullOrWhiteSpace(Objective) => (nameof(Objective), "Say what it is meant to achieve"),
            _ => null,
        };

    private bool Add((string Field, string Text) fault)
    {
        ModelState.AddModelError(fault.Field, fault.Text);
        return true;
    }

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Show(string step)
    {
        // A tactic of another theme is no longer chosen; a target that the tactic does not take is none.
        if (Chosen is { } tactic && tactic.Theme != Theme)
        {
            Tactic = null;
        }

        if (
            step == "others"
            && Targets.Count == 0
            && (Chosen?.Takes(Subject.Kind) ?? false)
            && !(Subject.AgeYears < 18 && Chosen.Enforcement)
        )
        {
            Targets = [Subject.Id];
        }

        Step = step;
        ModelState.Clear();
        return Page();
    }

    private static string Hint(TacticEntry tactic)
    {
        var parts = new[]
        {
            TacticWords.Route(tactic.Route),
            tactic.RequiresPanelApproval ? "the panel decides" : null,
            tactic.Status.NeedsLegalSignOff ? "a lawyer has to clear it" : null,
            tactic.IsVerified ? null : "law not verified",
        };
        return string.Join(", ", parts.OfType<string>());
    }

    private static string Describe(SubjectLabel label) =>
        label.UnderEighteen ? $"{UkText.Kind(label.Kind)}, a child" : UkText.Kind(label.Kind);
}
