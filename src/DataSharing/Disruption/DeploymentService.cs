using DataSharing.Audit;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Disruption;

/// <summary>
/// The life of deployed tactics. Every change is judged by the rules as the record stands, under the version that the caller read, and commits
/// with its entry; what it answers is the deployment as the caller may see it.
/// </summary>
public sealed class DeploymentService(
    DeploymentStore store,
    DeploymentChanges changes,
    DeploymentProposals proposals,
    DeploymentSharing sharing,
    DeploymentViews views,
    SubjectDirectory subjects,
    Journal journal
)
{
    /// <summary>Proposes a tactic. A retry finds what the first try made.</summary>
    public ValueTask<DeploymentOutcome> ProposeAsync(
        Caller caller,
        ReadHead head,
        DeploymentDraft draft,
        RetryKey retry,
        CancellationToken cancellationToken
    ) => proposals.ProposeAsync(caller, head, draft, retry, cancellationToken);

    /// <summary>The deployment as the caller may see it for the purpose stated.</summary>
    public async ValueTask<DeploymentOutcome> ReadAsync(
        Caller caller,
        ReadHead head,
        string id,
        StatedAccess access,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(access);
        var act = ReadAct("deployment.read", caller, access);
        var stored = await store.FindAsync(id, cancellationToken);
        var sight = stored is null
            ? null
            : await sharing.SeeAsync(caller, head, stored.Deployment.Record, access.Purpose, cancellationToken);
        if (stored is null || sight is not { IsVisible: true })
        {
            return new DeploymentOutcome.NotFound(await journal.NotFoundAsync(Shards.Of(id), act, id, cancellationToken));
        }

        var seen = await views.SightAsync(caller, head, access.Purpose, cancellationToken);
        var view = await views.ViewAsync(caller, head, stored.Deployment, access.Purpose, seen, null, cancellationToken);
        var named = await SubjectDirectory.NamedAsync(seen, [.. view.Record.Subjects.Select(s => s.Id)]);
        // INVARIANT: the entry commits before anything of it leaves.
        var entry = sight.On(act, stored.Deployment.Record, named) with
        {
            Records = [DeploymentRecord.RowKey(id)],
        };
        return new DeploymentOutcome.Done(view, stored.Version, await journal.RecordAsync(Shards.Of(id), entry, cancellationToken));
    }

    /// <summary>Objective, owner, evidence, terms, the lawyer's word: what is null stays.</summary>
    public ValueTask<DeploymentOutcome> EditAsync(
        Caller caller,
        ReadHead head,
        string id,
        RowVersion version,
        DeploymentEdit edit,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(edit);
        return changes.ChangeAsync(
            new Change(caller, head, id, version, "deployment.edited"),
            async (deployment, context) =>
                await proposals.FaultsAsync(caller, head, edit, deployment.Record, cancellationToken) is { Count: > 0 } faults
                    ? Judged.Refused(faults)
                    : EditRules.Apply(deployment, edit, OwnerOf(head, edit.Owner), context),
            cancellationToken
        );
    }

    /// <summary>A step to another state.</summary>
    public ValueTask<DeploymentOutcome> TransitionAsync(
        Caller caller,
        ReadHead head,
        string id,
        RowVersion version,
        TransitionDraft draft,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(draft);
        var word = DeploymentStates.Word(draft.To);
        return changes.ChangeAsync(
            new Change(caller, head, id, version, "deployment.moved")
            {
                Retry = retry,
                Route = "transitions",
                Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["to"] = word },
            },
            async (deployment, context) =>
                await PlacesFaultAsync(caller, head, deployment, draft.Terms, cancellationToken) is { } fault
                    ? Judged.Refused(fault)
                    : TransitionRules.Apply(deployment, draft, context),
            cancellationToken
        );
    }

    /// <summary>Something that happened without a change of state.</summary>
    public ValueTask<DeploymentOutcome> RecordEventAsync(
        Caller caller,
        ReadHead head,
        string id,
        RowVersion version,
        EventDraft draft,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(draft);
        return changes.ChangeAsync(
            new Change(caller, head, id, version, "deployment.event-recorded")
            {
                Retry = retry,
                Route = "events",
                Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["event"] = draft.Kind.ToString() },
            },
            async (deployment, context) =>
                await PlacesFaultAsync(caller, head, deployment, draft.Terms, cancellationToken) is { } fault
                    ? Judged.Refused(fault)
                    : EventApplication.Apply(deployment, draft, context),
            cancellationToken
        );
    }

    /// <summary>A second person has reviewed why a hold stands, and lets the tactic go on.</summary>
    public ValueTask<DeploymentOutcome> LiftHoldAsync(
        Caller caller,
        ReadHead head,
        string id,
        RowVersion version,
        string code,
        string reason,
        RetryKey retry,
        CancellationToken cancellationToken
    ) =>
        changes.ChangeAsync(
            new Change(caller, head, id, version, "deployment.hold-lifted")
            {
                Retry = retry,
                Route = $"holds/{code}",
                Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["hold"] = code },
            },
            (deployment, context) => new(HoldRules.Lift(deployment, code, reason, context)),
            cancellationToken
        );

    /// <summary>
    /// A panel's decision on what waits for it, by a chair or member of any agency that may see it. The commit lies with the deployment and
    /// tells <c>deployment.panel-decided</c>, so that the panel's own record follows.
    /// </summary>
    public ValueTask<DeploymentOutcome> DecideByPanelAsync(
        Caller caller,
        ReadHead head,
        string id,
        RowVersion version,
        PanelDecision decision,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(decision);
        return changes.ChangeAsync(
            new Change(caller, head, id, version, "deployment.panel-decided")
            {
                Retry = retry,
                Route = "panel-decisions",
                ByPanel = decision,
                Details = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["verdict"] = decision.Verdict.ToString(),
                    ["panel"] = decision.PanelId,
                    ["meeting"] = decision.MeetingId,
                },
            },
            (deployment, context) => new(PanelRules.Apply(deployment, decision, context)),
            cancellationToken
        );
    }

    /// <summary>The person's agency, or null where nobody of that name is bound to the partnership.</summary>
    internal static AgencyId? OwnerOf(ReadHead head, string? actor)
    {
        if (ActorName.TryPerson(actor) is not var (tenant, person))
        {
            return null;
        }

        var bound = head
            .Head.Bindings.Where(b => b.ClientId is null && string.Equals(b.TenantId, tenant, StringComparison.Ordinal))
            .ToArray();
        return (
            bound.FirstOrDefault(b => string.Equals(b.PersonId, person, StringComparison.Ordinal))
            ?? bound.FirstOrDefault(b => b.PersonId is null)
        )?.Agency;
    }

    internal static AuditAct ReadAct(string act, Caller caller, StatedAccess access) =>
        new()
        {
            Act = act,
            Caller = caller,
            Purpose = access.Purpose,
            Justification = access.Reason,
        };

    private async ValueTask<RuleRefusal?> PlacesFaultAsync(
        Caller caller,
        ReadHead head,
        Deployment deployment,
        IReadOnlyList<TermDraft>? terms,
        CancellationToken cancellationToken
    )
    {
        foreach (var place in (terms ?? []).SelectMany(t => t.Places).Distinct(StringComparer.Ordinal))
        {
            if (await subjects.MayReferAsync(caller, head, deployment.Record.Purpose, place, cancellationToken) != SubjectKind.Location)
            {
                return new RuleRefusal("unknown-place", "The id of a place that the agency may refer to.", "/terms");
            }
        }

        return null;
    }
}
