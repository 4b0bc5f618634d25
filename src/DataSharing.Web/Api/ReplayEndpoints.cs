using DataSharing.Agreements;
using DataSharing.Exchange;
using DataSharing.Identity;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>An entry's decision made again, for the IG officers of the agency that acted.</summary>
public static class ReplayEndpoints
{
    public static IEndpointRouteBuilder MapReplay(this IEndpointRouteBuilder api)
    {
        api.MapPost("/audit/entries/{index:long:min(0)}/replay", ReplayAsync)
            .WithTags("Audit")
            .RequireAgencyRole(AgencyRoles.IgOfficer)
            .WithName("replayDecision")
            .WithSummary(
                "Makes the decision of one entry of the own agency again, from the input kept for it and the agreements in force then."
            )
            .WithProblems(ProblemTypes.NotFound)
            .WithAuditReceipt();
        return api;
    }

    private static async Task<Results<Ok<ReplayResponse>, ProblemHttpResult>> ReplayAsync(
        long index,
        HttpContext context,
        JsonBody<ReplayRequest> body,
        DecisionReplays replays,
        CancellationToken cancellationToken
    )
    {
        var subjectId = body.Value.SubjectId?.ToString("D");
        var (answer, receipt) = await replays.ReplayAsync(context.GetCaller(), index, subjectId, cancellationToken);
        context.Response.SetAuditReceipt(receipt);
        return ReplayResponse.From(index, answer) is { } response ? TypedResults.Ok(response) : Problems.NotFound();
    }
}

/// <param name="SubjectId">Whom it was about, for an entry that names no disclosure or request (what was refused); null otherwise.</param>
public sealed record ReplayRequest(Guid? SubjectId = null)
{
    public override string ToString() => "ReplayRequest(redacted)";
}

/// <summary>What making a decision again came to.</summary>
/// <param name="Index">The entry.</param>
/// <param name="Outcome">
/// <c>identical</c>; <c>differs</c>; <c>inputs-disposed</c> (the subject's key was destroyed); <c>inputs-not-kept</c> (several decisions at once, or
/// from before they were kept); <c>subject-needed</c>; <c>nothing-decided</c>; <c>impossible</c>.
/// </param>
/// <param name="Reason">Why it is impossible, as a code; null otherwise.</param>
/// <param name="FactsDigest">SHA-256 of the canonical input, as the entry states it; null where nothing was decided.</param>
/// <param name="Differences">What is not as recorded.</param>
/// <param name="Decision">As made again; null where it was not.</param>
/// <param name="WordsDisposedAt">When the reason given with the act was disposed of with its month; null where it was not. No decision rests on it.</param>
public sealed record ReplayResponse(
    long Index,
    string Outcome,
    string? Reason,
    string? FactsDigest,
    IReadOnlyList<ReplayDifference> Differences,
    DecisionResponse? Decision,
    DateTimeOffset? WordsDisposedAt = null
)
{
    /// <summary>Null where there is nothing to answer with.</summary>
    public static ReplayResponse? From(long index, ReplayedDecision answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return Of(index, answer) is { } response ? response with { WordsDisposedAt = answer.WordsDisposedAt } : null;
    }

    private static ReplayResponse? Of(long index, ReplayedDecision answer) =>
        answer switch
        {
            ReplayedDecision.Made { Outcome: ReplayOutcome.Identical { Decision: var decision } } made => new(
                index,
                made.Code,
                null,
                made.Digest,
                [],
                DecisionResponse.From(RecordedDecision.Of(decision))
            ),
            ReplayedDecision.Made { Outcome: ReplayOutcome.Differs { Decision: var decision, Differences: var differences } } made => new(
                index,
                made.Code,
                null,
                made.Digest,
                differences,
                DecisionResponse.From(RecordedDecision.Of(decision))
            ),
            ReplayedDecision.Made { Outcome: ReplayOutcome.Impossible { Reason: var reason } } made => new(
                index,
                made.Code,
                reason,
                made.Digest,
                [],
                null
            ),
            ReplayedDecision.Disposed { Digest: var digest } => new(index, answer.Code, null, digest, [], null),
            ReplayedDecision.NotKept { Digest: var digest } => new(index, answer.Code, null, digest, [], null),
            ReplayedDecision.SubjectNeeded { Digest: var digest } => new(index, answer.Code, null, digest, [], null),
            ReplayedDecision.NothingDecided => new(index, answer.Code, null, null, [], null),
            _ => null,
        };
}
