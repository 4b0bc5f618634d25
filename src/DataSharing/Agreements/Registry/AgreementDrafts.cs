using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Agreements;

/// <summary>
/// A version before it is in force: changed while it is a draft, put before the parties, and taken back. What the parties sign does not change
/// under their hands: a changed byte is another content hash, and going back to being a draft sets every signature aside.
/// </summary>
public sealed class AgreementDrafts(AgreementSteps steps, LegalReview review, IRecordStore records, TimeProvider time)
{
    /// <summary>Puts another text in the draft's place.</summary>
    /// <param name="caller">An administrator of a party, before and after the change, or of the partnership. They will not activate it.</param>
    /// <param name="id">The agreement.</param>
    /// <param name="version">Its version, a draft.</param>
    /// <param name="document">The text as it was sent; of the same agreement and version.</param>
    /// <param name="expected">The record as the caller read it.</param>
    /// <param name="cancellationToken">Stops before the commit only.</param>
    public async ValueTask<AgreementOutcome> AmendAsync(
        Caller caller,
        AgreementId id,
        int version,
        ReadOnlyMemory<byte> document,
        RowVersion expected,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        return AgreementDocument.Read(document) switch
        {
            DocumentOutcome.Accepted accepted => await TakeAsync(
                caller,
                id,
                version,
                expected,
                "agreement.amended",
                (record, head) => AmendAsync(caller, record, accepted.Document, head, cancellationToken),
                cancellationToken
            ),
            DocumentOutcome.Refused refused => new AgreementOutcome.Rejected(refused.Findings),
            _ => throw new InvalidOperationException("An outcome that this release does not know."),
        };
    }

    /// <summary>Puts the draft before the parties, to be signed.</summary>
    /// <param name="caller">An administrator of a party or of the partnership.</param>
    /// <param name="id">The agreement.</param>
    /// <param name="version">Its version, a draft.</param>
    /// <param name="expected">The record as the caller read it.</param>
    /// <param name="cancellationToken">Stops before the commit only.</param>
    public ValueTask<AgreementOutcome> SubmitAsync(
        Caller caller,
        AgreementId id,
        int version,
        RowVersion expected,
        CancellationToken cancellationToken
    ) =>
        TakeAsync(
            caller,
            id,
            version,
            expected,
            Submitted,
            (record, _) =>
                ValueTask.FromResult(
                    record.Status == AgreementStatus.Draft
                        ? Change(
                            Submitted,
                            caller,
                            record with
                            {
                                Status = AgreementStatus.InReview,
                                Submission = new AgreementSubmission(caller.Actor, time.GetUtcNow()),
                            }
                        )
                        : AgreementStep.Refuse(AgreementConflict.NotADraft)
                ),
            cancellationToken
        );

    /// <summary>Makes a version in review a draft again. Every signature is set aside; sign-offs count for the bytes they were given for.</summary>
    /// <param name="caller">An administrator of a party or of the partnership.</param>
    /// <param name="id">The agreement.</param>
    /// <param name="version">Its version, in review.</param>
    /// <param name="reason">In words; kept encrypted in the entry and nowhere else.</param>
    /// <param name="expected">The record as the caller read it.</param>
    /// <param name="cancellationToken">Stops before the commit only.</param>
    public ValueTask<AgreementOutcome> ReturnAsync(
        Caller caller,
        AgreementId id,
        int version,
        string reason,
        RowVersion expected,
        CancellationToken cancellationToken
    ) =>
        TakeAsync(
            caller,
            id,
            version,
            expected,
            Returned,
            (record, _) =>
                ValueTask.FromResult(
                    record.Status == AgreementStatus.InReview
                        ? Change(
                            Returned,
                            caller,
                            record with
                            {
                                Status = AgreementStatus.Draft,
                                Submission = null,
                                Signatures = [],
                            },
                            reason
                        )
                        : AgreementStep.Refuse(AgreementConflict.NotInReview)
                ),
            cancellationToken
        );

    private const string Submitted = "agreement.submitted";
    private const string Returned = "agreement.returned";

    private ValueTask<AgreementOutcome> TakeAsync(
        Caller caller,
        AgreementId id,
        int version,
        RowVersion expected,
        string act,
        Func<AgreementRecord, ReadHead, ValueTask<AgreementStep>> decide,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        return steps.TakeAsync(
            caller,
            id,
            version,
            expected,
            act,
            (record, head) => MayKeep(caller) ? decide(record, head) : ValueTask.FromResult(AgreementStep.Forbid()),
            cancellationToken
        );
    }

    private async ValueTask<AgreementStep> AmendAsync(
        Caller caller,
        AgreementRecord record,
        AgreementDocument document,
        ReadHead head,
        CancellationToken cancellationToken
    )
    {
        var agreement = document.Agreement;
        if (record.Status != AgreementStatus.Draft)
        {
            return AgreementStep.Refuse(AgreementConflict.NotADraft);
        }

        if (agreement.Id != record.Id || agreement.Version != record.Version)
        {
            return AgreementStep.Refuse(AgreementConflict.OtherAgreement);
        }

        var next = record with
        {
            Title = agreement.Title,
            Parties = [.. agreement.Parties.Select(party => party.Agency)],
            ContentHash = document.ContentHash,
            Signatures = [],
            AmendedBy = [.. record.AmendedBy.Append(caller.Actor).Distinct(StringComparer.Ordinal)],
        };
        if (!AgreementSteps.MaySee(caller, next))
        {
            return AgreementStep.Forbid();
        }

        var reviewed = await review.ExamineAsync(agreement, head.Head, cancellationToken);
        if (reviewed.Refusals is { Count: > 0 } refusals)
        {
            return new AgreementStep.Stop(new AgreementOutcome.Unlawful(refusals));
        }

        var key = AgreementDocumentRow.RowKey(record.Id.Value, record.Version);
        if (await records.FindAsync(AgreementSteps.Partition, key, cancellationToken) is not { } row)
        {
            return AgreementStep.Refuse(AgreementConflict.Unreadable);
        }

        // What it said before is told to those who were a party then as well.
        var act = AgreementSteps.Act("agreement.amended", caller, next, ("former-content-hash", record.ContentHash));
        var told = act.Counterparts.Concat(record.Parties).Where(party => party != caller.Agency).Distinct();
        return new AgreementStep.Change(next, [AgreementDocumentRow.Replace(document, row.Version)], act with { Counterparts = [.. told] });
    }

    private static AgreementStep Change(string act, Caller caller, AgreementRecord next, string? reason = null) =>
        new AgreementStep.Change(next, [], AgreementSteps.Act(act, caller, next) with { Justification = reason });

    private static bool MayKeep(Caller caller) => caller.Has(PartnershipRoles.Admin) || caller.Has(AgencyRoles.AgencyAdmin);
}
