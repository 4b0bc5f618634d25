using System.Globalization;
using System.Text.Json;
using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Consent;

/// <summary>What became of recording consent.</summary>
public abstract record RecordConsentOutcome
{
    private RecordConsentOutcome() { }

    public sealed record Recorded(ConsentEntry Entry, AuditReceipt Receipt) : RecordConsentOutcome;

    /// <summary>The Idempotency-Key was used with another body.</summary>
    public sealed record KeyReused : RecordConsentOutcome;
}

/// <summary>
/// The append-only record of consent. It asks nobody's leave: callers check first that the agency may refer to the subject, and what of it a
/// reader may see.
/// </summary>
public sealed class ConsentLedger(
    IRecordStore records,
    Journal journal,
    DataKeys keys,
    CreationId creationIds,
    IdempotencyRow idempotency,
    TimeProvider time
)
{
    public async ValueTask<RecordConsentOutcome> RecordAsync(
        Caller caller,
        string subjectId,
        ConsentDraft draft,
        StatedAccess access,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(access);
        ArgumentNullException.ThrowIfNull(retry);
        var id = await creationIds.ForAsync(caller, $"consents/{subjectId}", retry.Key, cancellationToken);
        var partition = Shards.Of(subjectId);
        var act = new AuditAct
        {
            Act = "consent.recorded",
            Caller = caller,
            Purpose = access.Purpose,
            Justification = access.Reason,
            Subjects = [new AuditSubject(subjectId)],
        };
        while (true)
        {
            var idem = await records.FindAsync(partition, IdempotencyRow.RowKey(id), cancellationToken);
            switch (await idempotency.MatchesAsync(idem, retry.Body, cancellationToken))
            {
                case false:
                    return new RecordConsentOutcome.KeyReused();
                case true:
                    return await AgainAsync(act, subjectId, id, cancellationToken);
            }

            var now = time.GetUtcNow();
            var rowKey = string.Create(CultureInfo.InvariantCulture, $"{Prefix(subjectId)}{now.ToUnixTimeMilliseconds():D14}:{id}");
            var key = await keys.FindOrCreateAsync(DataKeyId.OfSubject(subjectId, caller.Agency), cancellationToken);
            var words = new ConsentWords(draft.Words, draft.ExplainedHow);
            var record = new ConsentRecord(
                caller.Agency,
                draft.Answer,
                draft.Speaker,
                draft.Purposes,
                draft.Recipients,
                now,
                caller.Actor,
                key.SealContent(JsonSerializer.SerializeToUtf8Bytes(words, ConsentJson.Default.ConsentWords), rowKey)
            );
            RowWrite[] writes =
            [
                ConsentRecord.Format.Insert(rowKey, record),
                await idempotency.InsertAsync(id, retry.Body, cancellationToken),
            ];
            if (
                await journal.CommitAsync(new JournalCommit(partition, writes, act, []), cancellationToken) is JournalOutcome.Committed done
            )
            {
                return new RecordConsentOutcome.Recorded(Entry(id, record, words), done.Receipt);
            }

            // The same request, racing itself, was first: look again and answer as it was answered.
        }
    }

    /// <summary>What one agency's latest record says of sharing with another for a purpose; null where nothing is recorded or nobody was asked.</summary>
    public async ValueTask<ConsentState?> StateAsync(
        string subjectId,
        AgencyId from,
        AgencyId to,
        PurposeCode purpose,
        CancellationToken cancellationToken
    ) => StateOf(await RowsAsync(subjectId, cancellationToken), from, to, purpose);

    /// <summary>Every record of every agency, newest first, as far as its key still exists. Internal: shown only as decided for each.</summary>
    public async ValueTask<IReadOnlyList<ConsentEntry>> ListAsync(string subjectId, CancellationToken cancellationToken)
    {
        var rows = await RowsAsync(subjectId, cancellationToken);
        var held = await keys.OfSubjectAsync(subjectId, cancellationToken);
        return await OpenAsync(rows, held, cancellationToken);
    }

    internal static ConsentState? StateOf(IEnumerable<StoredRow> rows, AgencyId from, AgencyId to, PurposeCode purpose)
    {
        var latest = rows.Select(r => ConsentRecord.Format.Read(r))
            .Where(r => r.Controller == from && SpeaksOf(r, to, purpose))
            .GroupBy(r => r.RecordedAt)
            .MaxBy(g => g.Key);
        // Two of one moment: whatever is not consent wins.
        var decisive = latest?.OrderByDescending(r => r.Answer == ConsentAnswer.NotSought ? -1 : (int)r.Answer).First();
        return decisive?.Answer switch
        {
            ConsentAnswer.Given => ConsentState.Given,
            ConsentAnswer.Refused => ConsentState.Refused,
            ConsentAnswer.Withdrawn => ConsentState.Withdrawn,
            _ => null,
        };
    }

    internal static async ValueTask<IReadOnlyList<ConsentEntry>> OpenAsync(
        IReadOnlyList<StoredRow> rows,
        SubjectKeys held,
        CancellationToken cancellationToken
    )
    {
        var entries = new List<ConsentEntry>(rows.Count);
        foreach (var row in rows.Reverse())
        {
            var record = ConsentRecord.Format.Read(row);
            if (await held.FindAsync(record.Controller, cancellationToken) is { } key)
            {
                var plain = key.OpenContent(record.Words, row.RowKey);
                var words = JsonSerializer.Deserialize(plain, ConsentJson.Default.ConsentWords);
                entries.Add(Entry(row.RowKey[(row.RowKey.LastIndexOf(':') + 1)..], record, words));
            }
        }

        return entries;
    }

    internal async ValueTask<IReadOnlyList<StoredRow>> RowsAsync(string subjectId, CancellationToken cancellationToken) =>
        await records.ReadAllAsync(Shards.Of(subjectId), Prefix(subjectId), cancellationToken);

    // Consent has to be specific (UK GDPR Art 4(11)), so it covers what it names; a refusal that names nothing covers everything.
    private static bool SpeaksOf(ConsentRecord record, AgencyId to, PurposeCode purpose)
    {
        var mayBeOpen = record.Answer is not ConsentAnswer.Given;
        return (record.Recipients.Contains(to) || (mayBeOpen && record.Recipients.Count == 0))
            && (record.Purposes.Contains(purpose) || (mayBeOpen && record.Purposes.Count == 0));
    }

    private static string Prefix(string subjectId) => $"consent:{subjectId}:";

    private static ConsentEntry Entry(string id, ConsentRecord record, ConsentWords? words) =>
        new()
        {
            Id = id,
            Controller = record.Controller,
            Answer = record.Answer,
            Speaker = record.Speaker,
            Purposes = record.Purposes,
            Recipients = record.Recipients,
            Words = words?.Words,
            ExplainedHow = words?.ExplainedHow,
            RecordedAt = record.RecordedAt,
            RecordedBy = record.RecordedBy,
        };

    private async ValueTask<RecordConsentOutcome> AgainAsync(AuditAct act, string subjectId, string id, CancellationToken cancellationToken)
    {
        var found =
            (await ListAsync(subjectId, cancellationToken)).FirstOrDefault(e => string.Equals(e.Id, id, StringComparison.Ordinal))
            ?? throw new StoreUnavailableException("A created record is missing.");
        var again = act with { Act = "consent.recorded-again" };
        return new RecordConsentOutcome.Recorded(found, await journal.RecordAsync(Shards.Of(subjectId), again, cancellationToken));
    }
}
