using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Agreements;

/// <summary>
/// Ends an agreement in force before its time, or lets one party out of it. At once means from the next request on, on every instance; a later
/// moment is judged by the clock of each request. Neither is taken back: who shares again signs a new version.
/// </summary>
public sealed class AgreementEndings(AgreementSteps steps, TimeProvider time)
{
    public const int MaximumReasonLength = 500;

    /// <summary>Ends it for everybody: from then on it neither permits nor forbids.</summary>
    /// <param name="caller">A partnership administrator.</param>
    /// <param name="id">The agreement.</param>
    /// <param name="version">The version in force.</param>
    /// <param name="reason">In words; kept encrypted in the entry and nowhere else.</param>
    /// <param name="effectiveAt">From when on; null or past: at once.</param>
    /// <param name="expected">The record as the caller read it.</param>
    /// <param name="cancellationToken">Stops before the commit only.</param>
    public ValueTask<AgreementOutcome> TerminateAsync(
        Caller caller,
        AgreementId id,
        int version,
        string reason,
        DateTimeOffset? effectiveAt,
        RowVersion expected,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        const string act = "agreement.terminated";
        return steps.TakeAsync(caller, id, version, expected, act, (r, h) => ValueTask.FromResult(Decide(r, h)), cancellationToken);

        AgreementStep Decide(AgreementRecord record, ReadHead head)
        {
            if (!caller.Has(PartnershipRoles.Admin))
            {
                return AgreementStep.Forbid();
            }

            if (record.Status != AgreementStatus.InForce || Standing(record, head.Head) is not { } standing)
            {
                return AgreementStep.Refuse(AgreementConflict.NotInForce);
            }

            var now = time.GetUtcNow();
            var later = Later(effectiveAt, now);
            if (later is not null && standing.EndsAt <= later)
            {
                return AgreementStep.Refuse(AgreementConflict.EndsSooner);
            }

            var ended = record with
            {
                Status = later is null ? AgreementStatus.Terminated : record.Status,
                Termination = new AgreementTermination(caller.Actor, now, later ?? now),
                // Of the new end the parties are told anew.
                Warned = [.. record.Warned.Where(mark => !mark.StartsWith("end-", StringComparison.Ordinal))],
            };
            // INVARIANT: what ends at once leaves the head, so that no instance's slow clock keeps it going.
            var next = later is null ? Without(head.Head, standing) : With(head.Head, standing, standing with { EndsAt = later });
            return Change(act, caller, ended, head, next, reason, later ?? now);
        }
    }

    /// <summary>Lets a party out: from then on it permits nothing from or to it. What it forbids stays forbidden until it ends.</summary>
    /// <param name="caller">An administrator of that party, or of the partnership.</param>
    /// <param name="id">The agreement.</param>
    /// <param name="version">The version in force.</param>
    /// <param name="party">Who leaves.</param>
    /// <param name="reason">In words; kept encrypted in the entry and nowhere else.</param>
    /// <param name="effectiveAt">From when on; null or past: at once.</param>
    /// <param name="expected">The record as the caller read it.</param>
    /// <param name="cancellationToken">Stops before the commit only.</param>
    public ValueTask<AgreementOutcome> WithdrawAsync(
        Caller caller,
        AgreementId id,
        int version,
        AgencyId party,
        string reason,
        DateTimeOffset? effectiveAt,
        RowVersion expected,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        const string act = "agreement.party-withdrawn";
        return steps.TakeAsync(caller, id, version, expected, act, (r, h) => ValueTask.FromResult(Decide(r, h)), cancellationToken);

        AgreementStep Decide(AgreementRecord record, ReadHead head)
        {
            if (!caller.Has(PartnershipRoles.Admin) && !(caller.Has(AgencyRoles.AgencyAdmin) && caller.Agency == party))
            {
                return AgreementStep.Forbid();
            }

            if (record.Status != AgreementStatus.InForce || Standing(record, head.Head) is not { } standing)
            {
                return AgreementStep.Refuse(AgreementConflict.NotInForce);
            }

            var now = time.GetUtcNow();
            var later = Later(effectiveAt, now);
            var before = standing.Withdrawals.FirstOrDefault(left => left.Agency == party);
            if (!record.Parties.Contains(party) || (before is not null && Later(before.From, now) is null))
            {
                return AgreementStep.Refuse(AgreementConflict.NotAParty);
            }

            if (later is not null && before?.From <= later)
            {
                return AgreementStep.Refuse(AgreementConflict.EndsSooner);
            }

            var left = record with
            {
                Withdrawals =
                [
                    .. record.Withdrawals.Where(known => known.Agency != party),
                    new AgreementWithdrawal(party, caller.Actor, now, later ?? now),
                ],
            };
            var next = standing with
            {
                Withdrawals = [.. standing.Withdrawals.Where(known => known.Agency != party), new PartyWithdrawal(party, later)],
            };
            return Change(act, caller, left, head, With(head.Head, standing, next), reason, later ?? now, ("party", party.Value));
        }
    }

    private static AgreementStep Change(
        string act,
        Caller caller,
        AgreementRecord record,
        ReadHead head,
        PartnershipHead next,
        string reason,
        DateTimeOffset effectiveAt,
        params (string Name, string Value)[] details
    ) =>
        new AgreementStep.Change(
            record,
            [PartnershipHeadRow.Replace(head, next)],
            AgreementSteps.Act(act, caller, record, [.. details, ("effective-at", AgreementSteps.Moment(effectiveAt))]) with
            {
                Justification = reason,
            }
        );

    private static DateTimeOffset? Later(DateTimeOffset? moment, DateTimeOffset now) =>
        moment > now ? moment.Value.ToUniversalTime() : null;

    /// <summary>What the head says of this very version; null where it names another or none.</summary>
    internal static AgreementInForce? Standing(AgreementRecord record, PartnershipHead head) =>
        head.Agreements.FirstOrDefault(agreement =>
            agreement.Version == record.Version && string.Equals(agreement.AgreementId, record.Id.Value, StringComparison.Ordinal)
        );

    internal static PartnershipHead Without(PartnershipHead head, AgreementInForce standing) =>
        head with
        {
            Agreements = [.. head.Agreements.Where(agreement => !ReferenceEquals(agreement, standing))],
        };

    private static PartnershipHead With(PartnershipHead head, AgreementInForce standing, AgreementInForce next) =>
        head with
        {
            Agreements = [.. head.Agreements.Select(agreement => ReferenceEquals(agreement, standing) ? next : agreement)],
        };
}
