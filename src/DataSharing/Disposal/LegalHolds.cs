using System.Text.Json;
using DataSharing.Audit;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Disposal;

/// <summary>
/// An officer says that nothing of a subject may be disposed of: an inquiry, a court case, a review. It stands until an officer lifts it, with a
/// reason; several may stand at once.
/// </summary>
public sealed class LegalHolds(
    IRecordStore records,
    Journal journal,
    DataKeys keys,
    SubjectDisposal subjects,
    HoldGuard guard,
    CreationId creationIds,
    IdempotencyRow idempotency,
    TimeProvider time
)
{
    public const int PageSize = 50;

    public async ValueTask<LegalHoldOutcome> SetAsync(
        Caller officer,
        string subjectId,
        LegalHoldRequest asked,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(officer);
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(retry);
        var partition = Shards.Of(subjectId);
        var id = await creationIds.ForAsync(officer, $"holds/{subjectId}", retry.Key, cancellationToken);
        var rowKey = LegalHoldRecord.Prefix(subjectId, officer.Agency) + id;
        var words = new LegalHoldSection(asked.Reason, asked.AskedBy);
        var act = new AuditAct { Act = "hold.set", Caller = officer };
        if (asked.Ground is { } ground)
        {
            act = act with { Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["ground"] = ground.Code } };
        }

        while (true)
        {
            var control = await subjects.ControlAsync(subjectId, officer.Agency, cancellationToken);
            var keyId = DataKeyId.OfSubject(subjectId, officer.Agency);
            var keyRow = await keys.RowAsync(keyId, cancellationToken);
            var idem = await records.FindAsync(partition, IdempotencyRow.RowKey(id), cancellationToken);
            if (control is null || keyRow is null || await keys.UnwrapAsync(keyId, keyRow, cancellationToken) is not { } key)
            {
                return new LegalHoldOutcome.NotFound(await journal.NotFoundAsync(partition, act, subjectId, cancellationToken));
            }

            act = act with { Records = [$"hold:{id}"], Subjects = [new AuditSubject(subjectId, Section(words))] };
            switch (await idempotency.MatchesAsync(idem, retry.Body, cancellationToken))
            {
                case false:
                    return new LegalHoldOutcome.KeyReused();
                case true:
                    var stored =
                        await records.FindAsync(partition, rowKey, cancellationToken)
                        ?? throw new StoreUnavailableException("A created record is missing.");
                    // The first try may have died before it did.
                    await guard.ChangeAsync(officer.Agency, cancellationToken);
                    var again = await journal.RecordAsync(partition, act with { Act = "hold.set-again" }, cancellationToken);
                    return new LegalHoldOutcome.Done(View(id, stored, key), again);
            }

            var record = new LegalHoldRecord(
                Seal(key, words, rowKey),
                officer.Actor,
                time.GetUtcNow(),
                Ground: asked.Ground?.Code,
                ReviewOn: asked.ReviewOn
            );
            var line = new LegalHoldLineRow(subjectId, id, record.SetBy, record.SetAt, record.Ground, record.ReviewOn);
            RowWrite[] writes =
            [
                LegalHoldRecord.Format.Insert(rowKey, record),
                LegalHoldLineRow.Format.Insert(LegalHoldLineRow.RowKey(officer.Agency, subjectId, id), line),
                await idempotency.InsertAsync(id, retry.Body, cancellationToken),
                // INVARIANT: a confirmation that looked for holds before this one commits on the key's version as it was then, and fails.
                DataKeys.Touch(keyRow),
            ];
            var commit = new JournalCommit(partition, writes, act, []);
            if (await journal.CommitAsync(commit, cancellationToken) is JournalOutcome.Committed { Versions: [{ } version, ..] } done)
            {
                // INVARIANT: after the hold, and before anybody is told of it. It binds the months of the agency's entries, too, in another partition.
                await guard.ChangeAsync(officer.Agency, CancellationToken.None);
                return new LegalHoldOutcome.Done(new LegalHoldView(id, record, version, asked.Reason, null, asked.AskedBy), done.Receipt);
            }

            // The same request was first, or the key changed: look again.
        }
    }

    public async ValueTask<LegalHoldOutcome> LiftAsync(
        Caller officer,
        string subjectId,
        string holdId,
        RowVersion expected,
        string reason,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(officer);
        var partition = Shards.Of(subjectId);
        var rowKey = LegalHoldRecord.Prefix(subjectId, officer.Agency) + holdId;
        var act = new AuditAct { Act = "hold.lifted", Caller = officer };
        var row = await records.FindAsync(partition, rowKey, cancellationToken);
        var line = await records.FindAsync(partition, LegalHoldLineRow.RowKey(officer.Agency, subjectId, holdId), cancellationToken);
        var key = await keys.FindAsync(DataKeyId.OfSubject(subjectId, officer.Agency), cancellationToken);
        if (row is null || key is null || LegalHoldRecord.Format.Read(row) is not { } record)
        {
            return new LegalHoldOutcome.NotFound(await journal.NotFoundAsync(partition, act, holdId, cancellationToken));
        }

        if (!record.Stands)
        {
            return new LegalHoldOutcome.AlreadyLifted();
        }

        if (row.Version != expected)
        {
            return new LegalHoldOutcome.Changed(row.Version);
        }

        var next = record with
        {
            LiftedBy = officer.Actor,
            LiftedAt = time.GetUtcNow(),
            LiftReason = Seal(key, new LegalHoldSection(reason), rowKey),
        };
        act = act with { Records = [$"hold:{holdId}"], Subjects = [new AuditSubject(subjectId, DisposalService.Section(reason))] };
        List<RowWrite> writes = [LegalHoldRecord.Format.Replace(rowKey, next, row.Version)];
        if (line is not null)
        {
            // None where a release before the list of holds set it.
            writes.Add(new RowWrite.Delete(line.RowKey, line.Version));
        }

        var commit = new JournalCommit(partition, writes, act, []);
        return await journal.CommitAsync(commit, cancellationToken) is JournalOutcome.Committed { Versions: [{ } version, ..] } done
            ? new LegalHoldOutcome.Done(View(holdId, next, version, rowKey, key), done.Receipt)
            : await LiftAsync(officer, subjectId, holdId, expected, reason, cancellationToken);
    }

    /// <summary>The agency's holds on a subject, lifted ones among them.</summary>
    public async ValueTask<LegalHoldOutcome> ListAsync(Caller officer, string subjectId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(officer);
        var partition = Shards.Of(subjectId);
        var act = new AuditAct { Act = "hold.listed", Caller = officer };
        var control = await subjects.ControlAsync(subjectId, officer.Agency, cancellationToken);
        var key = await keys.FindAsync(DataKeyId.OfSubject(subjectId, officer.Agency), cancellationToken);
        var rows = await records.ReadAllAsync(partition, LegalHoldRecord.Prefix(subjectId, officer.Agency), cancellationToken);
        if (control is null || key is null)
        {
            return new LegalHoldOutcome.NotFound(await journal.NotFoundAsync(partition, act, subjectId, cancellationToken));
        }

        LegalHoldView[] holds = [.. rows.Select(r => View(r.RowKey[(r.RowKey.LastIndexOf(':') + 1)..], r, key))];
        act = act with { Subjects = [new AuditSubject(subjectId)] };
        return new LegalHoldOutcome.Listed(holds, await journal.RecordAsync(partition, act, cancellationToken));
    }

    /// <summary>The agency's holds that stand, whatever they are on: what is to be reviewed first stands first.</summary>
    /// <param name="officer">Whose agency's.</param>
    /// <param name="skip">How many of the list come before this page.</param>
    /// <param name="cancellationToken">The request's.</param>
    public async ValueTask<LegalHoldPage> ListAllAsync(Caller officer, int skip, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(officer);
        // Rows of this agency alone, wherever their subjects lie.
        var prefix = LegalHoldLineRow.Prefix(officer.Agency);
        var shards = await Task.WhenAll(Shards.All.Select(s => records.ReadAllAsync(s, prefix, cancellationToken).AsTask()));
        LegalHoldLineRow[] all =
        [
            .. shards
                .SelectMany(rows => rows)
                .Select(LegalHoldLineRow.Format.Read)
                .OrderBy(line => line.ReviewOn ?? DateOnly.MaxValue)
                .ThenBy(line => line.SetAt)
                .ThenBy(line => line.Id, StringComparer.Ordinal),
        ];
        LegalHoldLine[] page =
        [
            .. all.Skip(skip)
                .Take(PageSize)
                .Select(line => new LegalHoldLine(line.SubjectId, line.Id, line.SetBy, line.SetAt, line.Ground, line.ReviewOn)),
        ];
        var act = new AuditAct
        {
            Act = "hold.listed",
            Caller = officer,
            Records = [.. page.Select(line => $"hold:{line.Id}")],
            Subjects = [.. page.Select(line => line.SubjectId).Distinct(StringComparer.Ordinal).Select(s => new AuditSubject(s))],
        };
        return new LegalHoldPage(page, all.Length, await journal.RecordAsync(Shards.Of(officer.Agency.Value), act, cancellationToken));
    }

    private static LegalHoldView View(string id, StoredRow row, DataKey key) =>
        View(id, LegalHoldRecord.Format.Read(row), row.Version, row.RowKey, key);

    private static LegalHoldView View(string id, LegalHoldRecord record, RowVersion version, string rowKey, DataKey key)
    {
        var lifted = record.LiftReason is { } words ? Open(key, words, rowKey).Reason : null;
        var (reason, askedBy) = Open(key, record.Reason, rowKey);
        return new LegalHoldView(id, record, version, reason, lifted, askedBy);
    }

    private static JsonElement Section(LegalHoldSection words) =>
        JsonSerializer.SerializeToElement(words, DisposalJson.Default.LegalHoldSection);

    private static byte[] Seal(DataKey key, LegalHoldSection words, string rowKey) =>
        key.Seal(words, DisposalJson.Default.LegalHoldSection, rowKey);

    private static LegalHoldSection Open(DataKey key, byte[] words, string rowKey) =>
        key.Open(words, DisposalJson.Default.LegalHoldSection, rowKey);
}
