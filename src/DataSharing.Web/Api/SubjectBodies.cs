using DataSharing.Entities;
using DataSharing.Identity;

namespace DataSharing.Web.Api;

/// <param name="Kind">What it is.</param>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="DateOfBirth">Persons only.</param>
/// <param name="Identifiers">At most 20.</param>
/// <param name="Place">Locations only.</param>
/// <param name="Business">Businesses only.</param>
public sealed record SubjectRegistration(
    SubjectKind Kind,
    string Name,
    DateOnly? DateOfBirth = null,
    IReadOnlyList<SubjectIdentifierBody>? Identifiers = null,
    PlaceBody? Place = null,
    BusinessBody? Business = null
)
{
    public override string ToString() => "SubjectRegistration(redacted)";
}

/// <param name="Scheme">A code such as <c>nhs-number</c>.</param>
/// <param name="Value">1 to 64 characters.</param>
public sealed record SubjectIdentifierBody(string Scheme, string Value)
{
    public override string ToString() => "SubjectIdentifierBody(redacted)";
}

/// <param name="Type"><c>address</c>, <c>street-segment</c>, <c>area</c>, <c>transport-node</c> or <c>online</c>.</param>
/// <param name="Address">In one line.</param>
/// <param name="Postcode">A UK postcode.</param>
/// <param name="Latitude">WGS 84, degrees.</param>
/// <param name="Longitude">WGS 84, degrees.</param>
/// <param name="PrecisionMetres">How exact the point is.</param>
/// <param name="Suppressed">A children's home or refuge: only the controller is shown where it is.</param>
public sealed record PlaceBody(
    string Type,
    string? Address = null,
    string? Postcode = null,
    double? Latitude = null,
    double? Longitude = null,
    int? PrecisionMetres = null,
    bool Suppressed = false
)
{
    public override string ToString() => "PlaceBody(redacted)";
}

/// <param name="CompanyNumber">At Companies House.</param>
/// <param name="TradingAs">At most 10 names.</param>
public sealed record BusinessBody(string? CompanyNumber = null, IReadOnlyList<string>? TradingAs = null)
{
    public override string ToString() => "BusinessBody(redacted)";
}

/// <param name="Id">The subject.</param>
/// <param name="Warnings">Identifiers whose check failed; they are kept as given.</param>
public sealed record SubjectRegistered(string Id, IReadOnlyList<IdentifierWarning> Warnings)
{
    public static SubjectRegistered From(RegisterSubjectOutcome.Registered registered)
    {
        ArgumentNullException.ThrowIfNull(registered);
        var warnings = registered.Particulars.Identifiers.Select(
            (identifier, i) => new IdentifierWarning($"/identifiers/{i}", identifier.Scheme, identifier.Check ?? "")
        );
        return new SubjectRegistered(
            registered.SubjectId,
            [.. warnings.Where(w => w.Check.StartsWith("failed:", StringComparison.Ordinal))]
        );
    }
}

/// <param name="Pointer">Which identifier.</param>
/// <param name="Scheme">Its scheme.</param>
/// <param name="Check"><c>failed:format</c> or <c>failed:checksum</c>.</param>
public sealed record IdentifierWarning(string Pointer, string Scheme, string Check);

/// <param name="Kind">Only subjects of this kind.</param>
/// <param name="Identifier">Exactly this one; or else a name.</param>
/// <param name="Name">Beginnings of the words of a name, one of them of 3 letters at least.</param>
/// <param name="Cursor">Of the page before.</param>
public sealed record SubjectSearchBody(
    SubjectKind? Kind = null,
    SubjectIdentifierBody? Identifier = null,
    string? Name = null,
    string? Cursor = null
)
{
    public override string ToString() => "SubjectSearchBody(redacted)";
}

public sealed record FoundSubjectResponse(
    string Id,
    SubjectKind Kind,
    AgencyId Controller,
    string Name,
    DateOnly? DateOfBirth,
    bool UnderEighteen
)
{
    public static FoundSubjectResponse From(FoundSubject found)
    {
        ArgumentNullException.ThrowIfNull(found);
        var label = found.Label;
        return new FoundSubjectResponse(label.Id, label.Kind, found.Controller, label.Name, label.DateOfBirth, label.UnderEighteen);
    }

    public override string ToString() => "FoundSubjectResponse(redacted)";
}
