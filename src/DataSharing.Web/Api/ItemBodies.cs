using DataSharing.Entities;
using DataSharing.Identity;

namespace DataSharing.Web.Api;

/// <summary>What every fact, link and event states of itself.</summary>
/// <param name="Category">The data category that agreements permit or withhold it under.</param>
/// <param name="Provenance">Where it comes from; 1 to 500 characters.</param>
/// <param name="Grading">3x5x2; left out where it is not graded.</param>
/// <param name="Handling">Left out where there is none.</param>
/// <param name="ValidFrom">First day it holds.</param>
/// <param name="ValidTo">Last day it holds.</param>
public sealed record ItemBody(
    DataCategory Category,
    string Provenance,
    GradingBody? Grading = null,
    HandlingBody? Handling = null,
    DateOnly? ValidFrom = null,
    DateOnly? ValidTo = null
)
{
    public override string ToString() => "ItemBody(redacted)";
}

/// <param name="Source">1 reliable, 2 untested, 3 not reliable.</param>
/// <param name="Intelligence">A known directly … E suspected to be false.</param>
public sealed record GradingBody(int Source, string Intelligence);

/// <param name="Code">P, or C with conditions.</param>
/// <param name="Conditions">With C exactly one of A1 A2 A3 and one of S1 S2; with P none.</param>
public sealed record HandlingBody(string Code, IReadOnlyList<string>? Conditions = null);

/// <param name="Kind">A code such as <c>address</c>, <c>risk-level</c> or <c>status</c>.</param>
/// <param name="Text">1 to 4,000 characters.</param>
/// <param name="Item">Category, grading, dates.</param>
/// <param name="Code">Of a status, such as <c>nrm</c>; with the kind <c>status</c> only.</param>
/// <param name="Holds">False to record that the status does not hold.</param>
/// <param name="Dates">Further dates by name, at most 10.</param>
public sealed record FactBody(
    string Kind,
    string Text,
    ItemBody Item,
    string? Code = null,
    bool Holds = true,
    IReadOnlyDictionary<string, DateOnly>? Dates = null
)
{
    public override string ToString() => "FactBody(redacted)";
}

/// <param name="To">The subject it leads to.</param>
/// <param name="Kind">A code of the closed list.</param>
/// <param name="Strength"><c>confirmed</c>, <c>likely</c> or <c>possible</c>.</param>
/// <param name="WhyNecessary">1 to 500 characters.</param>
/// <param name="Item">Category, grading, dates.</param>
/// <param name="FirstSeen">Left out where not known.</param>
/// <param name="LastSeen">Left out where not known.</param>
/// <param name="ReviewOn">Left out: six months from now.</param>
public sealed record LinkBody(
    Guid To,
    string Kind,
    LinkStrength Strength,
    string WhyNecessary,
    ItemBody Item,
    DateOnly? FirstSeen = null,
    DateOnly? LastSeen = null,
    DateOnly? ReviewOn = null
)
{
    public override string ToString() => "LinkBody(redacted)";
}

/// <param name="Kind">A code of the closed list.</param>
/// <param name="From">When it happened or began.</param>
/// <param name="Text">1 to 4,000 characters.</param>
/// <param name="Participants">1 to 50, each subject once.</param>
/// <param name="Item">Category, grading.</param>
/// <param name="To">When it ended.</param>
public sealed record EventBody(
    string Kind,
    DateTimeOffset From,
    string Text,
    IReadOnlyList<ParticipantBody> Participants,
    ItemBody Item,
    DateTimeOffset? To = null
)
{
    public override string ToString() => "EventBody(redacted)";
}

/// <param name="Subject">The subject.</param>
/// <param name="Roles">What it was in this event; several hold at once.</param>
public sealed record ParticipantBody(Guid Subject, IReadOnlyList<string> Roles);

/// <param name="LastDay">The last day on which it held.</param>
public sealed record ClosureBody(DateOnly LastDay);

/// <param name="Id">The new fact, link or event.</param>
public sealed record ItemRecorded(string Id);
