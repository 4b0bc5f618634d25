using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>
/// How the log and its witnesses stand, for those who answer for it. Sizes, times and codes, and nothing of an entry; so looking leaves no entry,
/// which would itself be one more that no witness has cosigned yet.
/// </summary>
public static class LogHealthEndpoints
{
    public static IEndpointRouteBuilder MapLogHealth(this IEndpointRouteBuilder api)
    {
        api.MapGet("/audit/log", FindAsync)
            .WithTags("Audit")
            .RequireAnyRole(AgencyRoles.IgOfficer, PartnershipRoles.Ig | PartnershipRoles.Admin)
            .WithName("getLogHealth")
            .WithSummary(
                "How the log and its witnesses stand: size, last checkpoint, what waits, and each witness's last cosignature or refusal."
            )
            .WithProblems(ProblemTypes.Unavailable);
        return api;
    }

    private static async Task<Ok<LogHealthResponse>> FindAsync(LogOverviewReader log, HttpContext context) =>
        TypedResults.Ok(LogHealthResponse.From(await log.ReadAsync(context.RequestAborted)));
}

/// <param name="Origin">The log's name.</param>
/// <param name="Size">Entries under the newest checkpoint; 0 before the first.</param>
/// <param name="SignedAt">When that was signed; null before the first.</param>
/// <param name="Waiting">Entries that are in the log and that no checkpoint covers yet.</param>
/// <param name="WaitingSince">Since when the oldest of them, or of those that are not in the log yet, waits; null when none does.</param>
/// <param name="DelaySeconds">From the commit of its oldest new entry to the last checkpoint that this instance published; null before the first.</param>
/// <param name="Refusal"><c>behind-checkpoint</c>, <c>forked</c> or <c>head-unreadable</c> while no checkpoint is signed; null when one is.</param>
/// <param name="CosignedSize">Entries under the newest checkpoint that enough witnesses have cosigned; null before the first.</param>
/// <param name="WitnessesWanted">How many must cosign; 0 where there are none.</param>
/// <param name="Witnesses">Each of them.</param>
public sealed record LogHealthResponse(
    string Origin,
    long Size,
    DateTimeOffset? SignedAt,
    long Waiting,
    DateTimeOffset? WaitingSince,
    double? DelaySeconds,
    string? Refusal,
    long? CosignedSize,
    int WitnessesWanted,
    IReadOnlyList<WitnessHealthResponse> Witnesses
)
{
    internal static LogHealthResponse From(LogOverview log) =>
        new(
            log.Origin,
            log.Size,
            log.SignedAt,
            log.Waiting,
            log.WaitingSince,
            log.Delay is { } delay ? Math.Round(Math.Max(0, delay.TotalSeconds), 3) : null,
            log.Refusal,
            log.CosignedSize,
            log.Wanted,
            [.. log.Witnesses.Select(WitnessHealthResponse.From)]
        );
}

/// <param name="Name">The witness.</param>
/// <param name="Key">Its verification key.</param>
/// <param name="Size">Entries under the last checkpoint that it cosigned; null before the first.</param>
/// <param name="CosignedAt">When it did, as it states itself.</param>
/// <param name="Refusal">
/// <c>forked</c>, <c>ahead</c> or <c>inconsistent</c> where it says that history was changed; <c>not-trusted</c>, <c>unknown-log</c>,
/// <c>unintelligible</c> or <c>own-key</c> where something is set wrongly; <c>away</c>; null where it cosigns.
/// </param>
/// <param name="RefusedAt">Since when.</param>
public sealed record WitnessHealthResponse(
    string Name,
    string Key,
    long? Size,
    DateTimeOffset? CosignedAt,
    string? Refusal,
    DateTimeOffset? RefusedAt
)
{
    internal static WitnessHealthResponse From(WitnessOverview witness) =>
        new(witness.Name, witness.Key, witness.Size, witness.CosignedAt, witness.Refusal, witness.RefusedAt);
}
