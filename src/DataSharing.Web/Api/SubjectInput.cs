using System.Diagnostics.CodeAnalysis;
using DataSharing.Entities;
using DataSharing.Identifiers;
using DataSharing.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>Turns a registration or a search into what the rules take, or says which field is wrong.</summary>
internal static class SubjectInput
{
    public static bool TryRead(
        SubjectRegistration body,
        [NotNullWhen(true)] out SubjectParticulars? particulars,
        [NotNullWhen(false)] out ProblemHttpResult? refused
    )
    {
        particulars = null;
        refused = Fault(body) ?? PlaceFault(body) ?? BusinessFault(body);
        if (refused is null)
        {
            var identifiers = (body.Identifiers ?? []).Select(i => new SubjectIdentifier(i.Scheme, i.Value.Trim()));
            particulars = new SubjectParticulars(body.Name.Trim(), body.DateOfBirth, [.. identifiers])
            {
                Place = Place(body.Place),
                Business = Business(body.Business),
            };
        }

        return particulars is not null;
    }

    public static bool TryRead(
        SubjectSearchBody body,
        [NotNullWhen(true)] out SubjectQuery? query,
        [NotNullWhen(false)] out ProblemHttpResult? refused
    )
    {
        query = null;
        refused = (body.Identifier, body.Name) switch
        {
            (null, null) or (not null, not null) => Problems.InvalidField("", "Either an identifier or a name."),
            ({ } identifier, _) => IdentifierFault(identifier, "/identifier"),
            (_, { } name) => PlainText.IsLine(name, 100)
                ? null
                : Problems.InvalidField("/name", "1 to 100 characters on one line, no control characters."),
        };
        if (refused is not null)
        {
            return false;
        }

        var asked = new SubjectQuery(
            body.Kind,
            body.Identifier is { } wanted ? new SubjectIdentifier(wanted.Scheme, wanted.Value.Trim()) : null,
            body.Name?.Trim()
        );
        if (!asked.IsAnswerable)
        {
            refused = Problems.InvalidField("/name", "The beginning of a word of the name, of 3 letters at least.");
            return false;
        }

        query = asked;
        return true;
    }

    private static ProblemHttpResult? Fault(SubjectRegistration body)
    {
        if (!PlainText.IsLine(body.Name, 200))
        {
            return Problems.InvalidField("/name", "1 to 200 characters on one line, no control characters.");
        }

        if (body is { DateOfBirth: not null, Kind: not SubjectKind.Person })
        {
            return Problems.InvalidField("/dateOfBirth", "Only a person has a date of birth.");
        }

        if (body.DateOfBirth is { Year: < 1880 })
        {
            return Problems.InvalidField("/dateOfBirth", "A date of birth is not before 1880.");
        }

        var identifiers = body.Identifiers ?? [];
        if (identifiers.Count > 20)
        {
            return Problems.InvalidField("/identifiers", "At most 20 identifiers.");
        }

        return identifiers.Select((identifier, i) => IdentifierFault(identifier, $"/identifiers/{i}")).FirstOrDefault(f => f is not null);
    }

    private static ProblemHttpResult? IdentifierFault(SubjectIdentifierBody identifier, string pointer)
    {
        if (!Slug.IsValid(identifier.Scheme))
        {
            return Problems.InvalidField($"{pointer}/scheme", "A code of lower-case letters, digits and hyphens, such as nhs-number.");
        }

        return PlainText.IsLine(identifier.Value, 64)
            ? null
            : Problems.InvalidField($"{pointer}/value", "1 to 64 characters on one line, no control characters.");
    }

    private static ProblemHttpResult? PlaceFault(SubjectRegistration body)
    {
        if (body.Place is not { } place)
        {
            return null;
        }

        return body.Kind != SubjectKind.Location ? Problems.InvalidField("/place", "Only a location has a place.")
            : !PlaceParticulars.Types.Contains(place.Type, StringComparer.Ordinal)
                ? Problems.InvalidField("/place/type", $"One of {string.Join(", ", PlaceParticulars.Types)}.")
            : place.Address is not null && !PlainText.IsLine(place.Address, 300)
                ? Problems.InvalidField("/place/address", "1 to 300 characters on one line, no control characters.")
            : place.Postcode is not null && !Postcode.TryParse(place.Postcode, out _)
                ? Problems.InvalidField("/place/postcode", "A UK postcode.")
            : (place.Latitude is null) != (place.Longitude is null)
                ? Problems.InvalidField("/place/latitude", "Latitude and longitude go together.")
            : place.Latitude is < -90 or > 90 ? Problems.InvalidField("/place/latitude", "Degrees from -90 to 90.")
            : place.Longitude is < -180 or > 180 ? Problems.InvalidField("/place/longitude", "Degrees from -180 to 180.")
            : place.PrecisionMetres is < 0 or > 100_000 ? Problems.InvalidField("/place/precisionMetres", "0 to 100,000 metres.")
            : null;
    }

    private static ProblemHttpResult? BusinessFault(SubjectRegistration body)
    {
        if (body.Business is not { } business)
        {
            return null;
        }

        var names = business.TradingAs ?? [];
        return body.Kind != SubjectKind.Business ? Problems.InvalidField("/business", "Only a business has these.")
            : business.CompanyNumber is not null && !PlainText.IsLine(business.CompanyNumber, 16)
                ? Problems.InvalidField("/business/companyNumber", "1 to 16 characters.")
            : names.Count > 10 || names.Any(n => !PlainText.IsLine(n, 200))
                ? Problems.InvalidField("/business/tradingAs", "At most 10 names of 1 to 200 characters, each on one line.")
            : null;
    }

    private static PlaceParticulars? Place(PlaceBody? place) =>
        place is null
            ? null
            : new PlaceParticulars(
                place.Type,
                place.Address?.Trim(),
                Postcode.TryParse(place.Postcode, out var code) ? code.Value : null,
                place.Latitude,
                place.Longitude,
                place.PrecisionMetres,
                place.Suppressed
            );

    // A number that is not of the register's form may still be all that a licence says.
    private static BusinessParticulars? Business(BusinessBody? business) =>
        business is null
            ? null
            : new BusinessParticulars(
                business.CompanyNumber is { } number ? IdentifierCheck.Of("companies-house", number).Normalised : null,
                [.. (business.TradingAs ?? []).Select(n => n.Trim())]
            );
}
