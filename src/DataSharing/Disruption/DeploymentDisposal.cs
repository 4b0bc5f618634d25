using DataSharing.Audit;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Disruption;

/// <summary>
/// Takes a subject out of the deployments that one agency answers for. One that was about nobody else goes whole, with its key and documents; in
/// one about several, the subject goes, and the record stays the others'.
/// </summary>
public sealed class DeploymentDisposal(IRecordStore records, IBlobStore blobs, DataKeys keys, Journal journal)
{
    /// <summary>A tactic against, or for, the subject has not ended.</summary>
    public const string Live = "deployment-live";

    internal async ValueTask HoldsAsync(DisposalScope scope, DisposalTally tally, CancellationToken cancellationToken)
    {
        foreach (var id in await IdsAsync(scope, cancellationToken))
        {
            if (await FindAsync(id, scope, cancellationToken) is var (_, record) && DeploymentStates.IsLive(record.State))
            {
                tally.Hold(Live);
            }
        }
    }

    internal async ValueTask WalkAsync(DisposalScope scope, bool destroy, DisposalTally tally, CancellationToken cancellationToken)
    {
        foreach (var id in await IdsAsync(scope, cancellationToken))
        {
            await DisposeAsync(id, scope, destroy, tally, cancellationToken);
            if (destroy)
            {
                var row = DeploymentIndex.SubjectPrefix(scope.SubjectId, scope.Controller) + id;
                await new RowBatches(records).DeleteAsync([(Shards.Of(scope.SubjectId), row)], cancellationToken);
            }
        }
    }

    private async ValueTask DisposeAsync(
        string id,
        DisposalScope scope,
        bool destroy,
        DisposalTally tally,
        CancellationToken cancellationToken
    )
    {
        while (await FindAsync(id, scope, cancellationToken) is var (row, record))
        {
            DeploymentSubject[] others = [.. record.Subjects.Where(s => !IsOf(s.Id, scope))];
            var isShared = others.Length > 0;
            if (destroy)
            {
                var writes = isShared ? Without(row, record, others, scope) : await RemovalAsync(id, row, record, cancellationToken);
                var act = new AuditAct
                {
                    Act = "deployment.disposed",
                    Caller = null,
                    Records = [row.RowKey],
                    Counterparts = [scope.Controller],
                };
                await ForgetAsync(id, record, isShared ? scope.SubjectId : null, cancellationToken);
                var commit = new JournalCommit(Shards.Of(id), writes, act, []);
                if (await journal.CommitAsync(commit, cancellationToken) is not JournalOutcome.Committed)
                {
                    // Somebody else was here meanwhile: look again.
                    continue;
                }
            }

            tally.Count(isShared ? "deployments-shared" : "deployments");
            tally.Count("documents", isShared ? 0 : record.Documents.Count);
            return;
        }
    }

    private static RowWrite[] Without(StoredRow row, DeploymentRecord record, DeploymentSubject[] others, DisposalScope scope) =>
        [
            DeploymentRecord.Format.Replace(
                row.RowKey,
                record with
                {
                    Subjects = others,
                    Holds = [.. record.Holds.Where(h => !IsOf(h.SubjectId, scope))],
                    Terms = [.. record.Terms.Select(t => t with { Places = [.. t.Places.Where(p => !IsOf(p, scope))] })],
                },
                row.Version
            ),
        ];

    private async ValueTask<RowWrite[]> RemovalAsync(string id, StoredRow row, DeploymentRecord record, CancellationToken cancellationToken)
    {
        foreach (var document in record.Documents)
        {
            // Before the row forgets its name: what died in between finds it again.
            _ = await blobs.DeleteAsync(document.Blob, cancellationToken);
        }

        var writes = new List<RowWrite> { new RowWrite.Delete(row.RowKey, row.Version) };
        if (await keys.RowAsync(DataKeyId.OfSubject(id, record.Controller), cancellationToken) is { } key)
        {
            writes.Add(new RowWrite.Delete(key.RowKey, key.Version));
        }

        return [.. writes];
    }

    /// <summary>The rows that boards are made of name the subject, too: those of one that goes are deleted, those of one that stays lose the name.</summary>
    private async ValueTask ForgetAsync(string id, DeploymentRecord record, string? subjectId, CancellationToken cancellationToken)
    {
        var partition = Shards.Of(record.Controller.Value);
        var key = DeploymentIndex.BoardKey(id, record);
        if (await records.FindAsync(partition, key, cancellationToken) is not { } row)
        {
            return;
        }

        if (subjectId is not null)
        {
            // A conflict means that the deployment changed meanwhile, and so does the commit that follows: both are done again.
            await records.CommitAsync(new RecordCommit(partition, [DeploymentIndex.Without(row, subjectId)]), cancellationToken);
            return;
        }

        var gone = DeploymentIndex.ReadBoard(row).DueKeys.Append(key);
        await new RowBatches(records).DeleteAsync([.. gone.Select(k => (partition, k))], cancellationToken);
    }

    private async ValueTask<IReadOnlyList<string>> IdsAsync(DisposalScope scope, CancellationToken cancellationToken)
    {
        var prefix = DeploymentIndex.SubjectPrefix(scope.SubjectId, scope.Controller);
        var rows = await records.ReadAllAsync(Shards.Of(scope.SubjectId), prefix, cancellationToken);
        return [.. rows.Select(r => r.RowKey[prefix.Length..]).Concat(scope.Ids("deployment")).Distinct(StringComparer.Ordinal)];
    }

    private async ValueTask<(StoredRow Row, DeploymentRecord Record)?> FindAsync(
        string id,
        DisposalScope scope,
        CancellationToken cancellationToken
    )
    {
        var row = await records.FindAsync(Shards.Of(id), DeploymentRecord.RowKey(id), cancellationToken);
        return
            row is not null
            && DeploymentRecord.Format.Read(row) is { } record
            && record.Controller == scope.Controller
            && (record.Subjects.Any(s => IsOf(s.Id, scope)) || record.Terms.Any(t => t.Places.Any(p => IsOf(p, scope))))
            ? (row, record)
            : null;
    }

    private static bool IsOf(string id, DisposalScope scope) => string.Equals(id, scope.SubjectId, StringComparison.Ordinal);
}
