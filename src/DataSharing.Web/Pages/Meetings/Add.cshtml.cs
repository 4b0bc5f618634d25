using DataSharing.Disruption;
using DataSharing.Panels;
using DataSharing.Web.Pages.Deployments;
using DataSharing.Web.Pages.Panels;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Meetings;

/// <summary>Puts a tactic or something else on the agenda.</summary>
public sealed class AddModel(MeetingReader reader, Seats seats, AgendaService agenda, DeploymentBoard board) : MeetingPage(reader, seats)
{
    private static readonly DeploymentState[] Live = [.. Enum.GetValues<DeploymentState>().Where(DeploymentStates.IsLive)];

    [BindProperty]
    public ItemForm Form { get; set; } = new();

    [BindProperty]
    public string? Tactic { get; set; }

    /// <summary>Those that wait for the panel first.</summary>
    public IReadOnlyList<Choice> Tactics { get; private set; } = [];

    public IReadOnlyList<Choice> PresentingAgencies => AgenciesWhere(a => a != Caller.Agency);

    public IReadOnlyList<Choice> MayBeInvited => MembersWhere(m => m.Role == PanelRole.ByItem);

    public async Task<IActionResult> OnGetAsync(Guid id) => await OpenToAddAsync(id) ?? Page();

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        if (await OpenToAddAsync(id) is { } instead)
        {
            return instead;
        }

        if (Once() is not { } retry)
        {
            return Say(PageMessage.FormNotValid);
        }

        if (Form.Read(ModelState) is not { } draft)
        {
            return Page();
        }

        var chosen = Tactics.FirstOrDefault(t => t.Value == Tactic)?.Value;
        return await AnswerAsync(
            await agenda.AddAsync(Caller, Head, Meeting.Id, draft with { DeploymentId = chosen }, Access, retry, Stop),
            "The item is on the agenda.",
            ItemAddress,
            ItemForm.FieldOf
        );
    }

    private async Task<IActionResult?> OpenToAddAsync(Guid id)
    {
        if (await OpenAsync(id) is { } instead)
        {
            return instead;
        }

        if (!Meeting.Seat.SeesAll)
        {
            return await ForbidAsync();
        }

        if (Meeting.Record.Closed)
        {
            return Redirect(Address(Meeting.Id));
        }

        var page = await board.SearchAsync(Caller, Head, new BoardFilter { States = Live }, Access, null, Stop);
        Tactics =
        [
            .. page
                .Lines.OrderByDescending(l => l.State == DeploymentState.PanelReview)
                .Select(l => new Choice(l.Id, $"{l.Title}, {IndexWords(l)} ({DeploymentWords.State(l.State).Text.ToLowerInvariant()})")),
        ];
        return null;
    }

    private static string IndexWords(BoardLine line) => Deployments.IndexModel.Subjects(line);
}
