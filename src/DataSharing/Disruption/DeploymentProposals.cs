using DataSharing.Audit;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Disruption;

/// <summary>Opening a deployment: a tactic that may be chosen today, against subjects that the agency may refer to.</summary>
public sealed class DeploymentProposals(
    IRecordStore records,
    Journal journal,
    TacticCatalogue catalogue,
    SubjectDirectory subjects,
    DeploymentStore store,
    DeploymentViews views,
    CreationId creationIds,
    IdempotencyRow idempotency
)
{
    public const int MostSubjects = 10;

    internal async ValueTask<DeploymentOutcome> ProposeAsync(
        Caller caller,
        ReadHead head,
        DeploymentDraft draft,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(retry);
        var id = await creationIds.ForAsync(caller, "deployments", retry.Key, cancellationToken);
        var partition = Shards.Of(id);
        var act = new AuditAct
        {
            Act = "deployment.proposed",
            Caller = caller,
            Purpose = draft.Purpose,
        };
        while (true)
        {
            var idem = await records.FindAsync(partition, IdempotencyRow.RowKey(id), cancellationToken);
            switch (await idempotency.MatchesAsync(idem, retry.Body, cancellationToken))
            {
                case false:
                    return new DeploymentOutcome.KeyReused();
                case true:
                    return await AgainAsync(caller, head, id, act, cancellationToken);
            }

            var sight = await subjects.SightAsync(caller, head, draft.Purpose, SubjectParts.Told, cancellationToken);
            var about = new List<DeploymentSubject>();
            foreach (var named in draft.Subjects)
            {
                if (await sight.MayReferAsync(named.Id) is not { } kind)
                {
                    return new DeploymentOutcome.NotFound(await journal.NotFoundAsync(partition, act, named.Id, cancellationToken));
                }

                about.Add(new DeploymentSubject(named.Id, kind, named.Role));
            }

            var context = await store.ContextAsync(caller, about, cancellationToken);
            var (tactic, faults) = await JudgeAsync(caller, head, draft, about, context, cancellationToken);
            var subjectsNamed = await SubjectDirectory.NamedAsync(sight, [.. about.Select(s => s.Id)]);
            var entry = act with { Records = [DeploymentRecord.RowKey(id)], Subjects = subjectsNamed };
            if (tactic is null || faults.Count > 0)
            {
                var details = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["reasons"] = string.Join(' ', faults.Select(f => f.Code)),
                };
                var receipt = await journal.RecordAsync(
                    partition,
                    entry with
                    {
                        Act = "deployment.proposed-refused",
                        Records = [],
                        Details = details,
                    },
                    cancellationToken
                );
                return new DeploymentOutcome.Refused(faults, receipt);
            }

            var deployment = New(id, caller, head, draft, tactic, about, context);
            var sealedRecord =
                await store.SealAsync(deployment, cancellationToken) ?? throw new InvalidOperationException("An objective fits a row.");
            RowWrite[] writes =
            [
                DeploymentRecord.Format.Insert(DeploymentRecord.RowKey(id), sealedRecord),
                await idempotency.InsertAsync(id, retry.Body, cancellationToken),
            ];
            entry = entry with { Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["tactic"] = tactic.Id } };
            var commit = new JournalCommit(partition, writes, entry, DeploymentChanges.Events(id, deployment.Record));
            if (
                await journal.CommitAsync(commit, cancellationToken) is JournalOutcome.Committed
                {
                    Versions: [{ } version, ..],
                    Receipt: var done
                }
            )
            {
                var view = await views.ViewAsync(caller, head, deployment, draft.Purpose, sight, context, cancellationToken);
                return new DeploymentOutcome.Done(view, version, done);
            }

            // The same request, racing itself, was first: look again and answer as it was answered.
        }
    }

    /// <summary>What an edit names that is not there.</summary>
    internal async ValueTask<IReadOnlyList<RuleRefusal>> FaultsAsync(
        Caller caller,
        ReadHead head,
        DeploymentEdit edit,
        DeploymentRecord record,
        CancellationToken cancellationToken
    )
    {
        var faults = new List<RuleRefusal>();
        faults.AddRange(People(head, edit.Owner, edit.ExcludedAgencies, record.Controller, record.OwnerAgency));
        foreach (var place in (edit.Terms ?? []).SelectMany(t => t.Places).Distinct(StringComparer.Ordinal))
        {
            if (await subjects.MayReferAsync(caller, head, record.Purpose, place, cancellationToken) != SubjectKind.Location)
            {
                faults.Add(new RuleRefusal("unknown-place", "The id of a place that the agency may refer to.", "/terms"));
            }
        }

        return faults;
    }

    private static IEnumerable<RuleRefusal> People(
        ReadHead head,
        string? owner,
        IReadOnlyList<AgencyId>? excluded,
        AgencyId controller,
        AgencyId? ownerBefore
    )
    {
        var ownerAgency = owner is null ? ownerBefore : DeploymentService.OwnerOf(head, owner);
        if (owner is not null && ownerAgency is null)
        {
            yield return new RuleRefusal("unknown-owner", "A person whose tenant is bound to an agency of the partnership.", "/owner");
        }

        foreach (var agency in excluded ?? [])
        {
            if (agency == controller || agency == ownerAgency || !head.Head.Agencies.Any(a => a.Id == agency))
            {
                yield return new RuleRefusal(
                    "unknown-agency",
                    "Another agency of the partnership than the proposing one and the owner's.",
                    "/excludedAgencies"
                );
            }
        }
    }

    private async ValueTask<(TacticEntry? Tactic, IReadOnlyList<RuleRefusal> Faults)> JudgeAsync(
        Caller caller,
        ReadHead head,
        DeploymentDraft draft,
        IReadOnlyList<DeploymentSubject> about,
        ActContext context,
        CancellationToken cancellationToken
    )
    {
        var faults = new List<RuleRefusal>();
        var tactic = catalogue.Find(draft.TacticId);
        if (tactic is null)
        {
            return (null, [new RuleRefusal("unknown-tactic", "The id of a tactic of the catalogue.", "/tactic")]);
        }

        if (!TacticCatalogue.IsSelectable(tactic, context.Today))
        {
            faults.Add(new RuleRefusal("not-in-force", $"The catalogue says of this power: {tactic.StatusInLaw}.", "/tactic"));
        }

        var targets = about.Where(s => s.Role == SubjectRole.Target).ToArray();
        if (targets.Length == 0)
        {
            faults.Add(new RuleRefusal("target-needed", "At least one subject is the target.", "/subjects"));
        }

        if (targets.Any(t => !tactic.Takes(t.Kind)))
        {
            faults.Add(
                new RuleRefusal("kind-not-allowed", $"This tactic is used on: {string.Join(", ", tactic.TargetKinds)}.", "/subjects")
            );
        }

        if (DateSense.Past(draft.On, context, "/on") is { } strange)
        {
            faults.Add(strange);
        }

        faults.AddRange(People(head, draft.Owner, draft.ExcludedAgencies, caller.Agency, null));
        if (draft.Follows is { } before)
        {
            var known = await store.FindLineAsync(before, cancellationToken);
            if (known is not var (old, _) || old.Controller != caller.Agency || old.State != DeploymentState.Closed)
            {
                faults.Add(new RuleRefusal("unknown-deployment", "A closed deployment of the same agency.", "/follows"));
            }
        }

        return (tactic, faults);
    }

    private Deployment New(
        string id,
        Caller caller,
        ReadHead head,
        DeploymentDraft draft,
        TacticEntry tactic,
        IReadOnlyList<DeploymentSubject> about,
        ActContext context
    )
    {
        var record = new DeploymentRecord
        {
            Controller = caller.Agency,
            ProposedBy = caller.Actor,
            ProposedAt = context.Now,
            Purpose = draft.Purpose,
            Revision = 1,
            State = DeploymentState.Idea,
            Tactic = tactic,
            Pack = new PackReference(catalogue.PreparedOn, catalogue.Hash),
            Subjects = about,
            ExcludedAgencies = draft.ExcludedAgencies,
            Owner = draft.Owner,
            OwnerAgency = DeploymentService.OwnerOf(head, draft.Owner),
            Evidence = [.. tactic.EvidenceChecklist.Select(item => new EvidenceItem(item, Done: false, SourceSensitive: false))],
            LegalClearanceAsked = draft.LegalClearanceAsked,
            Follows = draft.Follows,
        };
        var deployment = new Deployment(id, record, new DeploymentText { Objective = draft.Objective });
        return TransitionRules.Finish(deployment, DeploymentState.Idea, draft.On, null, null, context);
    }

    private async ValueTask<DeploymentOutcome> AgainAsync(
        Caller caller,
        ReadHead head,
        string id,
        AuditAct act,
        CancellationToken cancellationToken
    )
    {
        var stored = await store.FindAsync(id, cancellationToken) ?? throw new StoreUnavailableException("A created record is missing.");
        var record = stored.Deployment.Record;
        var entry = act with
        {
            Act = "deployment.proposed-again",
            Records = [DeploymentRecord.RowKey(id)],
            Subjects = [.. record.Subjects.Select(s => new AuditSubject(s.Id))],
        };
        var receipt = await journal.RecordAsync(Shards.Of(id), entry, cancellationToken);
        var sight = await views.SightAsync(caller, head, record.Purpose, cancellationToken);
        var view = await views.ViewAsync(caller, head, stored.Deployment, record.Purpose, sight, null, cancellationToken);
        return new DeploymentOutcome.Done(view, stored.Version, receipt);
    }
}
