using System.Globalization;
using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Agreements;

/// <summary>Starts running a version against the agency's own past decisions; <see cref="SimulationModel"/> shows how far it has come.</summary>
public sealed class SimulateModel(AgreementRegistry registry, AgencyNames agencies, DraftSimulations simulations)
    : AgreementPage(registry, agencies)
{
    /// <summary>How many days back.</summary>
    [BindProperty]
    public string? Days { get; set; }

    public static IReadOnlyList<Choice> Spans { get; } =
    [new("7", "The last 7 days"), new("30", "The last 30 days"), new("90", "The last 90 days"), new("365", "The last year")];

    private bool MayTry => Caller.Has(AgencyRoles.IgOfficer);

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await OpenAsync())
        {
            return NotFound();
        }

        Days = "30";
        return MayTry ? Page() : await ForbidAsync();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await OpenAsync())
        {
            return NotFound();
        }

        if (!MayTry)
        {
            return await ForbidAsync();
        }

        if (Once() is not { } retry)
        {
            return Say(PageMessage.FormNotValid);
        }

        if (Spans.All(span => span.Value != Days))
        {
            ModelState.AddModelError(nameof(Days), "Choose which decisions");
            return Page();
        }

        var days = int.Parse(Days ?? "", CultureInfo.InvariantCulture);
        return await simulations.StartAsync(Caller, Record.Id, Record.Version, days, retry, Stop) switch
        {
            StartSimulationOutcome.Started started => Redirect($"/app/agreements/simulation/{started.Simulation.Id}"),
            StartSimulationOutcome.KeyReused => Say(PageMessage.AlreadySent),
            _ => NotFound(),
        };
    }
}
