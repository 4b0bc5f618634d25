using System.Globalization;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;
using DataSharing.TransparencyLog;

namespace DataSharing.Audit;

/// <summary>
/// An officer takes the answer to a question out of the platform. The question and its bound are fixed when the export is made; each chunk of
/// entries that leaves is an act of its own, in the log before it leaves.
/// </summary>
public sealed class AuditExports(
    IRecordStore records,
    AuditQueries queries,
    Journal journal,
    CreationId creationIds,
    IdempotencyRow idempotency,
    TimeProvider time
)
{
    public const int MaximumListed = 100;

    /// <summary>Entries that leave under one act.</summary>
    public const int ChunkSize = 500;

    internal const string TakenOut = "audit.exported";

    public async ValueTask<CreateExportOutcome> CreateAsync(
        Caller officer,
        ExportKind kind,
        AuditSearch question,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(officer);
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(retry);
        var partition = Shards.Of(officer.Agency.Value);
        if (question.IsAboutOwn(officer))
        {
            var refused = new AuditAct
            {
                Act = "audit.own-refused",
                Caller = officer,
                Asked = question.Asked,
            };
            return new CreateExportOutcome.NeedsAnother(await journal.RecordAsync(partition, refused, cancellationToken));
        }

        var id = await creationIds.ForAsync(officer, "audit-exports", retry.Key, cancellationToken);
        var act = new AuditAct
        {
            Act = "audit.export-made",
            Caller = officer,
            Records = [$"export:{id}"],
            Asked = question.Asked,
            Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = kind.ToString() },
        };
        while (true)
        {
            var idem = await records.FindAsync(partition, IdempotencyRow.RowKey(id), cancellationToken);
            switch (await idempotency.MatchesAsync(idem, retry.Body, cancellationToken))
            {
                case false:
                    return new CreateExportOutcome.KeyReused();
                case true:
                    var found =
                        await FindAsync(officer, id, cancellationToken)
                        ?? throw new StoreUnavailableException("A created record is missing.");
                    var again = act with { Act = "audit.export-made-again" };
                    return new CreateExportOutcome.Created(found, await journal.RecordAsync(partition, again, cancellationToken));
            }

            var completeTo = await queries.CompleteToAsync(cancellationToken);
            var export = new ExportRecord
            {
                Id = id,
                Agency = officer.Agency,
                By = officer.Actor,
                At = time.GetUtcNow(),
                Kind = kind,
                Question = question with { Before = question.Before is { } before && before < completeTo ? before : completeTo },
                CompleteTo = completeTo,
            };
            RowWrite[] writes =
            [
                ExportRecord.Format.Insert(ExportRecord.RowKey(officer.Agency, id), export),
                await idempotency.InsertAsync(id, retry.Body, cancellationToken),
            ];
            if (
                await journal.CommitAsync(new JournalCommit(partition, writes, act, []), cancellationToken)
                is JournalOutcome.Committed committed
            )
            {
                return new CreateExportOutcome.Created(export, committed.Receipt);
            }
        }
    }

    /// <summary>The agency's exports, the newest first; at most <see cref="MaximumListed"/>.</summary>
    public async ValueTask<(IReadOnlyList<ExportRecord> Exports, AuditReceipt Receipt)> ListAsync(
        Caller officer,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(officer);
        var partition = Shards.Of(officer.Agency.Value);
        var rows = await records.ReadAllAsync(partition, ExportRecord.Prefix(officer.Agency), cancellationToken);
        ExportRecord[] newest = [.. rows.Select(ExportRecord.Format.Read).OrderByDescending(export => export.At).Take(MaximumListed)];
        var act = new AuditAct { Act = "audit.exports-listed", Caller = officer };
        return (newest, await journal.RecordAsync(partition, act, cancellationToken));
    }

    /// <summary>One of the agency's exports; null alike where there is none and where it is another agency's.</summary>
    public async ValueTask<(ExportRecord? Export, AuditReceipt Receipt)> ReadAsync(
        Caller officer,
        string id,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(officer);
        var export = await FindAsync(officer, id, cancellationToken);
        var act = new AuditAct
        {
            Act = "audit.export-read",
            Caller = officer,
            Records = export is null ? [] : [$"export:{id}"],
            Asked = export is null ? id : null,
        };
        return (export, await journal.RecordAsync(Shards.Of(officer.Agency.Value), act, cancellationToken));
    }

    /// <summary>Takes a subject who was disposed of out of the questions of an agency's exports; their answers are gone with the key.</summary>
    internal async ValueTask ForgetAsync(AgencyId agency, string subjectId, CancellationToken cancellationToken)
    {
        var partition = Shards.Of(agency.Value);
        foreach (var row in await records.ReadAllAsync(partition, ExportRecord.Prefix(agency), cancellationToken))
        {
            var export = ExportRecord.Format.Read(row);
            var question = export.Question;
            var isAsked = string.Equals(question.SubjectId, subjectId, StringComparison.Ordinal);
            var isNamed = question.Record?.EndsWith(subjectId, StringComparison.Ordinal) == true;
            if (!isAsked && !isNamed)
            {
                continue;
            }

            var next = question with
            {
                SubjectId = isAsked ? DataKeyId.Nobody : question.SubjectId,
                Record = isNamed ? DataKeyId.Nobody : question.Record,
            };
            var act = new AuditAct
            {
                Act = "audit.export-disposed",
                Caller = null,
                Records = [$"export:{export.Id}"],
                Counterparts = [agency],
            };
            RowWrite[] writes = [ExportRecord.Format.Replace(row.RowKey, export with { Question = next }, row.Version)];
            // A conflict means that the export is being taken out: the next pass finds it again.
            await journal.CommitAsync(new JournalCommit(partition, writes, act, []), cancellationToken);
        }
    }

    internal async ValueTask<ExportRecord?> FindAsync(Caller officer, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(officer);
        var row = await records.FindAsync(Shards.Of(officer.Agency.Value), ExportRecord.RowKey(officer.Agency, id), cancellationToken);
        return row is null ? null : ExportRecord.Format.Read(row);
    }

    /// <summary>The next chunk of a run, with its entry committed: it may leave now. The last has no <see cref="AuditPage.Next"/>.</summary>
    /// <exception cref="StoreUnavailableException">Nothing of it may leave.</exception>
    internal async ValueTask<(AuditPage Page, AuditReceipt Receipt)> ChunkAsync(
        Caller officer,
        ExportRecord export,
        ExportRun run,
        AuditCursor? after,
        CancellationToken cancellationToken
    )
    {
        var page = await queries.PageAsync(officer, export.Question, after, ChunkSize, cancellationToken);
        var details = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["run"] = run.Id,
            ["first"] = (run.Entries + 1).ToString(CultureInfo.InvariantCulture),
            ["entries"] = page.Entries.Count.ToString(CultureInfo.InvariantCulture),
        };
        // INVARIANT: the entry of the chunk is in the log before the chunk leaves.
        var next = run with
        {
            Entries = run.Entries + page.Entries.Count,
        };
        return (page, (await NoteAsync(officer, export, next, TakenOut, details, cancellationToken)).Receipt);
    }

    /// <summary>Notes that a run wrote its last entry, and what its manifest is going to state; the entry and its receipt vouch for it.</summary>
    /// <param name="officer">Who takes it out.</param>
    /// <param name="export">The export.</param>
    /// <param name="run">Finished, with the file's hash.</param>
    /// <param name="statement">The digest of <see cref="ExportStatement"/>.</param>
    /// <param name="cancellationToken">Stops before the commit only.</param>
    internal async ValueTask<JournalOutcome.Committed> FinishAsync(
        Caller officer,
        ExportRecord export,
        ExportRun run,
        string statement,
        CancellationToken cancellationToken
    )
    {
        var details = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["run"] = run.Id,
            ["entries"] = run.Entries.ToString(CultureInfo.InvariantCulture),
            ["sha256"] = run.FileHash ?? "",
            [ExportStatement.Detail] = statement,
        };
        return await NoteAsync(officer, export, run, ExportStatement.Act, details, cancellationToken);
    }

    private async ValueTask<JournalOutcome.Committed> NoteAsync(
        Caller officer,
        ExportRecord export,
        ExportRun run,
        string act,
        Dictionary<string, string> details,
        CancellationToken cancellationToken
    )
    {
        var (partition, rowKey) = (Shards.Of(export.Agency.Value), ExportRecord.RowKey(export.Agency, export.Id));
        var noted = new AuditAct
        {
            Act = act,
            Caller = officer,
            Records = [$"export:{export.Id}"],
            Details = details,
        };
        while (true)
        {
            var row = await records.FindAsync(partition, rowKey, cancellationToken);
            var stored = row is null ? throw new StoreUnavailableException("An export is missing.") : ExportRecord.Format.Read(row);
            // Of two runs beside one another, the one that began last is told of.
            RowWrite[] writes =
                stored.Run is { } other && other.Id != run.Id && other.StartedAt > run.StartedAt
                    ? []
                    : [ExportRecord.Format.Replace(rowKey, stored with { Run = run }, row.Version)];
            if (
                await journal.CommitAsync(new JournalCommit(partition, writes, noted, []), cancellationToken)
                is JournalOutcome.Committed committed
            )
            {
                return committed;
            }
        }
    }
}

/// <summary>What became of making an export.</summary>
public abstract record CreateExportOutcome
{
    private CreateExportOutcome() { }

    public sealed record Created(ExportRecord Export, AuditReceipt Receipt) : CreateExportOutcome;

    /// <summary>The Idempotency-Key was used with another body.</summary>
    public sealed record KeyReused : CreateExportOutcome;

    /// <summary>It asks what the officer did, which is not theirs to review. The attempt is an entry.</summary>
    public sealed record NeedsAnother(AuditReceipt Receipt) : CreateExportOutcome;
}
