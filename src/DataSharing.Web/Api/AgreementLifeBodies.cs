using DataSharing.Agreements;
using DataSharing.Identity;

namespace DataSharing.Web.Api;

/// <param name="Reason">Why it goes back, in words. Kept sealed in the log.</param>
public sealed record ReturnRequest(string Reason)
{
    public override string ToString() => "ReturnRequest(redacted)";
}

/// <param name="Reason">Why it ends, or why the party leaves, in words. Kept sealed in the log.</param>
/// <param name="EffectiveAt">From when on; null or past: from the next request on.</param>
public sealed record EndingRequest(string Reason, DateTimeOffset? EffectiveAt = null)
{
    public override string ToString() => "EndingRequest(redacted)";
}

/// <summary>How a version fares now.</summary>
/// <param name="Id">The agreement.</param>
/// <param name="Version">From 1.</param>
/// <param name="At">The moment that this is about.</param>
/// <param name="Standing">Dates and clock included.</param>
/// <param name="Permits">Whether decisions may rest on it now.</param>
/// <param name="EffectiveFrom">As the document has it.</param>
/// <param name="Deadlines">When it stops permitting, the first one first; none where it is not in force.</param>
/// <param name="Unsigned">The parties that have not signed.</param>
/// <param name="Inactive">The parties that are suspended or not registered.</param>
/// <param name="LawChanged">Whether another law pack has come since it was brought into force.</param>
/// <param name="Findings">What the legal check of today would refuse.</param>
/// <param name="Unanswered">What it asks somebody to answer for by name and nobody has.</param>
/// <param name="Warnings">What somebody should do something about.</param>
public sealed record AgreementHealthResponse(
    string Id,
    int Version,
    DateTimeOffset At,
    AgreementStanding Standing,
    bool Permits,
    DateTimeOffset EffectiveFrom,
    IReadOnlyList<DeadlineResponse> Deadlines,
    IReadOnlyList<AgencyId> Unsigned,
    IReadOnlyList<AgencyId> Inactive,
    bool LawChanged,
    IReadOnlyList<LegalFindingResponse> Findings,
    IReadOnlyList<LegalFindingResponse> Unanswered,
    IReadOnlyList<AgreementWarning> Warnings
)
{
    public static AgreementHealthResponse From(AgreementHealth health)
    {
        ArgumentNullException.ThrowIfNull(health);
        return new AgreementHealthResponse(
            health.Record.Id.Value,
            health.Record.Version,
            health.At,
            health.Standing,
            health.Permits,
            health.EffectiveFrom,
            [.. health.Deadlines.Select(deadline => DeadlineResponse.From(deadline, health.At))],
            health.Unsigned,
            health.Inactive,
            health.LawChanged,
            [.. health.Reviewed.Refusals.Select(LegalFindingResponse.From)],
            [.. health.Unanswered.Select(LegalFindingResponse.From)],
            health.Warnings
        );
    }
}

/// <param name="Kind"><c>review</c> or <c>end</c>.</param>
/// <param name="At">The first moment at which it permits nothing.</param>
/// <param name="DaysLeft">Rounded up; 0 or less once it is over.</param>
public sealed record DeadlineResponse(string Kind, DateTimeOffset At, int DaysLeft)
{
    public static DeadlineResponse From(AgreementDeadline deadline, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(deadline);
        return new DeadlineResponse(deadline.Code, deadline.At, deadline.DaysLeftAt(now));
    }
}

/// <param name="Id">The agreement.</param>
/// <param name="Version">The version in force.</param>
/// <param name="Title">As the document has it.</param>
/// <param name="Kind"><c>review</c> or <c>end</c>.</param>
/// <param name="At">The first moment at which it permits nothing.</param>
/// <param name="DaysLeft">Rounded up; 0 or less once it is over.</param>
public sealed record AgreementDueResponse(string Id, int Version, string Title, string Kind, DateTimeOffset At, int DaysLeft);

/// <param name="Due">The first due first.</param>
public sealed record AgreementsDueResponse(IReadOnlyList<AgreementDueResponse> Due);
