using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Agreements;

/// <summary>Takes a version in review to force: every party signs the same bytes, then an administrator other than its authors activates it.</summary>
public sealed class AgreementSigning(AgreementSteps steps, LegalReview review, IRecordStore records, TimeProvider time)
{
    /// <summary>The head row is read with every request, so it names so many and no more.</summary>
    public const int MaximumInForce = 500;

    /// <summary>Signs for the caller's agency: one signature a party, over exactly the bytes whose hash is given.</summary>
    /// <param name="caller">An administrator of a party.</param>
    /// <param name="id">The agreement.</param>
    /// <param name="version">Its version, in review.</param>
    /// <param name="contentHash">Of the bytes that the signatory has read.</param>
    /// <param name="signatory">The post in which the caller binds the agency.</param>
    /// <param name="cancellationToken">Stops before the commit only.</param>
    public ValueTask<AgreementOutcome> SignAsync(
        Caller caller,
        AgreementId id,
        int version,
        string contentHash,
        SignatoryRole signatory,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        const string act = "agreement.signed";
        return steps.TakeAsync(caller, id, version, null, act, (record, _) => ValueTask.FromResult(Sign(record)), cancellationToken);

        AgreementStep Sign(AgreementRecord record)
        {
            if (!caller.Has(AgencyRoles.AgencyAdmin) || !record.Parties.Contains(caller.Agency))
            {
                return AgreementStep.Forbid();
            }

            if (record.Status != AgreementStatus.InReview)
            {
                return AgreementStep.Refuse(AgreementConflict.NotInReview);
            }

            if (!string.Equals(record.ContentHash, contentHash, StringComparison.Ordinal))
            {
                return AgreementStep.Refuse(AgreementConflict.OtherContent);
            }

            if (record.Signatures.Any(signature => signature.Agency == caller.Agency))
            {
                return AgreementStep.Refuse(AgreementConflict.AlreadySigned);
            }

            var signature = new AgreementSignature(caller.Agency, caller.Actor, "agency.admin", time.GetUtcNow(), contentHash)
            {
                Signatory = signatory,
            };
            var signed = record with { Signatures = [.. record.Signatures, signature] };
            return new AgreementStep.Change(signed, [], AgreementSteps.Act(act, caller, signed, ("signatory", signatory.Code())));
        }
    }

    /// <summary>
    /// Brings a version into force, in the same commit as the head that names it; the version it follows is superseded. A suspension of the
    /// agreement outlasts the change of version.
    /// </summary>
    /// <param name="caller">A partnership administrator, other than the drafter.</param>
    /// <param name="id">The agreement.</param>
    /// <param name="version">Its version.</param>
    /// <param name="expected">The record as the caller read it.</param>
    /// <param name="cancellationToken">Stops before the commit only.</param>
    public ValueTask<AgreementOutcome> ActivateAsync(
        Caller caller,
        AgreementId id,
        int version,
        RowVersion expected,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        const string act = "agreement.activated";
        return steps.TakeAsync(
            caller,
            id,
            version,
            expected,
            act,
            async (record, head) =>
            {
                if (Objection(caller, record, head.Head) is { } objection)
                {
                    return objection;
                }

                var row = await records.FindAsync(
                    AgreementSteps.Partition,
                    AgreementDocumentRow.RowKey(record.Id.Value, record.Version),
                    cancellationToken
                );
                if (AgreementDocumentRow.Open(row, record.ContentHash) is not { } document)
                {
                    return AgreementStep.Refuse(AgreementConflict.Unreadable);
                }

                var now = time.GetUtcNow();
                if (document.Agreement.EffectiveTo <= now)
                {
                    return AgreementStep.Refuse(AgreementConflict.Ended);
                }

                // Judged again: law, parties and dates may have changed since it was drafted.
                var reviewed = await review.ExamineAsync(document.Agreement, head.Head, cancellationToken);
                return reviewed.Refusals is { Count: > 0 } refusals ? new AgreementStep.Stop(new AgreementOutcome.Unlawful(refusals))
                    : reviewed.Unsigned(record) is { Count: > 0 } unsigned ? new AgreementStep.Stop(new AgreementOutcome.Unlawful(unsigned))
                    : await EnforceAsync(caller, record, AgreementCompiler.Compile(document), head, now, cancellationToken);
            },
            cancellationToken
        );
    }

    private static AgreementStep? Objection(Caller caller, AgreementRecord record, PartnershipHead head)
    {
        if (!caller.Has(PartnershipRoles.Admin))
        {
            return AgreementStep.Forbid();
        }

        AgreementConflict? conflict =
            record.Status != AgreementStatus.InReview ? AgreementConflict.NotInReview
            : string.Equals(record.DraftedBy, caller.Actor, StringComparison.Ordinal)
            || record.AmendedBy.Contains(caller.Actor, StringComparer.Ordinal)
                ? AgreementConflict.SecondPersonNeeded
            : record.Unsigned.Count > 0 ? AgreementConflict.SignatureMissing
            : !record.Parties.All(party => head.Agencies.Any(agency => agency.Id == party && !agency.Suspended))
                ? AgreementConflict.PartyNotActive
            : Current(record, head) is { } current && current.Version >= record.Version ? AgreementConflict.LaterVersionInForce
            : Current(record, head) is null && head.Agreements.Count >= MaximumInForce ? AgreementConflict.TooManyInForce
            : null;
        return conflict is { } reason ? AgreementStep.Refuse(reason) : null;
    }

    private async ValueTask<AgreementStep> EnforceAsync(
        Caller caller,
        AgreementRecord record,
        AgreementArtefact artefact,
        ReadHead head,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var current = Current(record, head.Head);
        var suspended = current?.Suspended ?? false;
        var active = record with
        {
            Status = AgreementStatus.InForce,
            Activation = new AgreementActivation(caller.Actor, now, artefact.ArtefactHash) { LawPack = review.Law.Hash },
            SuspendedAt = suspended ? now : null,
        };
        var entry = new AgreementInForce(record.Id.Value, record.Version, record.ContentHash, artefact.ArtefactHash, suspended);
        var next = head.Head with { Agreements = [.. head.Head.Agreements.Where(agreement => agreement != current), entry] };
        var further = new List<RowWrite> { PartnershipHeadRow.Replace(head, next) };
        var act = AgreementSteps.Act("agreement.activated", caller, active, ("artefact-hash", artefact.ArtefactHash));
        if (
            current is not null
            && await steps.FindAnyAsync(current.AgreementId, current.Version, cancellationToken)
                is { Record.Status: AgreementStatus.InForce } former
        )
        {
            var superseded = former.Record with { Status = AgreementStatus.Superseded };
            further.Add(AgreementRecord.Format.Replace(superseded.Reference, superseded, former.Version));
            // A party that the new version leaves out loses what the former one gave it, and has to find that.
            var told = act.Counterparts.Concat(superseded.Parties).Where(party => party != caller.Agency).Distinct();
            act = act with { Counterparts = [.. told] };
        }

        return new AgreementStep.Change(active, further, act);
    }

    private static AgreementInForce? Current(AgreementRecord record, PartnershipHead head) =>
        head.Agreements.FirstOrDefault(agreement => string.Equals(agreement.AgreementId, record.Id.Value, StringComparison.Ordinal));
}
