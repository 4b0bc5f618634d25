using System.Text.Json;
using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Messaging;
using DataSharing.Partnership;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Exchange;

/// <summary>Asking: one agency asks another what an agreement would let it be told about one subject.</summary>
public sealed class RequestService(
    IRecordStore records,
    Journal journal,
    DecisionService decisions,
    SubjectDirectory subjects,
    DecisionFacts facts,
    DataKeys keys,
    CreationId creationIds,
    IdempotencyRow idempotency,
    TimeProvider time
)
{
    public async ValueTask<AskOutcome> AskAsync(
        Caller caller,
        ReadHead head,
        RequestDraft draft,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(retry);
        if (draft.To == caller.Agency || !head.Head.Agencies.Any(a => a.Id == draft.To))
        {
            return new AskOutcome.NotAHolder();
        }

        var id = await creationIds.ForAsync(caller, "requests", retry.Key, cancellationToken);
        var partition = Shards.Of(id);
        var idem = await records.FindAsync(partition, IdempotencyRow.RowKey(id), cancellationToken);
        switch (await idempotency.MatchesAsync(idem, retry.Body, cancellationToken))
        {
            case false:
                return new AskOutcome.KeyReused();
            case true:
                return await AgainAsync(caller, id, cancellationToken);
        }

        var act = new AuditAct
        {
            Act = "request.made",
            Caller = caller,
            Purpose = draft.Purpose,
            Justification = draft.Reason,
        };
        if (
            await subjects.ReferAsync(caller, head, draft.Purpose, draft.SubjectId, draft.To, SubjectParts.None, cancellationToken)
            is not var (kind, file)
        )
        {
            var receipt = await journal.NotFoundAsync(
                partition,
                act with
                {
                    Act = "request.refused-by-agreement",
                },
                draft.SubjectId,
                cancellationToken
            );
            return new AskOutcome.SubjectNotFound(receipt);
        }

        var answerable = await DecideAsync(head, draft.To, caller.Agency, draft.Purpose, kind, draft.Wanted, file, cancellationToken);
        var told =
            draft.Particulars.Count == 0
                ? null
                : await DecideAsync(head, caller.Agency, draft.To, draft.Purpose, kind, draft.Particulars.Keys, file, cancellationToken);
        var denied = new[] { answerable, told }.FirstOrDefault(d => d is { Effect: SharingEffect.Deny });
        if (denied is not null)
        {
            var refused = act.With(denied, draft.SubjectId) with { Act = "request.refused-by-agreement" };
            return new AskOutcome.Refused(denied, await journal.RecordAsync(partition, refused, cancellationToken));
        }

        if (told is not null && ManualRelease.NeedsAPerson(told, caller))
        {
            var held = ManualRelease.Held(act.With(told, draft.SubjectId)) with { Act = "request.refused-by-agreement" };
            return new AskOutcome.NeedsAPerson(await journal.RecordAsync(partition, held, cancellationToken));
        }

        var record = new RequestRecord
        {
            From = caller.Agency,
            To = draft.To,
            SubjectId = draft.SubjectId,
            SubjectKind = kind,
            Purpose = draft.Purpose,
            Wanted = draft.Wanted,
            MadeAt = time.GetUtcNow(),
            MadeBy = caller.Actor,
            RespondBy = time.GetUtcNow() + draft.RespondWithin,
            Answerable = RecordedDecision.Of(answerable),
            Particulars = told is null ? null : RecordedDecision.Of(told),
            Ask = [],
            State = RequestState.Open,
        };
        var key = await keys.FindOrCreateAsync(AskKey(record), cancellationToken);
        record = record with { Ask = key.SealContent(Ask(draft, told), RequestRecord.RowKey(id)) };
        RowWrite[] writes =
        [
            RequestRecord.Format.Insert(RequestRecord.RowKey(id), record),
            await idempotency.InsertAsync(id, retry.Body, cancellationToken),
        ];
        var entry = act.With(answerable, draft.SubjectId) with { Records = [RequestRecord.RowKey(id)], Counterparts = [draft.To] };
        var commit = new JournalCommit(partition, writes, entry, [Notice(ExchangeIndex.RequestMade, id, record, record.MadeAt)]);
        return await journal.CommitAsync(commit, cancellationToken) switch
        {
            JournalOutcome.Committed { Versions: [{ } version, ..] } done => new AskOutcome.Asked(id, record, version, done.Receipt),
            // The same request, racing itself, was first: answer as it was answered.
            _ => await AskAsync(caller, head, draft, retry, cancellationToken),
        };
    }

    /// <summary>Either party reads a request; the holder only while an agreement still binds the two.</summary>
    public async ValueTask<ReadRequestOutcome> ReadAsync(
        Caller caller,
        ReadHead head,
        string id,
        StatedAccess access,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(access);
        var partition = Shards.Of(id);
        var row = await records.FindAsync(partition, RequestRecord.RowKey(id), cancellationToken);
        var record = row is null ? null : RequestRecord.Format.Read(row);
        var act = new AuditAct
        {
            Act = "request.read",
            Caller = caller,
            Purpose = access.Purpose,
            Justification = access.Reason,
        };
        if (row is null || record is null || (record.From != caller.Agency && record.To != caller.Agency))
        {
            return new ReadRequestOutcome.NotFound(await journal.NotFoundAsync(partition, act, id, cancellationToken));
        }

        act = act with
        {
            Records = [row.RowKey],
            Subjects = record.IsDisposed ? [] : [new AuditSubject(record.SubjectId)],
            Counterparts = [record.From == caller.Agency ? record.To : record.From],
        };
        if (record.IsDisposed)
        {
            return new ReadRequestOutcome.Erased(
                await journal.RecordAsync(partition, act with { Act = "request.read-erased" }, cancellationToken)
            );
        }

        var particulars = record.Particulars?.PermittedCategories ?? [];
        if (record.To == caller.Agency)
        {
            var (decision, visible) = await MayReadAsync(head, record, access.Purpose, FactsNeeded.Consent, cancellationToken);
            act = act.With(decision, record.SubjectId);
            if (decision.Effect == SharingEffect.Deny)
            {
                var refused = act with { Act = "request.read-refused" };
                return new ReadRequestOutcome.Refused(decision, await journal.RecordAsync(partition, refused, cancellationToken));
            }

            particulars = visible;
        }

        var askKey = await keys.FindAsync(AskKey(record), cancellationToken);
        if (askKey is null)
        {
            return new ReadRequestOutcome.Erased(
                await journal.RecordAsync(partition, act with { Act = "request.read-erased" }, cancellationToken)
            );
        }

        var ask = JsonSerializer.Deserialize(askKey.OpenContent(record.Ask, row.RowKey), ExchangeJson.Default.RequestAsk);
        var explanation = await ExplanationAsync(record, row.RowKey, cancellationToken);
        // INVARIANT: the entry commits before anything of it leaves.
        var receipt = await journal.RecordAsync(partition, act, cancellationToken);
        var shown = (ask?.Particulars ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal))
            .Where(p => particulars.Any(c => string.Equals(c.Value, p.Key, StringComparison.Ordinal)))
            .ToDictionary(StringComparer.Ordinal);
        return new ReadRequestOutcome.Found(id, record, ask?.Reason ?? "", shown, explanation, row.Version, receipt);
    }

    internal static EventEnvelope Notice(string type, string id, RequestRecord record, DateTimeOffset at)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal) { ["from"] = record.From.Value, ["to"] = record.To.Value };
        return new EventEnvelope($"{type}:{id}", type, id, at, data);
    }

    /// <summary>What of a request its holder may read now: the asking still has to be answerable, and each particular to be shareable.</summary>
    internal async ValueTask<(SharingDecision Decision, IReadOnlyList<DataCategory> Particulars)> MayReadAsync(
        ReadHead head,
        RequestRecord record,
        PurposeCode purpose,
        FactsNeeded also,
        CancellationToken cancellationToken
    )
    {
        var file = await facts.FileAsync(head, record.SubjectId, record.To, record.From, purpose, also, cancellationToken);
        var answerable = await DecideAsync(
            head,
            record.To,
            record.From,
            purpose,
            record.SubjectKind,
            record.Wanted,
            file,
            cancellationToken
        );
        if (record.Particulars is not { PermittedCategories: { Count: > 0 } sent } || answerable.Effect == SharingEffect.Deny)
        {
            return (answerable, []);
        }

        var told = await DecideAsync(head, record.From, record.To, purpose, record.SubjectKind, sent, file, cancellationToken);
        return (answerable, [.. told.PermittedCategories]);
    }

    private async ValueTask<SharingDecision> DecideAsync(
        ReadHead head,
        AgencyId from,
        AgencyId to,
        PurposeCode purpose,
        SubjectKind kind,
        IEnumerable<DataCategory> categories,
        SubjectFile file,
        CancellationToken cancellationToken
    )
    {
        var question = new SharingQuestion(from, to, purpose, kind, categories, SharingMode.Content)
        {
            Facts = DecisionFacts.Of(file, from, to, purpose, time.GetUtcNow()),
        };
        return await decisions.DecideAsync(head, question, cancellationToken);
    }

    private static byte[] Ask(RequestDraft draft, SharingDecision? told)
    {
        var sent = told is null
            ? new Dictionary<DataCategory, JsonElement>()
            : Redaction.Apply(draft.Particulars, [.. told.PermittedCategories], told.Obligations.Redact);
        var ask = new RequestAsk(draft.Reason, sent.ToDictionary(p => p.Key.Value, p => p.Value, StringComparer.Ordinal));
        return JsonSerializer.SerializeToUtf8Bytes(ask, ExchangeJson.Default.RequestAsk);
    }

    private static DataKeyId AskKey(RequestRecord record) => DataKeyId.OfSubject(record.SubjectId, record.From);

    private async ValueTask<string?> ExplanationAsync(RequestRecord record, string rowKey, CancellationToken cancellationToken)
    {
        if (record.Explanation is not { } bytes)
        {
            return null;
        }

        var key = await keys.FindAsync(DataKeyId.OfSubject(record.SubjectId, record.To), cancellationToken);
        return key is null ? null : System.Text.Encoding.UTF8.GetString(key.OpenContent(bytes, RequestAnswers.ExplanationContext(rowKey)));
    }

    private async ValueTask<AskOutcome> AgainAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var row = await records.FindAsync(Shards.Of(id), RequestRecord.RowKey(id), cancellationToken);
        var stored = row ?? throw new StoreUnavailableException("A created record is missing.");
        var record = RequestRecord.Format.Read(stored);
        var act = new AuditAct
        {
            Act = "request.made-again",
            Caller = caller,
            Purpose = record.Purpose,
            Records = [stored.RowKey],
            Subjects = [new AuditSubject(record.SubjectId)],
        };
        return new AskOutcome.Asked(id, record, stored.Version, await journal.RecordAsync(Shards.Of(id), act, cancellationToken));
    }
}
