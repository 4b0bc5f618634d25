using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Agreements;

/// <summary>How far a simulation of the officer's agency has come, and what came of it: counts, and nobody by name.</summary>
public sealed class SimulationModel(DraftSimulations simulations, AgencyNames agencies) : PlatformPage
{
    private IReadOnlyDictionary<AgencyId, string> names = new Dictionary<AgencyId, string>();

    public SimulationRecord Run
    {
        get => field ?? throw NotOpened();
        private set;
    }

    /// <summary>Most people first.</summary>
    public IReadOnlyList<SimulatedLine> Lines { get; private set; } = [];

    /// <summary>What came of it, in a sentence.</summary>
    public string Sum =>
        Run.DecisionsChanged == 0
            ? "Nothing would have come out differently."
            : $"{UkText.Count(Run.DecisionsChanged, "decision", "decisions")} would have come out differently, about {UkText.Count(Run.PeopleChanged, "person or other subject", "people or other subjects")}.";

    public async Task<IActionResult> OnGetAsync(Guid simulation)
    {
        if (!Caller.Has(AgencyRoles.IgOfficer))
        {
            return await ForbidAsync();
        }

        var (found, _) = await simulations.ReadAsync(Caller, simulation.ToString("D"), Stop);
        if (found is null)
        {
            return NotFound();
        }

        (Run, names) = (found, await agencies.AllAsync(Head, Stop));
        if (found.State == SimulationState.Finished)
        {
            Lines = [.. found.Lines.OrderByDescending(line => line.People).ThenByDescending(line => line.Decisions)];
        }

        return Page();
    }

    public string NameOf(AgencyId agency)
    {
        ArgumentNullException.ThrowIfNull(agency);
        return names.GetValueOrDefault(agency, agency.Value);
    }

    public static string KindOf(SimulatedChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return UkText.Words(change.SubjectKind.ToString()).ToLowerInvariant();
    }

    public static string ModeOf(SimulatedChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return change.Mode == "existence" ? "That a record is held" : "What the record says";
    }

    public static string WordsOf(SimulatedChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return change.Kind switch
        {
            SimulatedChangeKind.PermitToRefuse => "Was permitted, would be refused",
            SimulatedChangeKind.RefuseToPermit => "Was refused, would be permitted",
            _ => "Permitted, on other terms",
        };
    }
}
