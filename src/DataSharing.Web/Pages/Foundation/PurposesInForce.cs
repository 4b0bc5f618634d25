using System.Collections.Concurrent;
using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Web.Pages;

/// <summary>The purposes that an agency's agreements in force name, with the titles that they give them.</summary>
public sealed class PurposesInForce(AgreementRegistry agreements)
{
    // An agreement is large and changes seldom; every change of it changes the head.
    private readonly ConcurrentDictionary<AgencyId, (RowVersion Version, IReadOnlyList<Agreement> Agreements)> known = new();

    public async ValueTask<IReadOnlyList<NamedPurpose>> OfAsync(Caller caller, ReadHead head, CancellationToken cancellationToken)
    {
        var documents = await AgreementsOfAsync(caller, head, cancellationToken);
        return
        [
            .. documents
                .SelectMany(agreement => agreement.Purposes)
                .GroupBy(purpose => purpose.Code)
                .Select(same => new NamedPurpose(same.Key, same.First().Title))
                .OrderBy(purpose => purpose.Title, StringComparer.Ordinal),
        ];
    }

    /// <summary>The data categories of the same agreements, with their titles.</summary>
    public async ValueTask<IReadOnlyList<NamedCategory>> CategoriesOfAsync(
        Caller caller,
        ReadHead head,
        CancellationToken cancellationToken
    )
    {
        var documents = await AgreementsOfAsync(caller, head, cancellationToken);
        return
        [
            .. documents
                .SelectMany(agreement => agreement.Categories)
                .GroupBy(category => category.Code)
                .Select(same => new NamedCategory(
                    same.Key,
                    same.First().Title,
                    same.Any(c => c.SpecialCategory),
                    same.Any(c => c.CriminalOffence)
                )),
        ];
    }

    /// <summary>The agreements in force that the caller's agency is party to.</summary>
    public async ValueTask<IReadOnlyList<Agreement>> AgreementsOfAsync(Caller caller, ReadHead head, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(head);
        if (known.TryGetValue(caller.Agency, out var last) && last.Version == head.Version)
        {
            return last.Agreements;
        }

        var found = new List<Agreement>();
        foreach (var standing in head.Head.Agreements.Where(agreement => !agreement.Suspended))
        {
            if (
                AgreementId.TryParse(standing.AgreementId, out var id)
                && await agreements.FindDocumentAsync(caller, id, standing.Version, cancellationToken) is { } document
                && document.Agreement.Parties.Any(party => party.Agency == caller.Agency)
            )
            {
                found.Add(document.Agreement);
            }
        }

        known[caller.Agency] = (head.Version, found);
        return found;
    }
}

public sealed record NamedPurpose(PurposeCode Code, string Title);

/// <param name="Code">As agreements and the API name it.</param>
/// <param name="Title">As the first agreement that names it does.</param>
/// <param name="Special">Special-category data (UK GDPR Art 9).</param>
/// <param name="Criminal">Criminal-offence data (Art 10).</param>
public sealed record NamedCategory(DataCategory Code, string Title, bool Special, bool Criminal);
