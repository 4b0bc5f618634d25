using DataSharing.Disruption;
using DataSharing.Partnership;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Deployments;

/// <summary>Records something that happened without a change of state.</summary>
public sealed class HappenedModel(DeploymentService deployments, PeopleDirectory people, AgencyNames agencies)
    : DeploymentPage(deployments, people, agencies)
{
    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public DateParts On { get; set; } = new();

    [BindProperty]
    public string? Note { get; set; }

    [BindProperty]
    public MomentParts HearingAt { get; set; } = new();

    [BindProperty]
    public MomentParts ExpiresAt { get; set; } = new();

    [BindProperty]
    public string? Outcome { get; set; }

    [BindProperty]
    public TermsForm Terms { get; set; } = new();

    public IReadOnlyList<Choice> Kinds =>
        [
            .. Enum.GetValues<EventKind>()
                .Where(kind => EventRules.MayHappen(kind, Record.State))
                .Select(kind => new Choice(kind.ToString(), DeploymentWords.Event(kind))),
        ];

    public static IReadOnlyList<Choice> Outcomes { get; } =
    [new("allowed", "Allowed"), new("dismissed", "Dismissed"), new("withdrawn", "Withdrawn")];

    public async Task<IActionResult> OnGetAsync(Guid id) => await OpenAsync(id) ?? (Deployment.MayAct ? Page() : Redirect(Address(id)));

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        if (await OpenAsync(id) is { } instead)
        {
            return instead;
        }

        if (Once() is not { } retry || SentVersion() is not { } version)
        {
            return Say(PageMessage.FormNotValid);
        }

        if (!Enum.TryParse<EventKind>(Kind, out var kind) || !Enum.IsDefined(kind))
        {
            ModelState.AddModelError(nameof(Kind), "Choose what happened");
            return Page();
        }

        var on = On.Read(ModelState, nameof(On), "the date that it happened");
        var draft = new EventDraft(kind, on ?? default)
        {
            Note = string.IsNullOrWhiteSpace(Note) ? null : Note.Trim(),
            HearingAt = kind is EventKind.HearingListed or EventKind.HearingAdjourned
                ? HearingAt.Read(ModelState, nameof(HearingAt), "the date of the hearing")
                : null,
            ExpiresAt =
                kind == EventKind.VariationMade ? ExpiresAt.Read(ModelState, nameof(ExpiresAt), "the new end", endOfDay: true) : null,
            Terms = kind == EventKind.VariationMade ? Terms.Read() : null,
            Outcome = kind == EventKind.AppealDecided && !string.IsNullOrEmpty(Outcome) ? Outcome : null,
        };
        return ModelState.IsValid
            ? Answer(
                id,
                await Deployments.RecordEventAsync(Caller, Head, id.ToString("D"), version, draft, retry, Stop),
                $"{DeploymentWords.Event(kind)}: this is now recorded.",
                FieldOf
            )
            : Page();
    }

    private static string? FieldOf(string member) =>
        member switch
        {
            "kind" => nameof(Kind),
            "on" => nameof(On),
            "note" => nameof(Note),
            "hearingAt" => "HearingAt.Date",
            "expiresAt" => "ExpiresAt.Date",
            "outcome" => nameof(Outcome),
            "terms" => "Terms.Prohibitions",
            _ => null,
        };
}
