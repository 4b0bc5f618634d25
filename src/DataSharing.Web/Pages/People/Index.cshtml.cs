using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.People;

/// <summary>Who has signed in: of the own agency for its administrators, of any for the partnership's.</summary>
public sealed class IndexModel(PeopleDirectory people, AgencyNames agencies, DirectoryLooks looks) : PlatformPage
{
    [BindProperty(SupportsGet = true)]
    public string? Agency { get; set; }

    public IReadOnlyList<Choice> Agencies { get; private set; } = [];

    public IReadOnlyList<KnownPerson> People { get; private set; } = [];

    public string AgencyName { get; private set; } = "";

    public bool IsSuspended(KnownPerson person) => Head.Head.SuspendedActors.Contains(person.Actor, StringComparer.Ordinal);

    public IEnumerable<string> PartnershipRolesOf(KnownPerson person) =>
        Head
            .Head.RoleGrants.Where(grant => string.Equals(grant.Actor, person.Actor, StringComparison.Ordinal))
            .Select(grant => PartnershipRole(grant.Role));

    public async Task<IActionResult> OnGetAsync()
    {
        var names = await agencies.AllAsync(Head, Stop);
        var agency = Caller.Agency;
        if (Caller.Has(PartnershipRoles.Admin))
        {
            Agencies = [.. names.Select(n => new Choice(n.Key.Value, n.Value)).OrderBy(choice => choice.Text, StringComparer.Ordinal)];
            if (AgencyId.TryParse(Agency, out var chosen) && names.ContainsKey(chosen))
            {
                agency = chosen;
            }
        }

        Agency = agency.Value;
        AgencyName = names.GetValueOrDefault(agency, agency.Value);
        var found = await people.ListAsync(agency, Stop);
        // INVARIANT: the look is in the log before the answer leaves.
        await looks.RecordAsync(Caller, "person.listed", $"agency:{agency.Value}", found.Count, Stop);
        People = found;
        return Page();
    }

    public static string PartnershipRole(string role) =>
        role switch
        {
            "partnership.admin" => "Partnership administrator",
            "partnership.ig" => "Partnership information governance",
            "panel.chair" => "Panel chair",
            "witness" => "Witness of the log",
            _ => UkText.Words(role),
        };
}
