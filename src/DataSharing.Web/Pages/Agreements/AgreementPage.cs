using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Partnership;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Agreements;

/// <summary>A page about one version of an agreement. Whoever may not see it is told the same as where there is none.</summary>
public abstract class AgreementPage(AgreementRegistry registry, AgencyNames agencies) : PlatformPage
{
    private IReadOnlyDictionary<AgencyId, string> names = new Dictionary<AgencyId, string>();

    [BindProperty(SupportsGet = true, Name = "id")]
    public string Id { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "version")]
    public int Number { get; set; }

    public Versioned<AgreementRecord> Found
    {
        get => field ?? throw NotOpened();
        private set;
    }

    public AgreementRecord Record => Found.Record;

    public AgreementDocument Document
    {
        get => field ?? throw NotOpened();
        private set;
    }

    public Agreement Agreement => Document.Agreement;

    /// <summary>The version's own address under these pages.</summary>
    public string At(string page) => AgreementWords.PathOf(page, Record.Id, Record.Version);

    public string NameOf(AgencyId agency)
    {
        ArgumentNullException.ThrowIfNull(agency);
        return names.GetValueOrDefault(agency, agency.Value);
    }

    /// <summary>False: answer "not found".</summary>
    protected async ValueTask<bool> OpenAsync()
    {
        if (
            !AgreementId.TryParse(Id, out var id)
            || Number is < 1 or > 9999
            || await registry.FindAsync(Caller, id, Number, Stop) is not { } found
            || await registry.FindDocumentAsync(Caller, id, Number, Stop) is not { } document
        )
        {
            return false;
        }

        (Found, Document) = (found, document);
        names = await agencies.AllAsync(Head, Stop);
        return true;
    }
}
