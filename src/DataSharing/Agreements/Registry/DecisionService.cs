using DataSharing.Identity;
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

    /// <summary>What has to be known of a subject before deciding on sharing between two agencies.</summary>
    public async ValueTask<FactsNeeded> NeedsAsync(
        ReadHead head,
        AgencyId from,
        AgencyId to,
        PurposeCode purpose,
        CancellationToken cancellationToken
    ) => (await artefacts.ForAsync(head, cancellationToken)).Needs(from, to, purpose);

    /// <summary>What has to be known of a subject before it is known who would share it.</summary>
    public async ValueTask<FactsNeeded> NeedsAsync(ReadHead head, AgencyId to, PurposeCode purpose, CancellationToken cancellationToken) =>
        (await artefacts.ForAsync(head, cancellationToken)).Needs(to, purpose);

    /// <summary>What the rules for a pair of agencies, a purpose and a kind of subject ask of the subject and its data, a set a rule.</summary>
    public async ValueTask<IReadOnlyList<Constraints>> ConstraintsAsync(
        ReadHead head,
        AgencyId from,
        AgencyId to,
        PurposeCode purpose,
        SubjectKind kind,
        CancellationToken cancellationToken
    ) => (await artefacts.ForAsync(head, cancellationToken)).ConstraintsOf(from, to, purpose, kind);

    /// <summary>What of the data itself would change the answer to a question.</summary>
    public async ValueTask<DataFactsNeeded> DataNeedsAsync(ReadHead head, SharingQuestion question, CancellationToken cancellationToken) =>
        DataFactsNeeded.Of(await artefacts.ForAsync(head, cancellationToken), question, time.GetUtcNow());
}
