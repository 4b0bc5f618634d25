using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Audit;

/// <summary>One entry of the log in full, as far as the officer may read it.</summary>
public sealed class EntryModel(AuditInquiries inquiries, PeopleDirectory people, AgencyNames agencies) : PlatformPage
{
    public LoggedEntry Logged
    {
        get => field ?? throw NotOpened();
        private set;
    }

    public AuditEntry Entry => Logged.Entry;

    public string Who { get; private set; } = "";

    public IReadOnlyDictionary<AgencyId, string> Agencies { get; private set; } = new Dictionary<AgencyId, string>();

    public bool IsOwn => Entry.Agency == Caller.Agency;

    public async Task<IActionResult> OnGetAsync(long index)
    {
        if (index < 0)
        {
            return NotFound();
        }

        var (found, _) = await inquiries.FindAsync(Caller, index, Stop);
        if (found is null)
        {
            return NotFound();
        }

        Logged = found;
        Who = EntryLine.WhoOf(Entry, await people.NamesOfAsync([Entry.Actor], Stop));
        Agencies = await agencies.AllAsync(Head, Stop);
        return Page();
    }

    public string AgencyOf(AgencyId id) => Agencies.GetValueOrDefault(id, id.Value);

    public static string ReasonOf(string code) =>
        RefusalReasons.Listed.FirstOrDefault(reason => reason.Code == code).Sentence ?? UkText.Words(code);

    /// <summary>Where a record can be opened; null where there is no page for its kind.</summary>
    public static string? HrefOf(string record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.Split(':') switch
        {
            ["agency", var id] => $"/app/agencies/one/{id}",
            ["agreement", var id, var version] => $"/app/agreements/one/{id}/{version}",
            _ => null,
        };
    }
}
