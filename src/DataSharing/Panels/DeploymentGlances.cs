using DataSharing.Disruption;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Panels;

/// <summary>A deployment as an agenda shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Record">Tactic, state, dates.</param>
/// <param name="Objective">What it is to achieve.</param>
/// <param name="ImpactOnChild">What it will mean for the child.</param>
/// <param name="Proportionality">Why it is no more than needed.</param>
/// <param name="Version">For a decision of the panel.</param>
public sealed record DeploymentGlance(
    string Id,
    DeploymentRecord Record,
    string? Objective,
    string? ImpactOnChild,
    string? Proportionality,
    RowVersion Version
)
{
    public override string ToString() => $"DeploymentGlance({Id})";
}

/// <summary>Looks at deployments for an agenda, each as far as the caller may see it; the reader's own entry names its subjects.</summary>
public sealed class DeploymentGlances(DeploymentStore store, DeploymentSharing sharing)
{
    public async ValueTask<IReadOnlyDictionary<string, DeploymentGlance>> OfAsync(
        Caller caller,
        ReadHead head,
        PurposeCode purpose,
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(ids);
        var glances = new Dictionary<string, DeploymentGlance>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (
                await store.FindAsync(id, cancellationToken) is { Deployment: { } deployment, Version: var version }
                && (await sharing.SeeAsync(caller, head, deployment.Record, purpose, cancellationToken)).IsVisible
            )
            {
                var text = deployment.Text;
                glances[id] = new DeploymentGlance(
                    id,
                    deployment.Record,
                    text.Objective,
                    text.ImpactOnChild,
                    text.Proportionality,
                    version
                );
            }
        }

        return glances;
    }
}
