using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Partnership;

namespace DataSharing.Web.Pages.Agreements;

/// <summary>The agreements that the partnership head names and the caller may see, as their documents say.</summary>
public sealed class AgreementPapers(AgreementRegistry registry)
{
    public async ValueTask<IReadOnlyList<StandingAgreement>> InForceAsync(Caller caller, ReadHead head, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(head);
        var found = new List<StandingAgreement>();
        foreach (var standing in head.Head.Agreements)
        {
            if (
                AgreementId.TryParse(standing.AgreementId, out var id)
                && await registry.FindDocumentAsync(caller, id, standing.Version, cancellationToken) is { } document
            )
            {
                found.Add(new StandingAgreement(document.Agreement, standing.Suspended));
            }
        }

        return found;
    }
}

/// <param name="Agreement">What it says.</param>
/// <param name="Suspended">It permits nothing; what it forbids stays forbidden.</param>
public sealed record StandingAgreement(Agreement Agreement, bool Suspended)
{
    /// <summary>Whether it permits anything at that moment.</summary>
    public bool PermitsAt(DateTimeOffset now) => !Suspended && HasEffectAt(now);

    /// <summary>Whether its dates have begun and are not over.</summary>
    public bool HasEffectAt(DateTimeOffset now) => Agreement.EffectiveFrom <= now && !(Agreement.EffectiveTo <= now);
}
