using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Agreements;

/// <summary>The agreements that the caller may see, and how each version stands.</summary>
public sealed class IndexModel(AgreementRegistry registry, AgencyNames agencies) : PlatformPage
{
    private IReadOnlyDictionary<AgencyId, string> names = new Dictionary<AgencyId, string>();

    public IReadOnlyList<AgreementRecord> Lines { get; private set; } = [];

    public bool SeesAll => Caller.Has(PartnershipRoles.Admin);

    public async Task<IActionResult> OnGetAsync()
    {
        names = await agencies.AllAsync(Head, Stop);
        Lines = [.. (await registry.ListAsync(Caller, Stop)).Select(item => item.Record)];
        return Page();
    }

    public string NameOf(AgencyId agency)
    {
        ArgumentNullException.ThrowIfNull(agency);
        return names.GetValueOrDefault(agency, agency.Value);
    }

    public string UnsignedOf(AgreementRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        string[] missing = [.. record.Parties.Where(party => record.Signatures.All(given => given.Agency != party)).Select(NameOf)];
        return missing.Length == 0 ? "Every party has signed" : UkText.And(missing);
    }
}
