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
        var pages = await Task.WhenAll(
            controllers.Select(c =>
                records.ReadAllAsync(Shards.Of(subjectId), DeploymentIndex.SubjectPrefix(subjectId, c), cancellationToken).AsTask()
            )
        );
        return [.. pages.SelectMany(rows => rows.Select(DeploymentIndex.ReadSubject))];
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
        string[] about = [.. deployment.Targets.Concat(zones).Distinct(StringComparer.Ordinal)];
        var found = await Task.WhenAll(about.Select(id => OfSubjectAsync(id, controllers, cancellationToken).AsTask()));
        // Only what can lead to a warning is read: any zone, and the same tactic against the same target.
        var others = about
            .Zip(found)
            .SelectMany(p => p.Second.Where(r => zones.Contains(p.First, StringComparer.Ordinal) || r.MayRepeat(record.Tactic.Id)))
            .Select(r => r.Id)
            .Where(id => !string.Equals(id, deployment.Id, StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Take(Most)
            .ToArray();
        var lines = await Task.WhenAll(others.Select(id => store.FindLineAsync(id, cancellationToken).AsTask()));
        var warnings = new List<DeploymentWarning>();
        foreach (var (id, stored) in others.Zip(lines))
        {
            if (
                stored is not var (other, _)
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

            if (Zones(other.Terms).Intersect(zones, StringComparer.Ordinal).Any())
            {
                warnings.Add(new DeploymentWarning("overlapping-zone", "Another tactic already forbids somebody the same place.", id));
            }
        }

        return warnings;
    }

    private static IReadOnlyList<string> Zones(DeploymentRecord record) => Zones(record.Terms);

    private static IReadOnlyList<string> Zones(IReadOnlyList<TermRecord> terms) =>
        [.. terms.Where(t => t.Kind == TermKind.Prohibition).SelectMany(t => t.Places).Distinct(StringComparer.Ordinal)];
}
