using DataSharing.Disruption;
using DataSharing.Partnership;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Deployments;

/// <summary>Takes a deployment to another state, asking for what entering it needs.</summary>
public sealed class StepModel(DeploymentService deployments, PeopleDirectory people, AgencyNames agencies)
    : DeploymentPage(deployments, people, agencies)
{
    public DeploymentState Target { get; private set; }

    [BindProperty]
    public StepForm Form { get; set; } = new();

    public IReadOnlyList<StepField> Fields => StepFields.Of(Record, Target);

    public async Task<IActionResult> OnGetAsync(Guid id, string? to)
    {
        if (await OpenAsync(id) is { } instead)
        {
            return instead;
        }

        return DeploymentStates.TryParse(to, out var state) && Deployment.Next.Any(n => n.To == state && n.Blocked.Count == 0)
            ? Show(state)
            : Redirect(Address(id));
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? to)
    {
        if (await OpenAsync(id) is { } instead)
        {
            return instead;
        }

        if (!DeploymentStates.TryParse(to, out var state))
        {
            return NotFound();
        }

        Target = state;
        if (Once() is not { } retry || SentVersion() is not { } version)
        {
            return Say(PageMessage.FormNotValid);
        }

        var draft = Form.Read(state, Fields, ModelState);
        return ModelState.IsValid
            ? Answer(
                id,
                await Deployments.TransitionAsync(Caller, Head, id.ToString("D"), version, draft, retry, Stop),
                $"{DeploymentWords.State(state).Text}: this is now recorded.",
                StepForm.FieldOf
            )
            : Page();
    }

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Show(DeploymentState state)
    {
        Target = state;
        return Page();
    }
}
