using System.Collections.Concurrent;
using System.Text;
using DataSharing.Storage;

namespace DataSharing.Agreements;

/// <summary>
/// Makes a decision again from its canonical input: the very agreements that were in force then, found by the digest that the input names, each
/// verified against the hashes that it was signed and compiled under. What has been changed, suspended or ended since changes nothing.
/// </summary>
public sealed class DecisionReplay(IBlobStore blobs, ArtefactCache artefacts)
{
    private const int Remembered = 64;

    /// <summary>Before version 2 of the evaluator's rules a review date withheld nothing.</summary>
    private const string BeforeReviewDates = "1";

    private readonly ConcurrentDictionary<(string Digest, string Evaluator), AgreementsInForce> known = new();

    /// <param name="input">RFC 8785 text, as it was kept.</param>
    /// <param name="recorded">The answer to hold it against.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="StoreUnavailableException">Something could not be read now. HTTP 503.</exception>
    public async ValueTask<ReplayOutcome> ReplayAsync(string input, RecordedAnswer recorded, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(recorded);
        if (DecisionInputRead.TryRead(input) is not { } read)
        {
            return new ReplayOutcome.Impossible("input-unreadable");
        }

        if (read.Evaluator is not (AgreementEvaluator.Version or BeforeReviewDates))
        {
            return new ReplayOutcome.Impossible("evaluator-unknown");
        }

        var (inForce, reason) = await InForceAsync(read, cancellationToken);
        if (inForce is null)
        {
            return new ReplayOutcome.Impossible(reason);
        }

        var made = AgreementEvaluator.Evaluate(inForce, read.Question, read.At);
        var digest = CanonicalJson.Hash(Encoding.UTF8.GetBytes(input));
        var differences = ReplayDifference.Between(recorded, digest, made);
        return differences.Count == 0 ? new ReplayOutcome.Identical(made) : new ReplayOutcome.Differs(made, differences);
    }

    private async ValueTask<(AgreementsInForce? InForce, string Reason)> InForceAsync(
        DecisionInputRead read,
        CancellationToken cancellationToken
    )
    {
        if (known.TryGetValue((read.InForceDigest, read.Evaluator), out var remembered))
        {
            return (remembered, "");
        }

        if (
            !IsDigest(read.InForceDigest)
            || await InForceManifest.FindAsync(blobs, read.InForceDigest, cancellationToken) is not { } manifest
        )
        {
            return (null, "in-force-unknown");
        }

        var standing = new List<StandingArtefact>();
        foreach (var agreement in manifest.Agreements)
        {
            if (await artefacts.FindAsync(agreement, cancellationToken) is not { } artefact)
            {
                return (null, "agreement-unreadable");
            }

            var stood = ArtefactCache.Standing(agreement, artefact);
            standing.Add(read.Evaluator == BeforeReviewDates ? stood with { ReviewBy = null } : stood);
        }

        var inForce = new AgreementsInForce(standing, manifest.Unreadable, manifest.Active);
        if (!string.Equals(inForce.Digest, read.InForceDigest, StringComparison.Ordinal))
        {
            // The list is not what its name says.
            return (null, "in-force-unknown");
        }

        if (known.Count >= Remembered)
        {
            known.Clear();
        }

        known[(read.InForceDigest, read.Evaluator)] = inForce;
        return (inForce, "");
    }

    private static bool IsDigest(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}
