using DataSharing.Disposal;
using DataSharing.Partnership;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Audit;

/// <summary>The agency's disposals, newest first, and a form to propose one.</summary>
public sealed class DisposalsModel(DisposalViews views, DisposalService service, PeopleDirectory people, CursorProtector cursors)
    : PlatformPage
{
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    [BindProperty]
    public string? Record { get; set; }

    [BindProperty]
    public string? Ground { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    public string? Next { get; private set; }

    public static IReadOnlyList<Choice> Grounds { get; } = [.. DisposalGround.All.Select(ground => new Choice(ground.Code, ground.Title))];

    public async Task<IActionResult> OnGetAsync()
    {
        var scope = new CursorScope(Caller.Actor, null, "pages/audit/disposals");
        var after = After is null ? null : await cursors.OpenAsync(After, scope, Stop);
        if (After is not null && after is null)
        {
            return NotFound();
        }

        var page = await views.ListAsync(Caller, null, after, Stop);
        var names = await people.NamesOfAsync(page.Lines.Select(line => line.Record.ProposedBy), Stop);
        Lines =
        [
            .. page.Lines.Select(line =>
            {
                var (state, colour) = DisposalWords.Tag(line.Record.State);
                var by = names.GetValueOrDefault(line.Record.ProposedBy, ActorWords.NobodyKnown);
                return new Line(line.Id, line.Record.ProposedAt, by, DisposalWords.Ground(line.Record.Ground), state, colour);
            }),
        ];
        Next = page.Next is null ? null : $"/app/audit/disposals?after={await cursors.ProtectAsync(page.Next, scope, Stop)}";
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Once() is not { } retry)
        {
            return Say(PageMessage.FormNotValid);
        }

        if (!RecordField.TryRead(Record, out var record))
        {
            ModelState.AddModelError(nameof(Record), RecordField.Error);
        }

        var ground = DisposalGround.Find(Ground);
        if (ground is null)
        {
            ModelState.AddModelError(nameof(Ground), "Choose a ground");
        }

        var reason = Reason?.ReplaceLineEndings(" ").Trim() ?? "";
        if (!DisposalInput.IsReason(reason))
        {
            ModelState.AddModelError(nameof(Reason), "Say why, in 10 to 1,000 characters");
        }

        if (!ModelState.IsValid || ground is null)
        {
            return await OnGetAsync();
        }

        switch (await service.ProposeAsync(Caller, record.ToString("D"), ground, reason, retry, Stop))
        {
            case DisposalOutcome.Done done:
                Notify("The disposal is proposed. Another officer has to confirm it.");
                return Redirect($"/app/audit/disposal/{done.Disposal.Id}");
            case DisposalOutcome.Held held:
                return Say(DisposalWords.Held(held.Codes, "/app/audit/disposals"));
            case DisposalOutcome.KeyReused:
                return Say(PageMessage.AlreadySent);
            default:
                ModelState.AddModelError(nameof(Record), "Your agency has recorded nothing under this id");
                return await OnGetAsync();
        }
    }

    public sealed record Line(string Id, DateTimeOffset At, string By, string Ground, string State, string Colour);
}
