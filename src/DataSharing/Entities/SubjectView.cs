using DataSharing.Consent;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>
/// A subject as the caller may see it now, for the purpose stated: the particulars, and of what agencies recorded about it exactly what each
/// permits. What is withheld is absent, and nothing tells that it is.
/// </summary>
public sealed record SubjectView
{
    public required string Id { get; init; }

    public required SubjectKind Kind { get; init; }

    public required AgencyId Controller { get; init; }

    public required bool IsOwn { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }

    public required SubjectParticulars Particulars { get; init; }

    /// <summary>Whole years today, in London; null where no date of birth is recorded or shown.</summary>
    public int? AgeYears { get; init; }

    public required IReadOnlyList<FactView> Facts { get; init; }

    public required IReadOnlyList<LinkView> Links { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<EventView> Events { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<ConsentEntry> Consents { get; init; }

    /// <summary>The decisions that let other agencies' items be seen, each once; none where everything is the caller's own.</summary>
    public required IReadOnlyList<CitedDecision> Decisions { get; init; }

    public required RowVersion Version { get; init; }

    public override string ToString() => $"SubjectView({Kind})";
}

/// <param name="Id">The fact.</param>
/// <param name="Kind">A code: <c>address</c>, <c>school</c>, <c>risk-level</c>, <c>status</c>, …</param>
/// <param name="Text">In words.</param>
/// <param name="Code">The code of a status, such as <c>nrm</c>; null otherwise.</param>
/// <param name="Holds">False where the fact says that the status does not hold.</param>
/// <param name="Dates">Further dates by name, such as <c>assessedOn</c>.</param>
/// <param name="Item">Controller, grading, dates.</param>
public sealed record FactView(
    string Id,
    string Kind,
    string Text,
    string? Code,
    bool Holds,
    IReadOnlyDictionary<string, DateOnly> Dates,
    ItemView Item
)
{
    public override string ToString() => "FactView(redacted)";
}

/// <param name="Id">The link.</param>
/// <param name="FromId">The subject whose partition holds it: what a change of it is addressed to.</param>
/// <param name="Kind">Its kind and how it is worded either way.</param>
/// <param name="IsOutgoing">Whether it reads from the subject shown to <paramref name="Other"/>.</param>
/// <param name="Other">The other end.</param>
/// <param name="Strength">How sure. "Possible" never counts toward a threshold.</param>
/// <param name="FirstSeen">Null where not known.</param>
/// <param name="LastSeen">Null where not known.</param>
/// <param name="ReviewOn">When somebody must look at it again.</param>
/// <param name="WhyNecessary">Why it is still needed, in words.</param>
/// <param name="Item">Controller, grading, dates.</param>
public sealed record LinkView(
    string Id,
    string FromId,
    LinkKind Kind,
    bool IsOutgoing,
    SubjectLabel Other,
    LinkStrength Strength,
    DateOnly? FirstSeen,
    DateOnly? LastSeen,
    DateOnly ReviewOn,
    string WhyNecessary,
    ItemView Item
)
{
    public override string ToString() => $"LinkView({Kind.Code})";
}

/// <param name="Id">The event.</param>
/// <param name="Kind">A code of <see cref="EventKinds"/>.</param>
/// <param name="From">When it happened or began.</param>
/// <param name="To">When it ended; null for a moment, or while it lasts.</param>
/// <param name="Text">In words.</param>
/// <param name="Roles">What the subject shown was in it; several at once.</param>
/// <param name="Others">The other participants whom the caller may see.</param>
/// <param name="Item">Controller, grading, dates.</param>
public sealed record EventView(
    string Id,
    string Kind,
    DateTimeOffset From,
    DateTimeOffset? To,
    string Text,
    IReadOnlyList<string> Roles,
    IReadOnlyList<ParticipantView> Others,
    ItemView Item
)
{
    public override string ToString() => $"EventView({Kind})";
}

public sealed record ParticipantView(SubjectLabel Subject, IReadOnlyList<string> Roles)
{
    public override string ToString() => "ParticipantView(redacted)";
}

/// <summary>A subject in one line.</summary>
/// <param name="Id">The subject.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">As its controller holds it.</param>
/// <param name="DateOfBirth">Persons only; null where not recorded or not shown.</param>
/// <param name="UnderEighteen">Known to be under 18 today, in London.</param>
public sealed record SubjectLabel(string Id, SubjectKind Kind, string Name, DateOnly? DateOfBirth, bool UnderEighteen)
{
    /// <summary>Locations only, as far as the caller may see where it is; null where not recorded.</summary>
    public PlaceParticulars? Place { get; init; }

    public override string ToString() => $"SubjectLabel({Kind})";
}

/// <summary>What let another agency's item be seen.</summary>
/// <param name="Controller">Whose item.</param>
/// <param name="Category">Its category.</param>
/// <param name="AgreementId">The agreement.</param>
/// <param name="AgreementVersion">From 1.</param>
/// <param name="ArtefactHash">SHA-256 of the compiled artefact.</param>
/// <param name="RuleIds">As <c>agreement:rule</c>.</param>
/// <param name="LawfulBases">As the rules state them.</param>
/// <param name="ConsentStance"><c>not-required</c>, <c>inform-unless-risk</c> or <c>explicit</c>.</param>
public sealed record CitedDecision(
    AgencyId Controller,
    DataCategory Category,
    string AgreementId,
    int AgreementVersion,
    string ArtefactHash,
    IReadOnlyList<string> RuleIds,
    IReadOnlyList<string> LawfulBases,
    string ConsentStance
);
