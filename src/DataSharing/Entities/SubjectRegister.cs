using System.Text.Json;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>
/// The people, groups, businesses and places that exchanges are about: an opaque id that agencies may use between them, and particulars that
/// only the controller reads here. Others learn them through disclosures.
/// </summary>
public sealed class SubjectRegister(
    IRecordStore records,
    Journal journal,
    DataKeys keys,
    CreationId creationIds,
    IdempotencyRow idempotency,
    TimeProvider time
)
{
    public async ValueTask<RegisterSubjectOutcome> RegisterAsync(
        Caller caller,
        SubjectKind kind,
        SubjectParticulars particulars,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(retry);
        var id = await creationIds.ForAsync(caller, "subjects", retry.Key, cancellationToken);
        var partition = Shards.Of(id);
        while (true)
        {
            var idem = await records.FindAsync(partition, IdempotencyRow.RowKey(id), cancellationToken);
            switch (await idempotency.MatchesAsync(idem, retry.Body, cancellationToken))
            {
                case false:
                    return new RegisterSubjectOutcome.KeyReused();
                case true:
                    return await AgainAsync(caller, id, partition, cancellationToken);
            }

            var key = await keys.FindOrCreateAsync(DataKeyId.OfSubject(id, caller.Agency), cancellationToken);
            var plain = JsonSerializer.SerializeToUtf8Bytes(particulars, EntitiesJson.Default.SubjectParticulars);
            var record = new SubjectRecord(
                kind,
                caller.Agency,
                time.GetUtcNow(),
                caller.Actor,
                key.SealContent(plain, SubjectRecord.RowKey(id))
            );
            var act = new AuditAct
            {
                Act = "subject.registered",
                Caller = caller,
                Subjects = [new AuditSubject(id)],
            };
            RowWrite[] writes =
            [
                SubjectRecord.Format.Insert(SubjectRecord.RowKey(id), record),
                await idempotency.InsertAsync(id, retry.Body, cancellationToken),
            ];
            var outcome = await journal.CommitAsync(new JournalCommit(partition, writes, act, []), cancellationToken);
            if (outcome is JournalOutcome.Committed { Versions: [{ } version, ..], Receipt: var receipt })
            {
                return new RegisterSubjectOutcome.Registered(id, version, receipt);
            }

            // The same request, racing itself, was first: look again and answer as it was answered.
        }
    }

    /// <summary>The controller reads its own record: no agreement is needed, an entry is.</summary>
    public async ValueTask<ReadSubjectOutcome> ReadAsync(
        Caller caller,
        string subjectId,
        StatedAccess access,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(access);
        var partition = Shards.Of(subjectId);
        var row = await records.FindAsync(partition, SubjectRecord.RowKey(subjectId), cancellationToken);
        var key = await keys.FindAsync(DataKeyId.OfSubject(subjectId, caller.Agency), cancellationToken);
        var record = row is null ? null : SubjectRecord.Format.Read(row);
        var act = new AuditAct
        {
            Act = "subject.read",
            Caller = caller,
            Purpose = access.Purpose,
            Justification = access.Reason,
        };
        if (row is null || record is null || key is null || record.Controller != caller.Agency)
        {
            return new ReadSubjectOutcome.NotFound(await journal.NotFoundAsync(partition, act, subjectId, cancellationToken));
        }

        var plain = key.OpenContent(record.Particulars, SubjectRecord.RowKey(subjectId));
        var particulars =
            JsonSerializer.Deserialize(plain, EntitiesJson.Default.SubjectParticulars)
            ?? throw new UnknownRowVersionException(row.SchemaVersion);
        var receipt = await journal.RecordAsync(partition, act with { Subjects = [new AuditSubject(subjectId)] }, cancellationToken);
        return new ReadSubjectOutcome.Found(subjectId, record, particulars, row.Version, receipt);
    }

    /// <summary>The kind of a subject that this agency may refer to: its own, or one it was told of. Null: not there or not theirs.</summary>
    public async ValueTask<SubjectKind?> KindForAsync(AgencyId agency, string subjectId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(agency);
        var partition = Shards.Of(subjectId);
        var row = await records.FindAsync(partition, SubjectRecord.RowKey(subjectId), cancellationToken);
        var told = await records.FindAsync(partition, Acquaintance(subjectId, agency), cancellationToken);
        var record = row is null ? null : SubjectRecord.Format.Read(row);
        return record is not null && (record.Controller == agency || told is not null) ? record.Kind : null;
    }

    /// <summary>Notes that an agency has been told of a subject. Idempotent bookkeeping of the relay's consumers.</summary>
    public async ValueTask NoteAcquaintanceAsync(AgencyId agency, string subjectId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(agency);
        var write = AcquaintanceFormat.Insert(Acquaintance(subjectId, agency), new SubjectAcquaintance(time.GetUtcNow()));
        // A conflict means that it was noted before.
        await records.CommitAsync(new RecordCommit(Shards.Of(subjectId), [write]), cancellationToken);
    }

    private static readonly RowFormat<SubjectAcquaintance> AcquaintanceFormat = new(1, EntitiesJson.Default.SubjectAcquaintance);

    private static string Acquaintance(string subjectId, AgencyId agency) => $"knows:{subjectId}:{agency}";

    private async ValueTask<RegisterSubjectOutcome> AgainAsync(
        Caller caller,
        string id,
        string partition,
        CancellationToken cancellationToken
    )
    {
        var row =
            await records.FindAsync(partition, SubjectRecord.RowKey(id), cancellationToken)
            ?? throw new StoreUnavailableException("A created record is missing.");
        var act = new AuditAct
        {
            Act = "subject.registered-again",
            Caller = caller,
            Subjects = [new AuditSubject(id)],
        };
        return new RegisterSubjectOutcome.Registered(id, row.Version, await journal.RecordAsync(partition, act, cancellationToken));
    }
}
