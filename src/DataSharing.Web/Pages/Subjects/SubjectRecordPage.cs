using DataSharing.Agreements;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Subjects;

/// <summary>What the pages of one record need from the platform.</summary>
public sealed record SubjectServices(
    SubjectReader Reader,
    AgencyNames Agencies,
    PurposesInForce Purposes,
    PeopleDirectory People,
    TimeProvider Time
);

/// <summary>
/// A page about one subject: asks why, reads what the caller may see, with its audit entry, and knows the names of agencies, categories and
/// people in it.
/// </summary>
public abstract class SubjectRecordPage(SubjectServices services) : PlatformPage
{
    private SubjectView? view;
    private IReadOnlyDictionary<AgencyId, string> agencies = new Dictionary<AgencyId, string>();
    private IReadOnlyDictionary<string, string> people = new Dictionary<string, string>(StringComparer.Ordinal);
    private IReadOnlyList<Agreement> agreements = [];

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public SubjectView View => view ?? throw new InvalidOperationException("The record has not been read.");

    public string SubjectId => Id.ToString("D");

    public DateOnly Today => LondonCalendar.DateOf(services.Time.GetUtcNow());

    public bool IsChild => View is { Kind: SubjectKind.Person, AgeYears: < 18 };

    /// <summary>A person's first name, for sentences about them; else the whole name.</summary>
    public string ShortName => View.Kind == SubjectKind.Person ? View.Particulars.Name.Split(' ')[0] : View.Particulars.Name;

    /// <summary>Which of the record's pages this is.</summary>
    public abstract SubjectSection Section { get; }

    public virtual async Task<IActionResult> OnGetAsync() => await ReadAsync() ?? Page();

    public string Agency(AgencyId agency) => agencies.GetValueOrDefault(agency, agency.Value);

    /// <summary>Who acted, where the directory knows; else their agency is all that is said.</summary>
    public string? Person(string actor) => people.GetValueOrDefault(actor);

    public string Category(DataCategory category) =>
        agreements.SelectMany(agreement => agreement.Categories).FirstOrDefault(known => known.Code == category)?.Title
        ?? SubjectWords.Category(category.Value);

    public string Purpose(PurposeCode purpose) =>
        agreements.SelectMany(agreement => agreement.Purposes).FirstOrDefault(known => known.Code == purpose)?.Title
        ?? UkText.Words(purpose.Value);

    public string AgreementTitle(string id) =>
        agreements.FirstOrDefault(agreement => string.Equals(agreement.Id.Value, id, StringComparison.Ordinal))?.Title ?? UkText.Words(id);

    /// <summary>Where sharing about this subject begins; null where the caller may not, or there is no such page.</summary>
    public string? ShareHref(PageNavigation navigation)
    {
        ArgumentNullException.ThrowIfNull(navigation);
        return navigation.Opens(HttpContext, "/app/share/new") ? $"/app/share/new?subject={SubjectId}" : null;
    }

    /// <summary>Where asking another agency about this subject begins; likewise.</summary>
    public string? AskHref(PageNavigation navigation)
    {
        ArgumentNullException.ThrowIfNull(navigation);
        return navigation.Opens(HttpContext, "/app/requests/ask") ? $"/app/requests/ask?subject={SubjectId}" : null;
    }

    /// <summary>Where proposing a tactic about this subject begins; likewise.</summary>
    public string? ProposeHref(PageNavigation navigation)
    {
        ArgumentNullException.ThrowIfNull(navigation);
        return navigation.Opens(HttpContext, "/app/deployments/propose") ? $"/app/deployments/propose?about={SubjectId}" : null;
    }

    public ItemLine Line(ItemView item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new ItemLine(item, Agency(item.Controller), Person(item.RecordedBy));
    }

    /// <summary>Reads the record; what to answer instead where it may not be shown.</summary>
    protected async Task<IActionResult?> ReadAsync(string? returnTo = null)
    {
        var scope = $"subject:{SubjectId}";
        if (Stated(scope) is not { } access)
        {
            return AskAccess(scope, returnTo);
        }

        if (await services.Reader.ReadAsync(Caller, Head, SubjectId, access, Stop) is not ReadSubjectOutcome.Found found)
        {
            return NotFound();
        }

        view = found.View;
        agencies = await services.Agencies.AllAsync(Head, Stop);
        agreements = await services.Purposes.AgreementsOfAsync(Caller, Head, Stop);
        var actors = view
            .Facts.Select(fact => fact.Item.RecordedBy)
            .Concat(view.Links.Select(link => link.Item.RecordedBy))
            .Concat(view.Events.Select(one => one.Item.RecordedBy))
            .Concat(view.Consents.Select(entry => entry.RecordedBy));
        people = await services.People.NamesOfAsync(actors, Stop);
        return null;
    }
}

/// <summary>The pages of a record, in the order of their tabs.</summary>
public enum SubjectSection
{
    Summary,
    Facts,
    Timeline,
    Links,
    Places,
    Consent,
    Sharing,
}

/// <summary>What every item shows of itself, for the partial <c>_Item</c>.</summary>
/// <param name="Item">As the reader gives it.</param>
/// <param name="Agency">The controller's name.</param>
/// <param name="By">Who recorded it, where known.</param>
public sealed record ItemLine(ItemView Item, string Agency, string? By)
{
    public override string ToString() => "ItemLine(redacted)";
}
