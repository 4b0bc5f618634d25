using DataSharing.Entities;
using DataSharing.Identity;

namespace DataSharing.Web.Api;

/// <summary>A subject as the caller may see it. What is withheld is absent; nothing tells that it is.</summary>
public sealed record SubjectResponse(
    string Id,
    SubjectKind Kind,
    AgencyId Controller,
    DateTimeOffset RegisteredAt,
    string Name,
    DateOnly? DateOfBirth,
    int? AgeYears,
    IReadOnlyList<CheckedIdentifierResponse> Identifiers,
    PlaceResponse? Place,
    BusinessResponse? Business,
    IReadOnlyList<FactResponse> Facts,
    IReadOnlyList<LinkResponse> Links,
    IReadOnlyList<EventResponse> Events,
    IReadOnlyList<ConsentResponse> Consents,
    IReadOnlyList<CitedDecisionResponse> Decisions
)
{
    public static SubjectResponse From(SubjectView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var particulars = view.Particulars;
        return new SubjectResponse(
            view.Id,
            view.Kind,
            view.Controller,
            view.RegisteredAt,
            particulars.Name,
            particulars.DateOfBirth,
            view.AgeYears,
            [.. particulars.Identifiers.Select(i => new CheckedIdentifierResponse(i.Scheme, i.Value, i.Check))],
            PlaceResponse.From(particulars.Place),
            particulars.Business is { } b ? new BusinessResponse(b.CompanyNumber, b.TradingAs) : null,
            [.. view.Facts.Select(FactResponse.From)],
            [.. view.Links.Select(LinkResponse.Of)],
            [.. view.Events.Select(EventResponse.Of)],
            [.. view.Consents.Select(ConsentResponse.From)],
            [.. view.Decisions.Select(CitedDecisionResponse.From)]
        );
    }

    public override string ToString() => "SubjectResponse(redacted)";
}

/// <param name="Scheme">A code.</param>
/// <param name="Value">Normalised where the scheme is known.</param>
/// <param name="Check"><c>passed</c>, <c>failed:format</c>, <c>failed:checksum</c> or <c>unknown-scheme</c>; a check proves typing, never identity.</param>
public sealed record CheckedIdentifierResponse(string Scheme, string Value, string? Check)
{
    public override string ToString() => "CheckedIdentifierResponse(redacted)";
}

public sealed record PlaceResponse(
    string Type,
    string? Address,
    string? Postcode,
    double? Latitude,
    double? Longitude,
    int? PrecisionMetres,
    bool Suppressed
)
{
    internal static PlaceResponse? From(PlaceParticulars? place) =>
        place is null
            ? null
            : new PlaceResponse(
                place.Type,
                place.Address,
                place.Postcode,
                place.Latitude,
                place.Longitude,
                place.PrecisionMetres,
                place.Suppressed
            );

    public override string ToString() => "PlaceResponse(redacted)";
}

public sealed record BusinessResponse(string? CompanyNumber, IReadOnlyList<string> TradingAs)
{
    public override string ToString() => "BusinessResponse(redacted)";
}

/// <summary>What let another agency's items be seen.</summary>
public sealed record CitedDecisionResponse(
    AgencyId Controller,
    DataCategory Category,
    string Agreement,
    int Version,
    string ArtefactHash,
    IReadOnlyList<string> Rules,
    IReadOnlyList<string> LawfulBases,
    string ConsentStance
)
{
    internal static CitedDecisionResponse From(CitedDecision cited) =>
        new(
            cited.Controller,
            cited.Category,
            cited.AgreementId,
            cited.AgreementVersion,
            cited.ArtefactHash,
            cited.RuleIds,
            cited.LawfulBases,
            cited.ConsentStance
        );
}
