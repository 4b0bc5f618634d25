using DataSharing.Agreements;
using DataSharing.Identity;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Agreements;

/// <summary>The agreements that the caller may see, how each fares, and who must do what next.</summary>
public sealed class IndexModel(AgreementHealthCheck health, AgencyNames agencies) : PlatformPage
{
    private IReadOnlyDictionary<AgencyId, string> names = new Dictionary<AgencyId, string>();

    /// <summary>In force, or meant to be; what waits for somebody comes first.</summary>
    public IReadOnlyList<AgreementHealth> Lines { get; private set; } = [];

    /// <summary>Versions of which nothing more will become.</summary>
    public IReadOnlyList<AgreementRecord> Over { get; private set; } = [];

    public bool SeesAll => Caller.Has(PartnershipRoles.Admin);

    public async Task<IActionResult> OnGetAsync()
    {
        names = await agencies.AllAsync(Head, Stop);
        var (found, over) = await health.ListAsync(Caller, Stop);
        Lines =
        [
            .. found
                .OrderByDescending(fares => fares.Warnings.Count > 0 || AgreementWords.Next(fares, NameOf).Count > 0)
                .ThenBy(fares => fares.Record.Title, StringComparer.Ordinal)
                .ThenByDescending(fares => fares.Record.Version),
        ];
        Over = over;
        return Page();
    }

    public string NameOf(AgencyId agency)
    {
        ArgumentNullException.ThrowIfNull(agency);
        return names.GetValueOrDefault(agency, agency.Value);
    }

    /// <summary>How many findings rest on law that nobody has verified.</summary>
    public static int Unverified(AgreementHealth fares)
    {
        ArgumentNullException.ThrowIfNull(fares);
        return fares.Reviewed.Findings.Count(finding => finding.Source.Certainty == LawCertainty.Unverified);
    }
}
