using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Agreements;

/// <summary>Who can get what: of the agreements in force that the caller may see, one agency at a time. It names nobody, so it asks for no reason.</summary>
public sealed class WhoModel(AgreementPapers papers, AgencyNames agencies, TimeProvider time) : PlatformPage
{
    private const string Gives = "gives";
    private const string Gets = "gets";

    private IReadOnlyList<StandingAgreement> standing = [];
    private IReadOnlyDictionary<AgencyId, string> names = new Dictionary<AgencyId, string>();
    private Dictionary<DataCategory, DeclaredCategory> categories = [];
    private Dictionary<PurposeCode, string> purposes = [];

    [BindProperty(SupportsGet = true)]
    public string? Agency { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Way { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Agreement { get; set; }

    public IReadOnlyList<Choice> Agencies { get; private set; } = [];

    public IReadOnlyList<Choice> Agreements { get; private set; } = [];

    public static IReadOnlyList<Choice> Ways { get; } = [new(Gives, "What it may give"), new(Gets, "What it may get")];

    /// <summary>One for each other agency; null while no agency is chosen.</summary>
    public IReadOnlyList<ReachOfPair>? Pairs { get; private set; }

    /// <summary>What has to be said of the agreements chosen: suspended, not begun, over.</summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    public string Chosen { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync()
    {
        await OpenAsync();
        Way = Way == Gets ? Gets : Gives;
        if (Agency is null && standing.Any(item => IsParty(item.Agreement, Caller.Agency)))
        {
            Agency = Caller.Agency.Value;
        }

        if (Agreement is { Length: > 0 } && !Agreements.Any(choice => choice.Value == Agreement))
        {
            return NotFound();
        }

        if (AgencyId.TryParse(Agency, out var agency) && Agencies.Any(choice => choice.Value == agency.Value))
        {
            Show(agency);
        }

        return Page();
    }

    public string NameOf(AgencyId agency)
    {
        ArgumentNullException.ThrowIfNull(agency);
        return names.GetValueOrDefault(agency, agency.Value);
    }

    public string TitleOf(DataCategory category)
    {
        ArgumentNullException.ThrowIfNull(category);
        return categories.TryGetValue(category, out var declared) ? declared.Title : UkText.Words(category.Value);
    }

    /// <summary>Special-category or criminal-offence data; null where it is neither.</summary>
    public string? KindOf(DataCategory category) =>
        !categories.TryGetValue(category, out var declared) ? null
        : declared.SpecialCategory ? "Special category data"
        : declared.CriminalOffence ? "Criminal offence data"
        : null;

    public string TitleOf(PurposeCode purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        return purposes.GetValueOrDefault(purpose) ?? UkText.Words(purpose.Value);
    }

    public static string About(ReachLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return UkText.Words(UkText.And([.. line.Kinds.Select(AgreementWords.Kinds)]));
    }

    /// <summary>What must be true besides, a sentence each.</summary>
    public static IReadOnlyList<string> Conditions(ReachLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var said = line.Conditions.Select(UkText.Words).ToList();
        if (line.Consent == ConsentStance.Explicit)
        {
            said.Add("The person’s explicit consent is recorded");
        }

        if (line.Release == ReleaseManner.Manual)
        {
            said.Add("A person looks at it before it goes");
        }

        return said;
    }

    private async Task OpenAsync()
    {
        standing = await papers.InForceAsync(Caller, Head, Stop);
        names = await agencies.AllAsync(Head, Stop);
        var all = standing.Select(item => item.Agreement).ToArray();
        categories = all.SelectMany(agreement => agreement.Categories)
            .GroupBy(category => category.Code)
            .ToDictionary(same => same.Key, same => same.First());
        purposes = all.SelectMany(agreement => agreement.Purposes)
            .GroupBy(purpose => purpose.Code)
            .ToDictionary(same => same.Key, same => same.First().Title);
        Agencies =
        [
            .. all.SelectMany(agreement => agreement.Parties.Select(party => party.Agency))
                .Distinct()
                .Select(agency => new Choice(agency.Value, NameOf(agency)))
                .OrderBy(choice => choice.Text, StringComparer.Ordinal),
        ];
        Agreements =
        [
            .. all.Select(agreement => new Choice(agreement.Id.Value, agreement.Title))
                .OrderBy(choice => choice.Text, StringComparer.Ordinal),
        ];
    }

    private void Show(AgencyId agency)
    {
        var now = time.GetUtcNow();
        // One chosen by name is shown whatever its standing; of all of them, only those that permit something now.
        StandingAgreement[] permitting =
        [
            .. standing.Where(item => Agreement is { Length: > 0 } ? item.Agreement.Id.Value == Agreement : item.PermitsAt(now)),
        ];
        Notes = [.. (Agreement is { Length: > 0 } ? permitting : [.. standing]).Select(item => NoteOf(item, now)).OfType<string>()];
        var way = Way == Gets ? ReachWay.Gets : ReachWay.Gives;
        var lines = AgreementReach.Of(
            [.. permitting.Select(item => item.Agreement)],
            [.. standing.Where(item => item.HasEffectAt(now)).Select(item => item.Agreement)],
            agency,
            way
        );
        bool HasLeft(ReachLine line) =>
            permitting.Any(item => item.Agreement.Id == line.Agreement && (item.HasLeft(line.From, now) || item.HasLeft(line.To, now)));
        Chosen = NameOf(agency);
        Pairs =
        [
            .. lines
                .Where(line => !HasLeft(line))
                .GroupBy(line => way == ReachWay.Gives ? line.To : line.From)
                .Select(pair => new ReachOfPair(
                    pair.Key,
                    [.. pair.GroupBy(line => line.Purpose).Select(same => new ReachForPurpose(same.Key, [.. same]))]
                ))
                .OrderBy(pair => NameOf(pair.Other), StringComparer.Ordinal),
        ];
    }

    private static string? NoteOf(StandingAgreement item, DateTimeOffset now) =>
        item.Suspended ? $"“{item.Agreement.Title}” is suspended: it permits nothing now, and what it forbids stays forbidden."
        : item.Agreement.EffectiveFrom > now ? $"“{item.Agreement.Title}” begins on {item.Agreement.EffectiveFrom.UkDate()}."
        : !item.HasEffectAt(now) ? $"“{item.Agreement.Title}” has ended."
        : !item.PermitsAt(now) ? $"The review of “{item.Agreement.Title}” is overdue: it permits nothing until a later version is in force."
        : null;

    private static bool IsParty(Agreement agreement, AgencyId agency) => agreement.Parties.Any(party => party.Agency == agency);
}

/// <summary>What one other agency may get, or give, purpose by purpose.</summary>
public sealed record ReachOfPair(AgencyId Other, IReadOnlyList<ReachForPurpose> Purposes);

public sealed record ReachForPurpose(PurposeCode Purpose, IReadOnlyList<ReachLine> Lines);
