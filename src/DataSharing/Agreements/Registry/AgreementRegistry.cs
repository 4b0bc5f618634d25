using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Agreements;

/// <summary>Drafts agreements, and shows drafts and versions to those who may see them.</summary>
public sealed class AgreementRegistry(
    IRecordStore records,
    AgreementSteps steps,
    LegalReview review,
    PartnershipHeadRow heads,
    Journal journal,
    CreationId creationIds,
    IdempotencyRow idempotency,
    TimeProvider time
)
{
    private const string Drafted = "agreement.drafted";
    private const int PageSize = 200;

    /// <summary>Reads a document and keeps it as a draft. Whoever administers a party, or the partnership, may draft.</summary>
    /// <param name="caller">Who.</param>
    /// <param name="retry">The document as it was sent, with the key of this attempt.</param>
    /// <param name="cancellationToken">Stops before the commit only.</param>
    public async ValueTask<AgreementOutcome> DraftAsync(Caller caller, RetryKey retry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(retry);
        if (!caller.Has(PartnershipRoles.Admin) && !caller.Has(AgencyRoles.AgencyAdmin))
        {
            return new AgreementOutcome.Forbidden();
        }

        return AgreementDocument.Read(retry.Body) switch
        {
            DocumentOutcome.Accepted accepted => await DraftAsync(caller, accepted.Document, retry, cancellationToken),
            DocumentOutcome.Refused refused => new AgreementOutcome.Rejected(refused.Findings),
            _ => throw new InvalidOperationException("An outcome that this release does not know."),
        };
    }

    private async ValueTask<AgreementOutcome> DraftAsync(
        Caller caller,
        AgreementDocument document,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        var record = RecordOf(document, caller);
        if (!AgreementSteps.MaySee(caller, record))
        {
            return new AgreementOutcome.Forbidden();
        }

        var creationId = await creationIds.ForAsync(caller, "agreements", retry.Key, cancellationToken);
        return await TriedBeforeAsync(caller, creationId, record, retry, cancellationToken)
            ?? await OthersAsync(caller, record, cancellationToken)
            ?? await UnlawfulAsync(document, cancellationToken)
            ?? await steps.CommitAsync(
                [
                    AgreementRecord.Format.Insert(record.Reference, record),
                    AgreementDocumentRow.Insert(document),
                    await idempotency.InsertAsync(creationId, retry.Body, cancellationToken),
                ],
                record,
                AgreementSteps.Act(Drafted, caller, record),
                cancellationToken
            )
            // Lost a race: against its own retry, or against another draft of the same name.
            ?? await TriedBeforeAsync(caller, creationId, record, retry, cancellationToken)
            ?? new AgreementOutcome.Conflict(AgreementConflict.VersionExists);
    }

    // Coming into force ends the version before, so a name goes on with those who may see some version of it. Nobody else is told more than of one
    // that they could have met with by chance.
    private async ValueTask<AgreementOutcome?> OthersAsync(Caller caller, AgreementRecord record, CancellationToken cancellationToken)
    {
        var versions = await records.ReadAllAsync(
            AgreementSteps.Partition,
            AgreementRecord.RowKeyPrefix(record.Id.Value),
            cancellationToken
        );
        return versions.Count == 0 || versions.Any(row => AgreementSteps.MaySee(caller, AgreementRecord.Format.Read(row)))
            ? null
            : new AgreementOutcome.Conflict(AgreementConflict.VersionExists);
    }

    // A version's number is used up by its draft, so a draft that could never come into force is not kept.
    private async ValueTask<AgreementOutcome?> UnlawfulAsync(AgreementDocument document, CancellationToken cancellationToken)
    {
        var reviewed = await review.ExamineAsync(document.Agreement, (await HeadAsync(cancellationToken)).Head, cancellationToken);
        return reviewed.Refusals is { Count: > 0 } refusals ? new AgreementOutcome.Unlawful(refusals) : null;
    }

    /// <summary>The legal check of a version as of now, with the record whose sign-offs count. Null as for <see cref="FindAsync"/>.</summary>
    public async ValueTask<(AgreementRecord Record, LegalReviewed Reviewed)?> ReviewAsync(
        Caller caller,
        AgreementId id,
        int version,
        CancellationToken cancellationToken
    )
    {
        if (
            await FindAsync(caller, id, version, cancellationToken) is not { } found
            || await FindDocumentAsync(caller, id, version, cancellationToken) is not { } document
        )
        {
            return null;
        }

        var head = await HeadAsync(cancellationToken);
        return (found.Record, await review.ExamineAsync(document.Agreement, head.Head, cancellationToken));
    }

    private async ValueTask<ReadHead> HeadAsync(CancellationToken cancellationToken) =>
        await heads.FindAsync(cancellationToken) ?? throw new StoreUnavailableException("The partnership has not been founded yet.");

    /// <summary>Where a version stands; null where it is not there or not the caller's to see.</summary>
    public ValueTask<Versioned<AgreementRecord>?> FindAsync(Caller caller, AgreementId id, int version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(id);
        return steps.FindAsync(caller, id, version, cancellationToken);
    }

    /// <summary>What a version says: the very bytes that its parties sign. Null as for <see cref="FindAsync"/>.</summary>
    /// <exception cref="InvalidOperationException">The stored bytes are not those of the record's hash. An operator must look.</exception>
    public async ValueTask<AgreementDocument?> FindDocumentAsync(
        Caller caller,
        AgreementId id,
        int version,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(caller, id, version, cancellationToken) is not { } found)
        {
            return null;
        }

        while (true)
        {
            var row = await records.FindAsync(AgreementSteps.Partition, AgreementDocumentRow.RowKey(id.Value, version), cancellationToken);
            if (AgreementDocumentRow.Open(row, found.Record.ContentHash) is { } document)
            {
                return document;
            }

            // A draft may have been changed between the two reads; what stands still must fit.
            var known = found.Record.ContentHash;
            if (await FindAsync(caller, id, version, cancellationToken) is not { } again)
            {
                return null;
            }

            found = string.Equals(again.Record.ContentHash, known, StringComparison.Ordinal)
                ? throw new InvalidOperationException("A stored agreement document is not what its record says.")
                : again;
        }
    }

    /// <summary>Every version that the caller may see, in order of id and version.</summary>
    public async ValueTask<IReadOnlyList<Versioned<AgreementRecord>>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var found = new List<Versioned<AgreementRecord>>();
        var (from, end) = (AgreementRecord.Prefix, RowKeys.PrefixEnd(AgreementRecord.Prefix));
        while (true)
        {
            var page = await records.ReadRangeAsync(AgreementSteps.Partition, from, end, PageSize, cancellationToken);
            found.AddRange(
                page.Rows.Select(row => new Versioned<AgreementRecord>(AgreementRecord.Format.Read(row), row.Version))
                    .Where(item => AgreementSteps.MaySee(caller, item.Record))
            );
            if (page.ContinueAfter is not { } last)
            {
                return [.. found.OrderBy(item => item.Record.Id.Value, StringComparer.Ordinal).ThenBy(item => item.Record.Version)];
            }

            from = RowKeys.After(last);
        }
    }

    private async ValueTask<AgreementOutcome?> TriedBeforeAsync(
        Caller caller,
        string creationId,
        AgreementRecord record,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        var row = await records.FindAsync(AgreementSteps.Partition, IdempotencyRow.RowKey(creationId), cancellationToken);
        switch (await idempotency.MatchesAsync(row, retry.Body, cancellationToken))
        {
            case null:
                return null;
            case false:
                return new AgreementOutcome.KeyReused();
            default:
                var made =
                    await steps.FindAnyAsync(record.Id.Value, record.Version, cancellationToken)
                    ?? throw new InvalidOperationException("A draft that committed with its key is gone.");
                var act = AgreementSteps.Act("agreement.drafted-again", caller, made.Record);
                return new AgreementOutcome.Done(
                    made.Record,
                    made.Version,
                    await journal.RecordAsync(AgreementSteps.Partition, act, cancellationToken)
                );
        }
    }

    private AgreementRecord RecordOf(AgreementDocument document, Caller caller) =>
        new(
            document.Agreement.Id,
            document.Agreement.Version,
            document.Agreement.Title,
            [.. document.Agreement.Parties.Select(party => party.Agency)],
            document.ContentHash,
            AgreementStatus.Draft,
            caller.Actor,
            time.GetUtcNow(),
            [],
            null,
            null
        );
}
