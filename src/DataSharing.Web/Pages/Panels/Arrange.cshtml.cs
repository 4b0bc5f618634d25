using DataSharing.Audit;
using DataSharing.Panels;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Panels;

/// <summary>Plans a meeting of a panel.</summary>
public sealed class ArrangeModel(PanelRegister panels, MeetingRegister meetings) : PanelAnswering
{
    private PanelView? view;
    private StatedAccess? access;

    [BindProperty]
    public MeetingForm Form { get; set; } = new();

    public PanelView Panel => view ?? throw new InvalidOperationException("The page is shown for a panel that was opened.");

    public async Task<IActionResult> OnGetAsync(Guid id) => await OpenAsync(id) ?? Page();

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        if (await OpenAsync(id) is { } instead)
        {
            return instead;
        }

        if (Once() is not { } retry || access is not { } stated)
        {
            return Say(PageMessage.FormNotValid);
        }

        if (Form.Read(ModelState, nameof(Form)) is not { } draft)
        {
            return Page();
        }

        return await AnswerAsync(
            await meetings.ArrangeAsync(Caller, Panel.Id, draft, stated, retry, Stop),
            "The meeting is planned.",
            line => $"/app/meetings/{line.Id}",
            MeetingForm.FieldOf
        );
    }

    private async Task<IActionResult?> OpenAsync(Guid id)
    {
        access = Stated(IndexModel.Scope);
        if (access is null)
        {
            return AskAccess(IndexModel.Scope, $"/app/panels/{id:D}/arrange");
        }

        if (await panels.FindAsync(Caller, id.ToString("D"), Stop) is not PanelOutcome<PanelView>.Done done)
        {
            return NotFound();
        }

        view = done.Value;
        return Panel.Seat.MayKeep ? null : await ForbidAsync();
    }
}
