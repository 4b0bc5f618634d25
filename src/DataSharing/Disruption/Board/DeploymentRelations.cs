using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Disruption;

/// <summary>Other live deployments about the same subjects and places, as far as the caller may see them.</summary>
public sealed class DeploymentRelations(IRecordStore records, DeploymentStore store, DeploymentSharing sharing)
{
    private const int Most = 50;

    /// <summary>Ids of deployments about a subject, of these controllers only.</summary>
    internal async ValueTask<IReadOnlyList<SubjectRow>> OfSubjectAsync(
        string subjectId,
        IReadOnlyList<AgencyId> controllers,
        CancellationToken cancellationToken
    )
    {
        var found = new List<SubjectRow>();
        foreach (var prefix in controllers.Select(c => DeploymentIndex.SubjectPrefix(subjectId, c)))
        {
            var rows = await records.ReadAllAsync(Shards.Of(subjectId), prefix, cancellationToken);
            found.AddRange(rows.Select(DeploymentIndex.ReadSubject));
        }

        return found;
    }

    internal async ValueTask<IReadOnlyList<DeploymentWarning>> WarningsAsync(
        Caller caller,
        ReadHead head,
        Deployment deployment,
        PurposeCode purpose,
        CancellationToken cancellationToken
    )
    {
        var record = deployment.Record;
        if (!DeploymentStates.IsLive(record.State))
        {
            return [];
        }

        var controllers = await sharing.ControllersAsync(caller, head, purpose, cancellationToken);
        var zones = Zones(record);
        var others = new HashSet<string>(StringComparer.Ordinal);
        foreach (var about in deployment.Targets.Concat(zones).Distinct(StringComparer.Ordinal))
        {
            others.UnionWith((await OfSubjectAsync(about, controllers, cancellationToken)).Select(r => r.Id));
        }

        others.Remove(deployment.Id);
        var warnings = new List<DeploymentWarning>();
        foreach (var id in others.Order(StringComparer.Ordinal).Take(Most))
        {
            if (
                await store.FindRecordAsync(id, cancellationToken) is not var (other, _)
                || !DeploymentStates.IsLive(other.State)
                || !(await sharing.SeeAsync(caller, head, other, purpose, cancellationToken)).IsVisible
            )
            {
                continue;
            }

            var targets = other.Subjects.Where(s => s.Role == SubjectRole.Target).Select(s => s.Id);
            if (
                string.Equals(other.Tactic.Id, record.Tactic.Id, StringComparison.Ordinal)
                && targets.Intersect(deployment.Targets, StringComparer.Ordinal).Any()
            )
            {
                warnings.Add(
                    new DeploymentWarning("duplicate-tactic", "The same tactic is already under way against the same subject.", id)
                );
            }

            if (Zones(other).Intersect(zones, StringComparer.Ordinal).Any())
            {
                warnings.Add(new DeploymentWarning("overlapping-zone", "Another tactic already forbids somebody the same place.", id));
            }
        }

        return warnings;
    }

    private static IReadOnlyList<string> Zones(DeploymentRecord record) =>
        [.. record.Terms.Where(t => t.Kind == TermKind.Prohibition).SelectMany(t => t.Places).Distinct(StringComparer.Ordinal)];
}
