using System.Diagnostics.CodeAnalysis;
using DataSharing.Entities;
using DataSharing.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>Turns a registration into particulars, or says which field is wrong.</summary>
internal static class SubjectInput
{
    public static bool TryRead(
        SubjectRegistration body,
        [NotNullWhen(true)] out SubjectParticulars? particulars,
        [NotNullWhen(false)] out ProblemHttpResult? refused
    )
    {
        particulars = null;
        refused = Fault(body);
        if (refused is null)
        {
            var identifiers = (body.Identifiers ?? []).Select(i => new SubjectIdentifier(i.Scheme, i.Value.Trim()));
            particulars = new SubjectParticulars(body.Name.Trim(), body.DateOfBirth, [.. identifiers]);
        }

        return particulars is not null;
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

        for (var i = 0; i < identifiers.Count; i++)
        {
            if (!Slug.IsValid(identifiers[i].Scheme))
            {
                return Problems.InvalidField(
                    $"/identifiers/{i}/scheme",
                    "A code of lower-case letters, digits and hyphens, such as nhs-number."
                );
            }

            if (!PlainText.IsLine(identifiers[i].Value, 64))
            {
                return Problems.InvalidField($"/identifiers/{i}/value", "1 to 64 characters on one line, no control characters.");
            }
        }

        return null;
    }
}
