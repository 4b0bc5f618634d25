using DataSharing.Disruption;
using DataSharing.Identity;

namespace DataSharing.Web.Api;

/// <param name="Tactic">Id of a tactic of the catalogue.</param>
/// <param name="Subjects">1 to 10, at least one of them a target.</param>
/// <param name="Purpose">Why.</param>
/// <param name="Objective">What it is to achieve; 1 to 2,000 characters.</param>
/// <param name="On">Day it was suggested; absent: today.</param>
/// <param name="Owner">Who carries it forward, as <c>person:{tenant}:{object id}</c>.</param>
/// <param name="ExcludedAgencies">Agencies with a conflict of interest: they never see it.</param>
/// <param name="LegalClearanceAsked">A lawyer has to clear it, whatever the catalogue says.</param>
/// <param name="Follows">Id of the closed deployment that this one continues.</param>
public sealed record DeploymentBody(
    string Tactic,
    IReadOnlyList<SubjectInRoleBody> Subjects,
    PurposeCode Purpose,
    string Objective,
    DateOnly? On = null,
    string? Owner = null,
    IReadOnlyList<AgencyId>? ExcludedAgencies = null,
    bool LegalClearanceAsked = false,
    Guid? Follows = null
)
{
    public override string ToString() => "DeploymentBody(redacted)";
}

/// <param name="Id">The subject.</param>
/// <param name="Role">target, or protected for a child whom it is to keep safe.</param>
public sealed record SubjectInRoleBody(Guid Id, SubjectRole Role);

/// <summary>What to change; what is absent stays.</summary>
/// <param name="Objective">1 to 2,000 characters.</param>
/// <param name="Owner">As <c>person:{tenant}:{object id}</c>.</param>
/// <param name="ImpactOnChild">1 to 2,000 characters.</param>
/// <param name="Proportionality">1 to 2,000 characters.</param>
/// <param name="Evidence">What of the checklist is gathered.</param>
/// <param name="Terms">All terms anew, at most 40.</param>
/// <param name="LegalAdvice">The lawyer's words: the caller states that it is cleared. 1 to 2,000 characters.</param>
/// <param name="LegalClearanceAsked">A lawyer has to clear it.</param>
/// <param name="ExcludedAgencies">All of them anew.</param>
public sealed record DeploymentEditBody(
    string? Objective = null,
    string? Owner = null,
    string? ImpactOnChild = null,
    string? Proportionality = null,
    IReadOnlyList<EvidenceBody>? Evidence = null,
    IReadOnlyList<TermBody>? Terms = null,
    string? LegalAdvice = null,
    bool? LegalClearanceAsked = null,
    IReadOnlyList<AgencyId>? ExcludedAgencies = null
)
{
    public override string ToString() => "DeploymentEditBody(redacted)";
}

/// <param name="Index">Place in the checklist, from 0.</param>
/// <param name="Done">Gathered.</param>
/// <param name="SourceSensitive">Using it could show where information came from.</param>
public sealed record EvidenceBody(int Index, bool Done, bool SourceSensitive = false);

/// <param name="Kind">prohibition, requirement or condition.</param>
/// <param name="Text">1 to 500 characters.</param>
/// <param name="Places">Ids of the places that it speaks of, at most 10.</param>
public sealed record TermBody(TermKind Kind, string Text, IReadOnlyList<Guid>? Places = null)
{
    public override string ToString() => "TermBody(redacted)";
}

/// <summary>A step to another state with the facts that its entry needs; see docs/tactics.md.</summary>
public sealed record TransitionBody(
    DeploymentState To,
    DateOnly? On = null,
    string? Note = null,
    string? ReasonCode = null,
    string? Reasons = null,
    string? Venue = null,
    DateTimeOffset? HearingAt = null,
    IReadOnlyList<TermBody>? Terms = null,
    DateTimeOffset? StartsAt = null,
    DateTimeOffset? EndsAt = null,
    ServiceMethod? ServiceMethod = null,
    DateTimeOffset? ServedAt = null,
    string? ServedBy = null,
    string? Plan = null,
    DateTimeOffset? EffectiveFrom = null,
    DateTimeOffset? ExpiresAt = null,
    bool UntilFurtherOrder = false,
    bool CareOrder = false,
    bool ImmediateEffect = false,
    string? AppealReference = null,
    bool StayedByCourt = false,
    DateOnly? DecideBy = null,
    string? UrgentPower = null,
    EffectReview? Review = null
)
{
    public override string ToString() => "TransitionBody(redacted)";
}

/// <param name="Kind">What happened.</param>
/// <param name="On">When; not in the future.</param>
/// <param name="Note">1 to 2,000 characters.</param>
/// <param name="HearingAt">The new date of a hearing.</param>
/// <param name="ExpiresAt">The new end, with a variation.</param>
/// <param name="Terms">The terms as varied.</param>
/// <param name="Outcome">Of an appeal: allowed, dismissed or withdrawn.</param>
public sealed record DeploymentEventBody(
    EventKind Kind,
    DateOnly On,
    string? Note = null,
    DateTimeOffset? HearingAt = null,
    DateTimeOffset? ExpiresAt = null,
    IReadOnlyList<TermBody>? Terms = null,
    string? Outcome = null
)
{
    public override string ToString() => "DeploymentEventBody(redacted)";
}

/// <param name="Name">1 to 200 characters.</param>
/// <param name="MediaType">PDF, PNG, JPEG, plain text or a Word document (docx); the bytes must be of that type.</param>
/// <param name="Content">base64; at most 4 MiB of bytes.</param>
public sealed record DocumentBody(string Name, string MediaType, byte[] Content)
{
    public override string ToString() => "DocumentBody(redacted)";
}

/// <param name="Reason">What the review found; 1 to 2,000 characters.</param>
public sealed record LiftBody(string Reason)
{
    public override string ToString() => "LiftBody(redacted)";
}

/// <summary>What a board shows; what is absent binds nothing.</summary>
/// <param name="States">Any of these.</param>
/// <param name="Theme">A theme of the catalogue.</param>
/// <param name="Tactic">Id of a tactic.</param>
/// <param name="Subject">Id of a subject, whatever its role.</param>
/// <param name="Owner">As <c>person:{tenant}:{object id}</c>.</param>
/// <param name="Agency">The proposing agency.</param>
/// <param name="Mine">Owned or proposed by the caller.</param>
/// <param name="Cursor">Of the next page.</param>
public sealed record BoardBody(
    IReadOnlyList<DeploymentState>? States = null,
    string? Theme = null,
    string? Tactic = null,
    Guid? Subject = null,
    string? Owner = null,
    AgencyId? Agency = null,
    bool Mine = false,
    string? Cursor = null
);

/// <param name="From">From when.</param>
/// <param name="To">Until when, at most 366 days later. What is overdue comes too.</param>
/// <param name="Person">Only what this person owns, as <c>person:{tenant}:{object id}</c>.</param>
/// <param name="Cursor">Of the next page.</param>
public sealed record DueBody(DateTimeOffset From, DateTimeOffset To, string? Person = null, string? Cursor = null);
