using DataSharing.Entities;
using DataSharing.Protection;

namespace DataSharing.Disposal;

/// <summary>What forbids a proposed disposal as things stand, for whoever was shown the proposal. Confirming looks again, in its own commit.</summary>
public sealed class DisposalHolds(DataKeys keys, SubjectDisposal subjects, DisposalScopes scopes)
{
    /// <summary>Codes as of <see cref="DisposalOutcome.Held"/>; none where nothing forbids it, or it waits for nobody.</summary>
    public async ValueTask<IReadOnlyCollection<string>> OfAsync(DisposalView shown, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shown);
        if (shown.Record is not { State: DisposalState.Proposed, SubjectId: { } subjectId, Controller: var controller })
        {
            return [];
        }

        var key = await keys.FindAsync(DataKeyId.OfSubject(subjectId, controller), cancellationToken);
        if (key is null || await subjects.ControlAsync(subjectId, controller, cancellationToken) is not var (_, isRegistrar))
        {
            return [];
        }

        var (scope, _) = await scopes.OfAsync(subjectId, controller, isRegistrar, key.Pseudonym(subjectId), cancellationToken);
        return await scopes.HoldsAsync(scope, cancellationToken);
    }
}
