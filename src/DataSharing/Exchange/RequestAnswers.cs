using System.Text;
using System.Text.Json;
using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Exchange;

/// <summary>The holder ends a request: with a disclosure, decided again now, or with a refusal on a recorded ground.</summary>
public sealed class RequestAnswers(
    IRecordStore records,
    Journal journal,
    DecisionService decisions,
    DecisionFacts facts,
    SealedContent contents,
    DataKeys keys,
    CreationId creationIds,
    IdempotencyRow idempotency,
    TimeProvider time
)
{
    /// <summary>The answer is a disclosure of its own; it lies in the request's shard, so that both change in one transaction.</summary>
    public async ValueTask<EndRequestOutcome> AnswerAsync(
        Caller caller,
        ReadHead head,
        string id,
        RowVersion expected,
        string reason,
        IReadOnlyDictionary<DataCategory, JsonElement> content,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(retry);
        var partition = Shards.Of(id);
        var act = new AuditAct
        {
            Act = "request.answered",
            Caller = caller,
            Justification = reason,
        };
        var (open, ended) = await OpenAsync(caller, id, expected, $"answers/{id}", retry, act, cancellationToken);
        if (open is null)
        {
            return ended ?? throw new InvalidOperationException("A request is open or has an outcome.");
        }

        var (row, record, idemWrite) = open;
        if (content.Keys.FirstOrDefault(c => !record.Wanted.Contains(c)) is { } notAsked)
        {
            return new EndRequestOutcome.NotAskedFor(notAsked);
        }

        var question = new SharingQuestion(record.To, record.From, record.Purpose, record.SubjectKind, content.Keys, SharingMode.Content)
        {
            Facts = await facts.ForAsync(
                head,
                record.SubjectId,
                record.To,
                record.From,
                record.Purpose,
                FactsNeeded.Consent,
                cancellationToken
            ),
        };
        var decision = await decisions.DecideAsync(head, question, cancellationToken);
        var decided = act.With(decision, record.SubjectId) with { Purpose = record.Purpose, Records = [row.RowKey] };
        if (decision.Effect == SharingEffect.Deny)
        {
            var refused = decided with { Act = "disclosure.refused" };
            return new EndRequestOutcome.NothingPermitted(decision, await journal.RecordAsync(partition, refused, cancellationToken));
        }

        if (ManualRelease.NeedsAPerson(decision, caller))
        {
            return new EndRequestOutcome.NeedsAPerson(await journal.RecordAsync(partition, ManualRelease.Held(decided), cancellationToken));
        }

        decided = ManualRelease.Said(decided, decision);
        var answerId = IdInShard(partition);
        var now = time.GetUtcNow();
        var answer = new DisclosureRecord
        {
            From = record.To,
            To = record.From,
            SubjectId = record.SubjectId,
            SubjectKind = record.SubjectKind,
            Purpose = record.Purpose,
            MadeAt = now,
            MadeBy = caller.Actor,
            InReplyTo = id,
            Decision = RecordedDecision.Of(decision),
            Categories = [.. decision.PermittedCategories],
        };
        var released = Redaction.Apply(content, answer.Categories, decision.Obligations.Redact);
        var (inline, blob) = await contents.WriteAsync(
            DisclosureRecord.RowKey(answerId),
            DisclosureService.KeyOf(answer),
            held: null,
            released,
            cancellationToken
        );
        answer = answer with { Inline = inline, Blob = blob };
        var next = record with { State = RequestState.Answered, AnswerId = answerId, EndedAt = now, EndedBy = caller.Actor };
        RowWrite[] writes =
        [
            RequestRecord.Format.Replace(row.RowKey, next, row.Version),
            DisclosureRecord.Format.Insert(DisclosureRecord.RowKey(answerId), answer),
            idemWrite,
        ];
        var entry = decided with { Records = [row.RowKey, DisclosureRecord.RowKey(answerId)], Counterparts = [record.From] };
        var commit = new JournalCommit(
            partition,
            writes,
            entry,
            [RequestService.Notice("request.answered", id, next, now), DisclosureService.Made(answerId, answer)]
        );
        return await EndAsync(commit, (answerId, answer), next, id, cancellationToken);
    }

    /// <summary>Declines with a ground; the words are for the asking agency alone.</summary>
    public async ValueTask<EndRequestOutcome> RefuseAsync(
        Caller caller,
        string id,
        RowVersion expected,
        RefusalGround ground,
        string explanation,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(retry);
        var code = JsonNamingPolicy.KebabCaseLower.ConvertName(ground.ToString());
        var act = new AuditAct
        {
            Act = "request.refused",
            Caller = caller,
            Justification = explanation,
            Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["ground"] = code },
        };
        var (open, ended) = await OpenAsync(caller, id, expected, $"refusals/{id}", retry, act, cancellationToken);
        if (open is null)
        {
            return ended ?? throw new InvalidOperationException("A request is open or has an outcome.");
        }

        var (row, record, idemWrite) = open;
        var now = time.GetUtcNow();
        var key = await keys.FindOrCreateAsync(DataKeyId.OfSubject(record.SubjectId, record.To), cancellationToken);
        var next = record with
        {
            State = RequestState.Refused,
            Ground = ground,
            Explanation = key.SealContent(Encoding.UTF8.GetBytes(explanation), ExplanationContext(row.RowKey)),
            EndedAt = now,
            EndedBy = caller.Actor,
        };
        var entry = act with
        {
            Purpose = record.Purpose,
            Records = [row.RowKey],
            Subjects = [new AuditSubject(record.SubjectId)],
            Counterparts = [record.From],
        };
        RowWrite[] writes = [RequestRecord.Format.Replace(row.RowKey, next, row.Version), idemWrite];
        var commit = new JournalCommit(Shards.Of(id), writes, entry, [RequestService.Notice("request.refused", id, next, now)]);
        return await EndAsync(commit, null, next, id, cancellationToken);
    }

    internal static string ExplanationContext(string requestKey) => $"{requestKey}:explanation";

    private async ValueTask<(OpenRequest? Open, EndRequestOutcome? Ended)> OpenAsync(
        Caller caller,
        string id,
        RowVersion expected,
        string route,
        RetryKey retry,
        AuditAct act,
        CancellationToken cancellationToken
    )
    {
        var partition = Shards.Of(id);
        var row = await records.FindAsync(partition, RequestRecord.RowKey(id), cancellationToken);
        var record = row is null ? null : RequestRecord.Format.Read(row);
        if (row is null || record is null || record.To != caller.Agency)
        {
            return (null, new EndRequestOutcome.NotFound(await journal.NotFoundAsync(partition, act, id, cancellationToken)));
        }

        var retryId = await creationIds.ForAsync(caller, route, retry.Key, cancellationToken);
        var idem = await records.FindAsync(partition, IdempotencyRow.RowKey(retryId), cancellationToken);
        if (await idempotency.MatchesAsync(idem, retry.Body, cancellationToken) is true)
        {
            return (null, await AgainAsync(caller, row, record, cancellationToken));
        }

        if (record.State != RequestState.Open)
        {
            return (null, new EndRequestOutcome.AlreadyEnded(row.Version));
        }

        if (row.Version != expected)
        {
            return (null, new EndRequestOutcome.Changed(row.Version));
        }

        return (new OpenRequest(row, record, await idempotency.InsertAsync(retryId, retry.Body, cancellationToken)), null);
    }

    private async ValueTask<EndRequestOutcome> EndAsync(
        JournalCommit commit,
        (string Id, DisclosureRecord Record)? answer,
        RequestRecord next,
        string id,
        CancellationToken cancellationToken
    )
    {
        if (await journal.CommitAsync(commit, cancellationToken) is JournalOutcome.Committed { Versions: [{ } version, ..] } done)
        {
            return new EndRequestOutcome.Ended(answer, next, version, done.Receipt);
        }

        // Somebody else changed it between our reading and our commit.
        var row = await records.FindAsync(commit.PartitionKey, RequestRecord.RowKey(id), cancellationToken);
        return row is null ? throw new StoreUnavailableException("A request is missing.") : new EndRequestOutcome.Changed(row.Version);
    }

    private async ValueTask<EndRequestOutcome> AgainAsync(
        Caller caller,
        StoredRow row,
        RequestRecord record,
        CancellationToken cancellationToken
    )
    {
        var partition = Shards.Of(row.RowKey[(row.RowKey.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        var answer = record.AnswerId is { } answerId
            ? await records.FindAsync(partition, DisclosureRecord.RowKey(answerId), cancellationToken)
            : null;
        var act = new AuditAct
        {
            Act = "request.ended-again",
            Caller = caller,
            Purpose = record.Purpose,
            Records = [row.RowKey],
            Subjects = [new AuditSubject(record.SubjectId)],
        };
        var receipt = await journal.RecordAsync(partition, act, cancellationToken);
        (string, DisclosureRecord)? found =
            answer is null || record.AnswerId is null ? null : (record.AnswerId, DisclosureRecord.Format.Read(answer));
        return new EndRequestOutcome.Ended(found, record, row.Version, receipt);
    }

    // Ids are random; about sixteen tries find one that hashes to the request's shard.
    private static string IdInShard(string partition)
    {
        while (true)
        {
            var id = Guid.NewGuid().ToString("D");
            if (string.Equals(Shards.Of(id), partition, StringComparison.Ordinal))
            {
                return id;
            }
        }
    }

    private sealed record OpenRequest(StoredRow Row, RequestRecord Record, RowWrite IdempotencyWrite);
}
