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
                && await registry.FindAsync(caller, id, standing.Version, cancellationToken) is { Record: var record }
                && await registry.FindDocumentAsync(caller, id, standing.Version, cancellationToken) is { } document
            )
            {
                found.Add(new StandingAgreement(document.Agreement, record, standing.Suspended));
            }
        }

        return found;
    }
}

/// <param name="Agreement">What it says.</param>
/// <param name="Record">Where it stands.</param>
/// <param name="Suspended">It permits nothing; what it forbids stays forbidden.</param>
public sealed record StandingAgreement(Agreement Agreement, AgreementRecord Record, bool Suspended)
{
    /// <summary>Whether it permits anything at that moment.</summary>
    public bool PermitsAt(DateTimeOffset now) =>
        !Suspended && HasEffectAt(now) && AgreementDeadline.Of(Record, Agreement).All(deadline => deadline.At > now);

    /// <summary>Whether its dates have begun and are not over. A review that is overdue ends what it permits, not what it forbids.</summary>
    public bool HasEffectAt(DateTimeOffset now) =>
        Agreement.EffectiveFrom <= now && !(Agreement.EffectiveTo <= now) && !(Record.Termination?.EffectiveAt <= now);

    /// <summary>Whether a party has left it by that moment.</summary>
    public bool HasLeft(AgencyId agency, DateTimeOffset now) =>
        Record.Withdrawals.Any(left => left.Agency == agency && left.EffectiveAt <= now);
}
