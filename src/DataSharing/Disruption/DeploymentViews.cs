using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Partnership;

namespace DataSharing.Disruption;

/// <summary>A deployment as one caller sees it: with names they may see, what may come next, and what to think about.</summary>
public sealed class DeploymentViews(SubjectDirectory subjects, DeploymentStore store, DeploymentRelations relations)
{
    /// <param name="caller">For whom.</param>
    /// <param name="head">The head as this request read it.</param>
    /// <param name="deployment">What they may see.</param>
    /// <param name="purpose">Why they see it.</param>
    /// <param name="sight">What the request has seen of its subjects.</param>
    /// <param name="known">What the rules know of them, where the request judged by it already.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    internal async ValueTask<DeploymentView> ViewAsync(
        Caller caller,
        ReadHead head,
        Deployment deployment,
        PurposeCode purpose,
        SubjectSight sight,
        ActContext? known,
        CancellationToken cancellationToken
    )
    {
        var record = deployment.Record;
        var labels = await SubjectDirectory.DescribeAsync(sight, [.. record.Subjects.Select(s => s.Id)]);
        var mayAct = MayAct(caller, record);
        if (!mayAct)
        {
            // What the guards know comes from every agency's records: it is for those who act, and tells others nothing.
            return new DeploymentView(deployment.Id, record, deployment.Text, [], record.Holds, [], labels, MayAct: false);
        }

        var context = known ?? await store.ContextAsync(caller, record.Subjects, cancellationToken);
        var next = DeploymentStates.Next(record.State).Select(to => Step(deployment, to, context));
        var warnings = Warnings
            .Of(deployment, context)
            .Concat(await relations.WarningsAsync(caller, head, deployment, purpose, cancellationToken));
        return new DeploymentView(
            deployment.Id,
            record,
            deployment.Text,
            [.. next],
            Guards.Holds(deployment, context),
            [.. warnings],
            labels,
            MayAct: true
        );
    }

    /// <summary>What this request may see of who or what its subjects are.</summary>
    internal ValueTask<SubjectSight> SightAsync(Caller caller, ReadHead head, PurposeCode purpose, CancellationToken cancellationToken) =>
        subjects.SightAsync(caller, head, purpose, SubjectParts.None, cancellationToken);

    /// <summary>The proposing agency, and the agency of the person who carries it forward.</summary>
    internal static bool MayAct(Caller caller, DeploymentRecord record) =>
        caller.Agency == record.Controller || caller.Agency == record.OwnerAgency;

    private static NextStep Step(Deployment deployment, DeploymentState to, ActContext context)
    {
        var blocked = EntryNeeds.BlockedAlone(deployment, to, context).ToList();
        if (to is DeploymentState.Served or DeploymentState.Delivering or DeploymentState.Applied)
        {
            // The age of today stands for that of the act, which is not known yet.
            blocked.AddRange(Guards.Ages(deployment, context, context.Today));
        }

        return new NextStep(to, EntryNeeds.Supply(deployment, to), blocked);
    }
}
