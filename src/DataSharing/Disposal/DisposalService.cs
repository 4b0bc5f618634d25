using System.Text.Json;
using DataSharing.Audit;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Disposal;

/// <summary>
/// Proposing the erasure of what an agency holds of a subject. Another person of the agency confirms it
/// (<see cref="DisposalConfirmation"/>), so that nobody erases alone what somebody may need, or what shows a failure.
/// </summary>
public sealed class DisposalService(
    IRecordStore records,
    Journal journal,
    DataKeys keys,
    SubjectDisposal subjects,
    DisposalScopes scopes,
    DisposalViews views,
    CreationId creationIds,
    IdempotencyRow idempotency,
    TimeProvider time
)
{
    public async ValueTask<DisposalOutcome> ProposeAsync(
        Caller person,
        string subjectId,
        DisposalGround ground,
        string reason,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(ground);
        ArgumentNullException.ThrowIfNull(retry);
        var partition = Shards.Of(subjectId);
        var id = await IdAsync(person, subjectId, retry, cancellationToken);
        var act = new AuditAct
        {
            Act = DisposalIndex.Proposed,
            Caller = person,
            Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["ground"] = ground.Code },
        };
        var control = subjects.ControlAsync(subjectId, person.Agency, cancellationToken).AsTask();
        var held = keys.OfSubjectAsync(subjectId, cancellationToken).AsTask();
        var before = records.FindAsync(partition, IdempotencyRow.RowKey(id), cancellationToken).AsTask();
        await Task.WhenAll(control, held, before);
        switch (await idempotency.MatchesAsync(await before, retry.Body, cancellationToken))
        {
            case false:
                return new DisposalOutcome.KeyReused();
            case true:
                return await views.AgainAsync(id, act, cancellationToken);
        }

        var key = await (await held).FindAsync(person.Agency, cancellationToken);
        if (await control is not var (kind, isRegistrar) || key is null)
        {
            return new DisposalOutcome.NotFound(await journal.NotFoundAsync(partition, act, subjectId, cancellationToken));
        }

        act = act with { Subjects = [new AuditSubject(subjectId, Section(reason))] };
        var (scope, _) = await scopes.OfAsync(subjectId, person.Agency, isRegistrar, key.Pseudonym(subjectId), cancellationToken);
        if (await scopes.HoldsAsync(scope, cancellationToken) is { Count: > 0 } holds)
        {
            return await views.HeldAsync(partition, act with { Act = "disposal.held" }, holds, cancellationToken);
        }

        var now = time.GetUtcNow();
        var record = new DisposalRecord
        {
            Controller = person.Agency,
            SubjectId = subjectId,
            SubjectKind = kind,
            Ground = ground.Code,
            Reason = key.Seal(new DisposalSection(reason), DisposalJson.Default.DisposalSection, DisposalRecord.RowKey(id)),
            State = DisposalState.Proposed,
            ProposedBy = person.Actor,
            ProposedAt = now,
        };
        RowWrite[] writes =
        [
            DisposalRecord.Format.Insert(DisposalRecord.RowKey(id), record),
            await idempotency.InsertAsync(id, retry.Body, cancellationToken),
        ];
        var notice = DisposalViews.Notice(DisposalIndex.Proposed, id, record, now);
        var commit = new JournalCommit(partition, writes, act with { Records = [DisposalRecord.RowKey(id)] }, [notice]);
        return await journal.CommitAsync(commit, cancellationToken) is JournalOutcome.Committed { Versions: [{ } version, ..] } done
            ? new DisposalOutcome.Done(new DisposalView(id, record, version, reason, null), done.Receipt)
            // The same request, racing itself, was first: answer as it was answered.
            : await ProposeAsync(person, subjectId, ground, reason, retry, cancellationToken);
    }

    internal static JsonElement Section(string reason) =>
        JsonSerializer.SerializeToElement(new DisposalSection(reason), DisposalJson.Default.DisposalSection);

    // In the subject's shard, because the certificate commits with the destruction of the subject's key. Some sixteen tries find such an id, and a
    // retry finds the same.
    private async ValueTask<string> IdAsync(Caller person, string subjectId, RetryKey retry, CancellationToken cancellationToken)
    {
        var partition = Shards.Of(subjectId);
        for (var i = 0; ; i++)
        {
            var id = await creationIds.ForAsync(person, $"disposals/{subjectId}/{i}", retry.Key, cancellationToken);
            if (string.Equals(Shards.Of(id), partition, StringComparison.Ordinal))
            {
                return id;
            }
        }
    }
}
