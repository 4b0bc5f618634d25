using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Partnership;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Agreements;

/// <summary>Where one version of an agreement stands, how it fares, and what the caller may do about it.</summary>
public sealed class OneModel(AgreementRegistry registry, AgencyNames agencies, PeopleDirectory people, AgreementHealthCheck health)
    : SignedPage(registry, agencies, people)
{
    private readonly AgreementRegistry registry = registry;

    public AgreementHealth Health
    {
        get => field ?? throw NotOpened();
        private set;
    }

    /// <summary>The version before this one, if the caller may see it; null where there is none.</summary>
    public int? Former { get; private set; }

    /// <summary>An IG officer may run it against the own agency's decisions.</summary>
    public bool MaySimulate => Caller.Has(AgencyRoles.IgOfficer) && Record.Parties.Contains(Caller.Agency);

    /// <summary>What the services would let the caller do now; they decide again.</summary>
    public IReadOnlyList<PageLink> Steps { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await OpenSignedAsync() || await health.ExamineAsync(Caller, Record.Id, Record.Version, Stop) is not { } fares)
        {
            return NotFound();
        }

        Health = fares;
        Former =
            Record.Version > 1 && await registry.FindAsync(Caller, Record.Id, Record.Version - 1, Stop) is not null
                ? Record.Version - 1
                : null;
        Steps = [.. Offered()];
        return Page();
    }

    private IEnumerable<PageLink> Offered()
    {
        var isParty = Caller.Has(AgencyRoles.AgencyAdmin) && Record.Parties.Contains(Caller.Agency);
        var isPartnership = Caller.Has(PartnershipRoles.Admin);
        var isAuthor = Record.DraftedBy == Caller.Actor || Record.AmendedBy.Contains(Caller.Actor, StringComparer.Ordinal);
        switch (Record.Status)
        {
            case AgreementStatus.Draft when isParty || isPartnership:
                yield return Link(StepWords.Submit);
                break;
            case AgreementStatus.InReview:
                if (isParty && Record.Unsigned.Contains(Caller.Agency))
                {
                    yield return new PageLink("Sign it for your agency", At("sign"));
                }

                if (isPartnership && !isAuthor && Record.Unsigned.Count == 0)
                {
                    yield return Link(StepWords.Activate);
                }

                if (isParty || isPartnership)
                {
                    yield return Link(StepWords.Return);
                }

                break;
            case AgreementStatus.InForce when !AgreementWords.IsOver(Health.Standing):
                if (isPartnership)
                {
                    yield return Link(Record.SuspendedAt is null ? StepWords.Suspend : StepWords.Resume);
                    yield return Link(StepWords.Terminate);
                }

                if (isParty && Record.Withdrawals.All(left => left.Agency != Caller.Agency))
                {
                    yield return Link(StepWords.Withdraw);
                }

                break;
            default:
                break;
        }
    }

    private PageLink Link(string step) => new(StepWords.Find(step)?.Title ?? step, $"{At("step")}/{step}");
}
