using DataSharing.Partnership;

namespace DataSharing.Agreements;

/// <summary>Decides on the agreements that a request's own head names: what was acknowledged before the request began binds it.</summary>
public sealed class DecisionService(ArtefactCache artefacts, TimeProvider time)
{
    /// <param name="head">The head as this request read it.</param>
    /// <param name="question">What is asked, with the facts known.</param>
    /// <param name="cancellationToken">Stops loading.</param>
    /// <exception cref="Storage.StoreUnavailableException">An agreement could not be loaded now. HTTP 503.</exception>
    public async ValueTask<SharingDecision> DecideAsync(ReadHead head, SharingQuestion question, CancellationToken cancellationToken) =>
        AgreementEvaluator.Evaluate(await artefacts.ForAsync(head, cancellationToken), question, time.GetUtcNow());
}
