using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>The <c>subject:{id}</c> row.</summary>
/// <param name="Kind">Person, group, business or location.</param>
/// <param name="Controller">The agency that registered it and answers for these particulars.</param>
/// <param name="RegisteredAt">UTC.</param>
/// <param name="RegisteredBy">The actor.</param>
/// <param name="Particulars">Sealed <see cref="SubjectParticulars"/>.</param>
public sealed record SubjectRecord(
    SubjectKind Kind,
    AgencyId Controller,
    DateTimeOffset RegisteredAt,
    string RegisteredBy,
    byte[] Particulars
)
{
    internal static readonly RowFormat<SubjectRecord> Format = new(1, EntitiesJson.Default.SubjectRecord);

    public static string RowKey(string subjectId) => $"subject:{subjectId}";

    public override string ToString() => $"SubjectRecord({Kind})";
}

/// <summary>Who or what it is. Personal data: sealed at rest under the key of the subject and its controller.</summary>
/// <param name="Name">A person's or group's name, a business's or place's; 1 to 200 characters.</param>
/// <param name="DateOfBirth">Persons only; null where not recorded.</param>
/// <param name="Identifiers">At most 20.</param>
public sealed record SubjectParticulars(string Name, DateOnly? DateOfBirth, IReadOnlyList<SubjectIdentifier> Identifiers)
{
    /// <summary>Locations only; null where not recorded.</summary>
    public PlaceParticulars? Place { get; init; }

    /// <summary>Businesses only; null where not recorded.</summary>
    public BusinessParticulars? Business { get; init; }

    public override string ToString() => "SubjectParticulars(redacted)";
}

/// <param name="Scheme">What kind of identifier: <c>nhs-number</c>, <c>upn</c>, <c>uprn</c>, <c>companies-house</c>, or an agency's own.</param>
/// <param name="Value">As the agency holds it, normalised where the scheme is known; 1 to 64 characters.</param>
/// <param name="Check"><c>passed</c>, <c>failed:format</c>, <c>failed:checksum</c> or <c>unknown-scheme</c>; null in records made before it was told.</param>
public sealed record SubjectIdentifier(string Scheme, string Value, string? Check = null)
{
    public override string ToString() => "SubjectIdentifier(redacted)";
}

/// <summary>Where a location is.</summary>
/// <param name="Type"><c>address</c>, <c>street-segment</c>, <c>area</c>, <c>transport-node</c> or <c>online</c>.</param>
/// <param name="Address">In one line; null where not recorded.</param>
/// <param name="Postcode">Normalised; null where not recorded.</param>
/// <param name="Latitude">WGS 84, degrees; null where not recorded.</param>
/// <param name="Longitude">WGS 84, degrees.</param>
/// <param name="PrecisionMetres">How exact the point is; null where not recorded.</param>
/// <param name="Suppressed">A children's home or refuge: nobody but its controller is shown where it is.</param>
public sealed record PlaceParticulars(
    string Type,
    string? Address,
    string? Postcode,
    double? Latitude,
    double? Longitude,
    int? PrecisionMetres,
    bool Suppressed
)
{
    public static IReadOnlyList<string> Types { get; } = ["address", "street-segment", "area", "transport-node", "online"];

    public override string ToString() => "PlaceParticulars(redacted)";
}

/// <param name="CompanyNumber">At Companies House, normalised; null where not recorded or not registered.</param>
/// <param name="TradingAs">Other names it trades under; at most 10.</param>
public sealed record BusinessParticulars(string? CompanyNumber, IReadOnlyList<string> TradingAs)
{
    public override string ToString() => "BusinessParticulars(redacted)";
}

/// <summary>The <c>knows:{subject id}:{agency}</c> row: this agency has been told of the subject in an exchange, so it may refer to it.</summary>
internal sealed record SubjectAcquaintance(DateTimeOffset Since);
