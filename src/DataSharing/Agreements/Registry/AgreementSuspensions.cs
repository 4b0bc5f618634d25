using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Agreements;

/// <summary>Suspends an agreement in force, so that from the next request on it permits nothing (its prohibitions stand), and resumes it.</summary>
public sealed class AgreementSuspensions(AgreementSteps steps, TimeProvider time)
{
    public const int MaximumReasonLength = 500;

    /// <param name="caller">A partnership administrator.</param>
    /// <param name="id">The agreement.</param>
    /// <param name="version">The version in force.</param>
    /// <param name="reason">In words; kept encrypted in the entry and nowhere else.</param>
    /// <param name="expected">The record as the caller read it.</param>
    /// <param name="cancellationToken">Stops before the commit only.</param>
    public ValueTask<AgreementOutcome> SuspendAsync(
        Caller caller,
        AgreementId id,
        int version,
        string reason,
        RowVersion expected,
        CancellationToken cancellationToken
    ) => SetAsync(caller, id, version, reason, expected, cancellationToken);

    /// <inheritdoc cref="SuspendAsync"/>
    public ValueTask<AgreementOutcome> ResumeAsync(
        Caller caller,
        AgreementId id,
        int version,
        RowVersion expected,
        CancellationToken cancellationToken
    ) => SetAsync(caller, id, version, null, expected, cancellationToken);

    private ValueTask<AgreementOutcome> SetAsync(
        Caller caller,
        AgreementId id,
        int version,
        string? reason,
        RowVersion expected,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        var suspend = reason is not null;
        var act = suspend ? "agreement.suspended" : "agreement.resumed";
        return steps.TakeAsync(
            caller,
            id,
            version,
            expected,
            act,
            (record, head) => ValueTask.FromResult(Decide(record, head)),
            cancellationToken
        );

        AgreementStep Decide(AgreementRecord record, ReadHead head)
        {
            if (!caller.Has(PartnershipRoles.Admin))
            {
                return AgreementStep.Forbid();
            }

            if (record.Status != AgreementStatus.InForce)
            {
                return AgreementStep.Refuse(AgreementConflict.NotInForce);
            }

            if (suspend == record.SuspendedAt is not null)
            {
                return AgreementStep.Refuse(suspend ? AgreementConflict.AlreadySuspended : AgreementConflict.NotSuspended);
            }

            var changed = record with { SuspendedAt = suspend ? time.GetUtcNow() : null };
            var next = head.Head with
            {
                Agreements =
                [
                    .. head.Head.Agreements.Select(agreement =>
                        string.Equals(agreement.AgreementId, record.Id.Value, StringComparison.Ordinal)
                            ? agreement with
                            {
                                Suspended = suspend,
                            }
                            : agreement
                    ),
                ],
            };
            var entry = AgreementSteps.Act(act, caller, changed) with { Justification = reason };
            return new AgreementStep.Change(changed, [PartnershipHeadRow.Replace(head, next)], entry);
        }
    }
}
