using DataSharing.Audit;
using DataSharing.Identifiers;
using DataSharing.Identity;
using DataSharing.Messaging;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>Registers the people, groups, businesses and places that an agency answers for, and keeps who was told of whom.</summary>
public sealed class SubjectRegister(
    IRecordStore records,
    Journal journal,
    DataKeys keys,
    CreationId creationIds,
    IdempotencyRow idempotency,
    TimeProvider time
)
{
    internal const string Registered = "subject.registered";
    internal const string Changed = "subject.changed";

    private static readonly RowFormat<SubjectAcquaintance> AcquaintanceFormat = new(1, EntitiesJson.Default.SubjectAcquaintance);

    public async ValueTask<RegisterSubjectOutcome> RegisterAsync(
        Caller caller,
        SubjectKind kind,
        SubjectParticulars particulars,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(particulars);
        ArgumentNullException.ThrowIfNull(retry);
        var id = await creationIds.ForAsync(caller, "subjects", retry.Key, cancellationToken);
        var partition = Shards.Of(id);
        var kept = Checked(particulars);
        while (true)
        {
            var idem = await records.FindAsync(partition, IdempotencyRow.RowKey(id), cancellationToken);
            switch (await idempotency.MatchesAsync(idem, retry.Body, cancellationToken))
            {
                case false:
                    return new RegisterSubjectOutcome.KeyReused();
                case true:
                    return await AgainAsync(caller, id, kept, cancellationToken);
            }

            var key = await keys.FindOrCreateAsync(DataKeyId.OfSubject(id, caller.Agency), cancellationToken);
            var rowKey = SubjectRecord.RowKey(id);
            var now = time.GetUtcNow();
            var content = key.Seal(kept, EntitiesJson.Default.SubjectParticulars, rowKey);
            var act = new AuditAct
            {
                Act = Registered,
                Caller = caller,
                Subjects = [new AuditSubject(id)],
            };
            RowWrite[] writes =
            [
                SubjectRecord.Format.Insert(rowKey, new SubjectRecord(kind, caller.Agency, now, caller.Actor, content)),
                await idempotency.InsertAsync(id, retry.Body, cancellationToken),
            ];
            var notice = new EventEnvelope(
                $"{Registered}:{id}",
                Registered,
                id,
                now,
                new Dictionary<string, string>(StringComparer.Ordinal)
            );
            var outcome = await journal.CommitAsync(new JournalCommit(partition, writes, act, [notice]), cancellationToken);
            if (outcome is JournalOutcome.Committed { Versions: [{ } version, ..], Receipt: var receipt })
            {
                return new RegisterSubjectOutcome.Registered(id, kept, version, receipt);
            }

            // The same request, racing itself, was first: look again and answer as it was answered.
        }
    }

    /// <summary>Notes that an agency has been told of a subject. Idempotent bookkeeping of the relay's consumers.</summary>
    public async ValueTask NoteAcquaintanceAsync(AgencyId agency, string subjectId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(agency);
        if (string.Equals(subjectId, DataKeyId.Nobody, StringComparison.Ordinal))
        {
            return;
        }

        var write = AcquaintanceFormat.Insert(AcquaintanceKey(subjectId, agency), new SubjectAcquaintance(time.GetUtcNow()));
        // A conflict means that it was noted before.
        await records.CommitAsync(new RecordCommit(Shards.Of(subjectId), [write]), cancellationToken);
    }

    internal static string AcquaintanceKey(string subjectId, AgencyId agency) => $"knows:{subjectId}:{agency}";

    /// <summary>Every identifier normalised, with what its check said. A failed check bars nothing: it is all that somebody may have.</summary>
    private static SubjectParticulars Checked(SubjectParticulars particulars) =>
        particulars with
        {
            Identifiers =
            [
                .. particulars.Identifiers.Select(i =>
                {
                    var check = IdentifierCheck.Of(i.Scheme, i.Value);
                    return new SubjectIdentifier(i.Scheme, check.Normalised, check.Code);
                }),
            ],
        };

    private async ValueTask<RegisterSubjectOutcome> AgainAsync(
        Caller caller,
        string id,
        SubjectParticulars kept,
        CancellationToken cancellationToken
    )
    {
        var partition = Shards.Of(id);
        var row =
            await records.FindAsync(partition, SubjectRecord.RowKey(id), cancellationToken)
            ?? throw new StoreUnavailableException("A created record is missing.");
        var act = new AuditAct
        {
            Act = "subject.registered-again",
            Caller = caller,
            Subjects = [new AuditSubject(id)],
        };
        return new RegisterSubjectOutcome.Registered(id, kept, row.Version, await journal.RecordAsync(partition, act, cancellationToken));
    }
}
