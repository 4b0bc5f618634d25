using DataSharing.Disposal;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Audit;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Record;

/// <summary>The erasures that the person proposed, and what became of them. Names nobody, so it asks for no reason.</summary>
public sealed class ProposedModel(DisposalViews views, CursorProtector cursors) : PlatformPage
{
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        var scope = new CursorScope(Caller.Actor, null, "pages/record/proposed");
        var after = After is null ? null : await cursors.OpenAsync(After, scope, Stop);
        if (After is not null && after is null)
        {
            return NotFound();
        }

        var page = await views.ListOwnAsync(Caller, after, Stop);
        Lines =
        [
            .. page.Lines.Select(line =>
            {
                var (state, colour) = DisposalWords.Tag(line.Record.State);
                // What is erased cannot be opened.
                var record = line.Record.State is DisposalState.Proposed or DisposalState.Declined ? line.Record.SubjectId : null;
                return new Line(line.Record.ProposedAt, DisposalWords.Ground(line.Record.Ground), state, colour, record);
            }),
        ];
        Next = page.Next is null ? null : $"/app/record/proposed?after={await cursors.ProtectAsync(page.Next, scope, Stop)}";
        return Page();
    }

    /// <param name="At">When it was proposed.</param>
    /// <param name="Ground">As people read it.</param>
    /// <param name="State">As people read it.</param>
    /// <param name="Colour">Of the tag.</param>
    /// <param name="SubjectId">Null once it is erased.</param>
    public sealed record Line(DateTimeOffset At, string Ground, string State, string Colour, string? SubjectId);
}
