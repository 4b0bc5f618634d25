using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>
/// A data sharing agreement as its document states it (schema: <c>agreement.schema.json</c>; guide: docs/agreements.md). Made only by
/// <see cref="AgreementDocument"/>, so lists are within their limits and texts are clean; cross references hold once
/// <see cref="AgreementValidator"/> has found nothing.
/// </summary>
/// <remarks>Contents follow the ICO data sharing code of practice (in force 5 October 2021): purpose, organisations, data items, basis, special data, review.</remarks>
public sealed record Agreement
{
    public required AgreementId Id { get; init; }

    /// <summary>From 1. A version never changes once drafted; a change is a new version.</summary>
    public required int Version { get; init; }

    public required string Title { get; init; }

    /// <summary>Why the parties share, in their own words.</summary>
    public required string PurposeStatement { get; init; }

    public required IReadOnlyList<Party> Parties { get; init; }

    public required DateTimeOffset EffectiveFrom { get; init; }

    /// <summary>The first moment at which the agreement no longer has effect; null where it runs until replaced.</summary>
    public required DateTimeOffset? EffectiveTo { get; init; }

    /// <summary>When the parties promised to look at it again: the last day on which it permits anything without a later version.</summary>
    public required DateOnly ReviewDate { get; init; }

    public required IReadOnlyList<DeclaredCategory> Categories { get; init; }

    public required IReadOnlyList<DeclaredPurpose> Purposes { get; init; }

    public required IReadOnlyList<Permission> Permissions { get; init; }

    public required IReadOnlyList<Prohibition> Prohibitions { get; init; }

    /// <summary>The data protection impact assessment of this sharing (UK GDPR Art 35); null where not stated.</summary>
    public ImpactAssessment? Dpia { get; init; }

    /// <summary>Where the joint controllers' arrangement lies (UK GDPR Art 26); null where not stated.</summary>
    public string? JointArrangement { get; init; }

    /// <summary>How people are told of the sharing; null where not stated.</summary>
    public string? Transparency { get; init; }

    /// <summary>How people's requests for access and other rights are met; null where not stated.</summary>
    public string? Rights { get; init; }

    /// <summary>Who watches over the agreement; null where not stated.</summary>
    public string? Governance { get; init; }
}

/// <param name="Reference">Where it lies.</param>
/// <param name="Date">When it was completed.</param>
/// <param name="ReviewDate">When it must be looked at again; from the day after, it is out of date.</param>
public sealed record ImpactAssessment(string Reference, DateOnly Date, DateOnly ReviewDate);

/// <summary>A kind of data that the agreement's rules may name.</summary>
/// <param name="Code">The code.</param>
/// <param name="Title">For readers.</param>
/// <param name="SpecialCategory">UK GDPR Art 9(1): health, ethnicity, religion, sex life and the like.</param>
/// <param name="CriminalOffence">UK GDPR Art 10: convictions, offences, allegations, security measures.</param>
public sealed record DeclaredCategory(DataCategory Code, string Title, bool SpecialCategory, bool CriminalOffence)
{
    /// <summary>Which special categories it holds; empty where not stated, and then it may hold any of them.</summary>
    public IReadOnlyList<SpecialKind> SpecialKinds { get; init; } = [];

    /// <summary>Collected for a law-enforcement purpose (DPA 2018 s.31), so that using it for another needs authority in law (s.36).</summary>
    public bool LawEnforcement { get; init; }

    /// <summary>The longest that a recipient may keep it; a permission without a time of its own takes the shortest of its categories.</summary>
    public CalendarDuration? RetainFor { get; init; }

    internal bool MayBeHealth => SpecialCategory && (SpecialKinds.Count == 0 || SpecialKinds.Contains(SpecialKind.Health));
}

/// <summary>UK GDPR Art 9(1).</summary>
public enum SpecialKind
{
    Health,
    Ethnicity,
    Religion,
    Politics,
    TradeUnion,
    Genetic,
    Biometric,
    SexLife,
    SexualOrientation,
}

/// <summary>A purpose that the agreement's rules may name (UK GDPR Art 5(1)(b)).</summary>
public sealed record DeclaredPurpose(PurposeCode Code, string Title)
{
    /// <summary>The functions that it serves, as codes of the law pack; empty where not stated.</summary>
    public IReadOnlyList<string> Functions { get; init; } = [];

    /// <summary>A law-enforcement purpose: DPA 2018 s.31.</summary>
    public bool LawEnforcement { get; init; }
}
