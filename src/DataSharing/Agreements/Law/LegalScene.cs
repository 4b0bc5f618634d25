using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>The agreement with its names resolved once.</summary>
internal sealed class LegalScene
{
    private readonly Dictionary<AgencyId, PartyView> parties;
    private readonly Dictionary<AgencyId, int> places;
    private readonly Dictionary<DataCategory, DeclaredCategory> categories;
    private readonly Dictionary<PurposeCode, (DeclaredPurpose Purpose, int Place)> purposes;

    public LegalScene(Agreement agreement, LawPack law, IReadOnlyList<PartyStanding> standings, DateOnly day)
    {
        Agreement = agreement;
        Law = law;
        Day = day;
        var begins = DateOnly.FromDateTime(agreement.EffectiveFrom.UtcDateTime);
        LawDay = begins > day ? begins : day;
        var known = standings.ToDictionary(standing => standing.Agency);
        Parties = [.. agreement.Parties.Select(party => new PartyView(party, known.GetValueOrDefault(party.Agency), law))];
        parties = Parties.ToDictionary(party => party.Stated.Agency);
        places = agreement.Parties.Select((party, place) => (party.Agency, place)).ToDictionary(pair => pair.Agency, pair => pair.place);
        categories = agreement.Categories.ToDictionary(category => category.Code);
        purposes = agreement.Purposes.Select((purpose, place) => (purpose, place)).ToDictionary(pair => pair.purpose.Code);
    }

    public Agreement Agreement { get; }

    public LawPack Law { get; }

    public DateOnly Day { get; }

    /// <summary>The day for which the law must be in force.</summary>
    public DateOnly LawDay { get; }

    public IReadOnlyList<PartyView> Parties { get; }

    public PartyView Party(AgencyId agency) => parties[agency];

    public int PlaceOf(AgencyId agency) => places[agency];

    public bool Binds(AgencyId agency) => parties.ContainsKey(agency);

    public DeclaredCategory Category(DataCategory code) => categories[code];

    public (DeclaredPurpose Purpose, int Place) Purpose(PurposeCode code) => purposes[code];
}

/// <summary>One permission with its names resolved.</summary>
internal sealed class RuleView
{
    public RuleView(LegalScene scene, Permission rule, string at)
    {
        Scene = scene;
        Rule = rule;
        At = at;
        Disclosers = [.. rule.From.Select(scene.Party)];
        Recipients = [.. rule.To.Where(agency => rule.From.Any(from => from != agency)).Select(scene.Party)];
        Categories = [.. rule.Categories.Select(scene.Category)];
        Purposes = [.. rule.Purposes.Select(purpose => scene.Purpose(purpose).Purpose)];
        Gateways = [.. rule.LawfulBasis.Gateways.Select(scene.Law.Gateway).OfType<LawEntry>()];
    }

    public LegalScene Scene { get; }

    public LawPack Law => Scene.Law;

    public Permission Rule { get; }

    public LawfulBasis Basis => Rule.LawfulBasis;

    public string At { get; }

    public string BasisAt => $"{At}/lawfulBasis";

    public IReadOnlyList<PartyView> Disclosers { get; }

    /// <summary>Whoever may receive from another; a lone agency on both sides receives nothing.</summary>
    public IReadOnlyList<PartyView> Recipients { get; }

    public IReadOnlyList<DeclaredCategory> Categories { get; }

    public IReadOnlyList<DeclaredPurpose> Purposes { get; }

    /// <summary>Those that the law pack carries.</summary>
    public IReadOnlyList<LawEntry> Gateways { get; }

    public bool HasSpecial => Categories.Any(category => category.SpecialCategory);

    public bool HasHealth => Categories.Any(category => category.MayBeHealth);

    public bool NamesLaw => Basis.Gateways.Count > 0;

    public bool NamesDuty => Gateways.Any(gateway => gateway.Duty);

    public bool AsksConsent => Rule.Consent == ConsentStance.Explicit;
}
