using System.Text;
using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Audit;

/// <summary>What the pages of an entry need from the platform.</summary>
public sealed record EntryServices(
    AuditInquiries Inquiries,
    LogEntries Entries,
    LogReader Log,
    LogOverviewReader Overview,
    PeopleDirectory People,
    AgencyNames Agencies,
    PageNavigation Navigation
);

/// <summary>One entry of the log, as far as the officer may read it, with its proof. Whose it may be, the page that derives from this asks.</summary>
public abstract class EntryPage(EntryServices services) : PlatformPage
{
    private IReadOnlyDictionary<AgencyId, string> agencies = new Dictionary<AgencyId, string>();

    public LoggedEntry Logged
    {
        get => field ?? throw NotOpened();
        private set;
    }

    public AuditEntry Entry => Logged.Entry;

    public string Who { get; private set; } = "";

    /// <summary>Null while no checkpoint covers the entry.</summary>
    public EntryProof? Proof { get; private set; }

    /// <summary>Whether this officer may read what the actor wrote, where anything was written.</summary>
    public abstract bool MayHaveWords { get; }

    /// <summary>Whether the officer may have the decision made again.</summary>
    public virtual bool MayReplay => MayHaveWords;

    /// <summary>The page itself, without the index.</summary>
    protected abstract string Here { get; }

    protected EntryServices Services => services;

    public async Task<IActionResult> OnGetAsync(long index)
    {
        if (index < 0 || await FindAsync(index) is not { } found)
        {
            return NotFound();
        }

        Logged = found;
        Who = EntryLine.WhoOf(Entry, await services.People.NamesOfAsync([Entry.Actor], Stop));
        agencies = await services.Agencies.AllAsync(Head, Stop);
        Proof = await EntryProof.OfAsync(services.Log, services.Overview, index, $"{Here}/{index}", Stop);
        return Page();
    }

    /// <summary>The entry byte for byte, to be held against its proof. Taking it is an act of its own.</summary>
    public async Task<IActionResult> OnGetLeafAsync(long index) =>
        index >= 0 && await LeafAsync(index) is { } bytes
            ? File(bytes.ToArray(), "application/octet-stream", $"entry-{index}")
            : NotFound();

    /// <summary>The proof as a file. Anybody may have it; here so that it has a name.</summary>
    public async Task<IActionResult> OnGetProofAsync(long index) =>
        index >= 0 && await services.Log.ProveAsync(index, Stop) is { } proof
            ? File(Encoding.UTF8.GetBytes(proof.ToString()), "text/plain; charset=utf-8", $"proof-{index}")
            : NotFound();

    public string AgencyOf(AgencyId id) => agencies.GetValueOrDefault(id, id.Value);

    public static string ReasonOf(string code) =>
        RefusalReasons.Listed.FirstOrDefault(reason => reason.Code == code).Sentence ?? UkText.Words(code);

    /// <summary>Where a record can be opened; null where there is no page for its kind, or none that the officer may open.</summary>
    public string? HrefOf(string record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.Split(':') switch
        {
            ["agency", var id] when services.Navigation.Opens(HttpContext, "/app/agencies/one/{id}") => $"/app/agencies/one/{id}",
            ["agreement", var id, var version] => $"/app/agreements/one/{id}/{version}",
            _ => null,
        };
    }

    /// <summary>The entry; null alike where there is none and where it is not this officer's to read. The look is recorded.</summary>
    protected abstract ValueTask<LoggedEntry?> FindAsync(long index);

    /// <summary>Its bytes; likewise.</summary>
    protected abstract ValueTask<ReadOnlyMemory<byte>?> LeafAsync(long index);
}
