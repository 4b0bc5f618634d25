using System.Globalization;
using DataSharing.Panels;
using DataSharing.Web.Pages.Panels;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Meetings;

/// <summary>One action: whose it is, how it stands, and what became of it.</summary>
public sealed class ProgressModel(MeetingReader reader, Seats seats, ActionService actions) : MeetingPage(reader, seats)
{
    private ActionView? shown;

    [BindProperty]
    public string? Status { get; set; }

    [BindProperty]
    public DateParts On { get; set; } = new();

    [BindProperty]
    public string? Note { get; set; }

    [BindProperty]
    public string? Escalation { get; set; }

    public ActionView Shown => shown ?? throw new InvalidOperationException("The page is shown for an action that was found.");

    public (string Text, string Colour) Standing => PanelWords.Status(Shown.Record.Status);

    public ItemView? About => Meeting.Items.FirstOrDefault(i => i.Id == Shown.Record.ItemId);

    public bool MaySay => Meeting.Seat.MayKeep || Shown.Record.OwnerAgency == Caller.Agency;

    public IReadOnlyList<Choice> Levels => PanelWords.LevelsFrom(Shown.Record.Escalation);

    /// <summary>Newest first.</summary>
    public IReadOnlyList<TimelineItem> History =>
        [
            .. Shown
                .Record.Steps.Select(
                    (step, i) =>
                        new TimelineItem(
                            step.On.UkDate(),
                            step.Escalation == EscalationLevel.None
                                ? PanelWords.Status(step.Status).Text
                                : $"{PanelWords.Status(step.Status).Text}, taken up with {LowerFirst(PanelWords.Escalation(step.Escalation))}",
                            Shown.Notes.GetValueOrDefault(i.ToString(CultureInfo.InvariantCulture)),
                            Names.Person(step.By)
                        )
                )
                .Reverse(),
            new TimelineItem(Shown.Record.AddedAt.UkDate(), "Given by the panel"),
        ];

    public async Task<IActionResult> OnGetAsync(Guid id, Guid action)
    {
        if (await FindAsync(id, action) is { } instead)
        {
            return instead;
        }

        (Version, Status, Escalation) = (Shown.Version.ToString(), Shown.Record.Status.ToString(), Shown.Record.Escalation.ToString());
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, Guid action)
    {
        if (await FindAsync(id, action) is { } instead)
        {
            return instead;
        }

        if (SentVersion() is not { } version)
        {
            return Say(PageMessage.FormNotValid);
        }

        if (!Enum.TryParse<ActionStatus>(Status, out var status) || !Enum.IsDefined(status))
        {
            ModelState.AddModelError(nameof(Status), "Choose how it stands");
        }

        EscalationLevel? level = Enum.TryParse<EscalationLevel>(Escalation, out var chosen) && Enum.IsDefined(chosen) ? chosen : null;
        var on = On.Read(ModelState, nameof(On), "the day", required: false);
        PanelForm.Words(ModelState, nameof(Note), Note, 2_000, null);
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var change = new ActionChange(status, level, on, PanelForm.OrNull(Note));
        return await AnswerAsync(
            await actions.ChangeAsync(Caller, Head, Meeting.Id, Shown.Id, version, change, Access, Stop),
            "Progress is recorded.",
            done => $"{Address(Meeting.Id)}/actions/{done.Id}",
            member =>
                member switch
                {
                    "note" => nameof(Note),
                    "on" => nameof(On),
                    "escalation" => nameof(Escalation),
                    _ => null,
                }
        );
    }

    private async Task<IActionResult?> FindAsync(Guid id, Guid action)
    {
        if (await OpenAsync(id) is { } instead)
        {
            return instead;
        }

        shown = Meeting.Actions.FirstOrDefault(a => a.Id == action.ToString("D"));
        return shown is null ? NotFound() : null;
    }

    private static string LowerFirst(string text) => char.ToLowerInvariant(text[0]) + text[1..];
}
