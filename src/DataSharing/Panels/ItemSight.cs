using DataSharing.Agreements;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Panels;

/// <summary>An agenda item that a caller may see, with what of its deployment and subjects they may.</summary>
internal sealed record SeenItem(
    string Id,
    AgendaItemRecord Record,
    RowVersion Version,
    DeploymentGlance? Deployment,
    IReadOnlyList<ItemSubject> Subjects
);

/// <summary>
/// Which items of a meeting a member sees. Members of an excluded agency, members by item who were not invited, and members whose agency may
/// not be told of the subjects or the deployment: for them the item is not there.
/// </summary>
internal sealed class ItemSight(DecisionService decisions, DecisionFacts facts, DeploymentGlances deployments)
{
    /// <summary>What tactics and panel items are called in agreements.</summary>
    public static readonly DataCategory Category = DataCategory.Parse("disruption");

    public async ValueTask<IReadOnlyList<SeenItem>> SeeAsync(
        Caller caller,
        ReadHead head,
        PurposeCode purpose,
        PanelSeat seat,
        IReadOnlyList<(string Id, AgendaItemRecord Record, RowVersion Version)> items,
        CancellationToken cancellationToken
    )
    {
        var open = items.Where(i => MaySit(seat, i.Record)).ToArray();
        var ids = open.Select(i => i.Record.DeploymentId).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var glances = await deployments.OfAsync(caller, head, purpose, ids, cancellationToken);
        var seen = new List<SeenItem>(open.Length);
        foreach (var (id, record, version) in open)
        {
            var glance = record.DeploymentId is { } deployment ? glances.GetValueOrDefault(deployment) : null;
            if (record.DeploymentId is not null)
            {
                if (glance is not null)
                {
                    IReadOnlyList<ItemSubject> subjects = [.. glance.Record.Subjects.Select(s => new ItemSubject(s.Id, s.Kind))];
                    seen.Add(new SeenItem(id, record, version, glance, subjects));
                }
            }
            else if (await MayBeToldAsync(caller, head, purpose, record, cancellationToken))
            {
                seen.Add(new SeenItem(id, record, version, null, record.Subjects));
            }
        }

        return seen;
    }

    private static bool MaySit(PanelSeat seat, AgendaItemRecord item) =>
        item.Conflicts.All(c => c.Agency != seat.Member.Agency)
        && (seat.SeesAll || item.Invited.Contains(seat.Member.Actor, StringComparer.Ordinal));

    private async ValueTask<bool> MayBeToldAsync(
        Caller caller,
        ReadHead head,
        PurposeCode purpose,
        AgendaItemRecord item,
        CancellationToken cancellationToken
    )
    {
        if (item.Controller == caller.Agency)
        {
            return true;
        }

        foreach (var subject in item.Subjects)
        {
            var known = await facts.ForAsync(
                head,
                subject.Id,
                item.Controller,
                caller.Agency,
                purpose,
                FactsNeeded.None,
                cancellationToken
            );
            var question = new SharingQuestion(item.Controller, caller.Agency, purpose, subject.Kind, [Category], SharingMode.Content)
            {
                Facts = known,
            };
            var decision = await decisions.DecideAsync(head, question, cancellationToken);
            // Where a person would have to release it each time, or members would have to be taken out, opening an agenda does not show it.
            if (decision is not { Effect: SharingEffect.Permit, Release: ReleaseManner.Automatic, Obligations.Redact.Count: 0 })
            {
                return false;
            }
        }

        return true;
    }
}
