using DataSharing.Audit;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Messaging;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Disruption;

/// <summary>One change of one deployment, as a caller asks for it.</summary>
internal sealed record Change(Caller Caller, ReadHead Head, string Id, RowVersion Version, string Act)
{
    /// <summary>With <see cref="Route"/>: the request as retries are told apart.</summary>
    public RetryKey? Retry { get; init; }

    public string Route { get; init; } = "";

    public PanelDecision? ByPanel { get; init; }

    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>Judges and commits changes: visible, the caller's to change, at the version read, allowed by the rules, once for each key.</summary>
public sealed class DeploymentChanges(
    IRecordStore records,
    Journal journal,
    DeploymentStore store,
    DeploymentSharing sharing,
    DeploymentViews views,
    CreationId creationIds,
    IdempotencyRow idempotency
)
{
    internal async ValueTask<DeploymentOutcome> ChangeAsync(
        Change change,
        Func<Deployment, ActContext, ValueTask<Judged>> judge,
        CancellationToken cancellationToken
    )
    {
        var (caller, id, partition) = (change.Caller, change.Id, Shards.Of(change.Id));
        var act = new AuditAct
        {
            Act = change.Act,
            Caller = caller,
            Details = change.Details,
        };
        while (true)
        {
            var creationId = change.Retry is { } key
                ? await creationIds.ForAsync(caller, $"deployments/{id}/{change.Route}", key.Key, cancellationToken)
                : null;
            var earlier = creationId is null
                ? null
                : records.FindAsync(partition, IdempotencyRow.RowKey(creationId), cancellationToken).AsTask();
            var stored = await store.FindAsync(id, cancellationToken);
            var idem = earlier is null ? null : await earlier;
            var record = stored?.Deployment.Record;
            var sight = record is null ? null : await sharing.SeeAsync(caller, change.Head, record, record.Purpose, cancellationToken);
            if (stored is null || record is null || sight is not { IsVisible: true })
            {
                return new DeploymentOutcome.NotFound(await journal.NotFoundAsync(partition, act, id, cancellationToken));
            }

            var seen = await views.SightAsync(caller, change.Head, record.Purpose, cancellationToken);
            var named = await SubjectDirectory.NamedAsync(seen, [.. record.Subjects.Select(s => s.Id)]);
            var entry = sight.On(act with { Purpose = record.Purpose }, record, named) with { Records = [DeploymentRecord.RowKey(id)] };
            if (record.Controller != caller.Agency)
            {
                entry = entry with { Counterparts = [record.Controller] };
            }

            var writes = new List<RowWrite>();
            if (change.Retry is { } retry && creationId is not null)
            {
                switch (await idempotency.MatchesAsync(idem, retry.Body, cancellationToken))
                {
                    case false:
                        return new DeploymentOutcome.KeyReused();
                    case true:
                        var again = await journal.RecordAsync(partition, entry with { Act = $"{change.Act}-again" }, cancellationToken);
                        return await DoneAsync(change, stored.Deployment, stored.Version, again, seen, null, cancellationToken);
                }

                writes.Add(await idempotency.InsertAsync(creationId, retry.Body, cancellationToken));
            }

            if (change.ByPanel is null && !DeploymentViews.MayAct(caller, record))
            {
                return await RefusedAsync(
                    partition,
                    entry,
                    [new RuleRefusal("other-agency", "The proposing agency and the owner's agency change it.")],
                    cancellationToken
                );
            }

            if (stored.Version != change.Version)
            {
                return new DeploymentOutcome.Changed(stored.Version);
            }

            var context = await store.ContextAsync(caller, record.Subjects, cancellationToken);
            var judged = await judge(stored.Deployment, context);
            if (judged.Next is not { } next)
            {
                return await RefusedAsync(partition, entry, judged.Reasons, cancellationToken);
            }

            next = next with { Record = next.Record with { Revision = record.Revision + 1 } };
            if (DeploymentStore.Seal(next, stored.Key) is not { } row)
            {
                return await RefusedAsync(
                    partition,
                    entry,
                    [new RuleRefusal("full", "It holds as many words as a deployment may: close it and open a new one.")],
                    cancellationToken
                );
            }

            writes.Insert(0, DeploymentRecord.Format.Replace(DeploymentRecord.RowKey(id), row, stored.Version));
            var events = Events(id, next.Record, change);
            var outcome = await journal.CommitAsync(new JournalCommit(partition, writes, entry, events), cancellationToken);
            if (outcome is JournalOutcome.Committed { Versions: [{ } version, ..], Receipt: var receipt })
            {
                return await DoneAsync(change, next, version, receipt, seen, context, cancellationToken);
            }

            // Somebody else, or this very request racing itself, was first: look again and say what is so.
        }
    }

    internal static IReadOnlyList<EventEnvelope> Events(string id, DeploymentRecord record, Change? change = null)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal) { ["controller"] = record.Controller.Value };
        var changed = new EventEnvelope(
            $"{DeploymentIndex.Changed}:{id}:{record.Revision}",
            DeploymentIndex.Changed,
            id,
            record.History[^1].RecordedAt,
            data
        );
        if (change?.ByPanel is not { } decision)
        {
            return [changed];
        }

        var decided = new Dictionary<string, string>(data, StringComparer.Ordinal)
        {
            ["panel"] = decision.PanelId,
            ["meeting"] = decision.MeetingId,
            ["item"] = decision.ItemId,
            ["verdict"] = decision.Verdict.ToString(),
        };
        return [changed, new EventEnvelope($"{PanelDecided}:{id}:{record.Revision}", PanelDecided, id, changed.Time, decided)];
    }

    /// <summary>Type of the event that tells a panel that its decision took: data <c>panel</c>, <c>meeting</c>, <c>item</c>, <c>verdict</c>, <c>controller</c>.</summary>
    public const string PanelDecided = "deployment.panel-decided";

    // What was refused by rule is worth an entry: an attempt to authorise one's own proposal, or to go on against a hold.
    private async ValueTask<DeploymentOutcome> RefusedAsync(
        string partition,
        AuditAct entry,
        IReadOnlyList<RuleRefusal> reasons,
        CancellationToken cancellationToken
    )
    {
        var details = new Dictionary<string, string>(entry.Details, StringComparer.Ordinal)
        {
            ["outcome"] = "refused",
            ["reasons"] = string.Join(' ', reasons.Select(r => r.Code).Distinct(StringComparer.Ordinal)),
        };
        var receipt = await journal.RecordAsync(
            partition,
            entry with
            {
                Act = $"{entry.Act}-refused",
                Details = details,
            },
            cancellationToken
        );
        return new DeploymentOutcome.Refused(reasons, receipt);
    }

    private async ValueTask<DeploymentOutcome> DoneAsync(
        Change change,
        Deployment deployment,
        RowVersion version,
        AuditReceipt receipt,
        SubjectSight seen,
        ActContext? known,
        CancellationToken cancellationToken
    )
    {
        var purpose = deployment.Record.Purpose;
        var view = await views.ViewAsync(change.Caller, change.Head, deployment, purpose, seen, known, cancellationToken);
        return new DeploymentOutcome.Done(view, version, receipt);
    }
}
