using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>
/// Lets an administrator of a party answer by name for what the legal check cannot settle, such as law whose commencement is not known. It
/// counts for the very bytes that it was given for.
/// </summary>
public sealed class AgreementSignOffs(AgreementSteps steps, AgreementRegistry registry, LegalReview review, TimeProvider time)
{
    public const int MaximumReasonLength = 500;

    /// <param name="caller">An administrator of a party.</param>
    /// <param name="id">The agreement.</param>
    /// <param name="version">Its version, before it is in force.</param>
    /// <param name="asked">What is answered for.</param>
    /// <param name="cancellationToken">Stops before the commit only.</param>
    public async ValueTask<AgreementOutcome> GiveAsync(
        Caller caller,
        AgreementId id,
        int version,
        SignOffAsked asked,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(asked);
        const string act = "agreement.signed-off";
        return await steps.TakeAsync(caller, id, version, null, act, DecideAsync, cancellationToken);

        async ValueTask<AgreementStep> DecideAsync(AgreementRecord record, Partnership.ReadHead head)
        {
            if (!caller.Has(AgencyRoles.AgencyAdmin) || !record.Parties.Contains(caller.Agency))
            {
                return AgreementStep.Forbid();
            }

            if (record.Status is not (AgreementStatus.Draft or AgreementStatus.InReview))
            {
                return AgreementStep.Refuse(AgreementConflict.NotInReview);
            }

            if (!string.Equals(record.ContentHash, asked.ContentHash, StringComparison.Ordinal))
            {
                return AgreementStep.Refuse(AgreementConflict.OtherContent);
            }

            if (await registry.FindDocumentAsync(caller, id, version, cancellationToken) is not { } document)
            {
                return AgreementStep.Refuse(AgreementConflict.Unreadable);
            }

            var reviewed = await review.ExamineAsync(document.Agreement, head.Head, cancellationToken);
            if (!reviewed.Unsigned(record).Any(finding => finding.Code == asked.Code && finding.Source.Id == asked.Law))
            {
                return AgreementStep.Refuse(AgreementConflict.NothingToSignOff);
            }

            var given = new AgreementSignOff(
                asked.Code,
                asked.Law,
                caller.Agency,
                caller.Actor,
                time.GetUtcNow(),
                record.ContentHash,
                review.Law.Hash
            );
            var signed = record with { SignOffs = [.. record.SignOffs, given] };
            var entry = AgreementSteps.Act(act, caller, signed, ("finding", given.Code), ("law", given.Law), ("law-pack", given.LawPack));
            return new AgreementStep.Change(signed, [], entry with { Justification = asked.Reason });
        }
    }
}

/// <param name="ContentHash">Of the document that the caller has read.</param>
/// <param name="Code">The finding.</param>
/// <param name="Law">The provision that it rests on.</param>
/// <param name="Reason">In words; kept encrypted in the entry and nowhere else.</param>
public sealed record SignOffAsked(string ContentHash, string Code, string Law, string Reason)
{
    public override string ToString() => $"SignOffAsked({Code} {Law})";
}
