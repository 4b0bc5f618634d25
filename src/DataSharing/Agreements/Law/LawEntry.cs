using System.Text.Json.Serialization;

namespace DataSharing.Agreements;

/// <summary>One provision of the law as a pack states it.</summary>
/// <param name="Id">Stable; agreements name gateways by it.</param>
/// <param name="Kind">What it is to the check.</param>
/// <param name="Act">Statute, regulation, code of practice, or the common law.</param>
/// <param name="Provision">Article, section or paragraph.</param>
/// <param name="Title">In a few words of ours.</param>
/// <param name="Status">Whether it is in force, as far as the pack knows.</param>
/// <param name="InForceFrom">First day; null where the pack does not carry it.</param>
/// <param name="InForceTo">First day on which it is no longer in force; null where none is known.</param>
/// <param name="Certainty">How well the entry is founded.</param>
/// <param name="Source">Where it was read.</param>
public sealed record LawEntry(
    string Id,
    LawKind Kind,
    string Act,
    string Provision,
    string Title,
    LawStatus Status,
    DateOnly? InForceFrom,
    DateOnly? InForceTo,
    LawCertainty Certainty,
    string Source
)
{
    /// <summary>Part of DPA 2018 Schedule 1; null elsewhere.</summary>
    public int? Part { get; init; }

    /// <summary>The Article 9(2) condition that a Schedule 1 paragraph completes; null where none.</summary>
    public string? Article9 { get; init; }

    /// <summary>An appropriate policy document is needed.</summary>
    public bool PolicyDocument { get; init; }

    /// <summary>No policy document is needed for disclosure to a competent authority.</summary>
    public bool WaivedForCompetentAuthorities { get; init; }

    /// <summary>The condition is for processing without the person's consent.</summary>
    public bool ExcludesConsent { get; init; }

    /// <summary>A gateway that is a duty, not only a power.</summary>
    public bool Duty { get; init; }

    /// <summary>Kinds of agency (<see cref="Partnership.AgencyKinds"/>) to whom a gateway is not open of itself.</summary>
    public IReadOnlyList<string> ClosedTo { get; init; } = [];

    /// <summary>A gateway about adults alone.</summary>
    public bool AdultsOnly { get; init; }

    /// <summary>A duty that ends where disclosure would be more detrimental to the child, so that somebody has to weigh it.</summary>
    public bool DetrimentWeighed { get; init; }

    /// <summary>How long a yearly submission counts, ISO 8601; null elsewhere.</summary>
    public string? ValidFor { get; init; }

    /// <summary>Act and provision.</summary>
    [JsonIgnore]
    public string Citation => $"{Act}, {Provision}";
}

[JsonConverter(typeof(JsonStringEnumConverter<LawKind>))]
public enum LawKind
{
    [JsonStringEnumMemberName("requirement")]
    Requirement,

    [JsonStringEnumMemberName("article-6")]
    Article6,

    [JsonStringEnumMemberName("annex-1")]
    Annex1,

    [JsonStringEnumMemberName("article-9")]
    Article9,

    [JsonStringEnumMemberName("schedule-1")]
    Schedule1,

    [JsonStringEnumMemberName("schedule-8")]
    Schedule8,

    [JsonStringEnumMemberName("gateway")]
    Gateway,
}

[JsonConverter(typeof(JsonStringEnumConverter<LawStatus>))]
public enum LawStatus
{
    [JsonStringEnumMemberName("in-force")]
    InForce,

    /// <summary>Enacted, and no commencement was seen. Whoever rests on it signs for that by name.</summary>
    [JsonStringEnumMemberName("commencement-unknown")]
    CommencementUnknown,
}

[JsonConverter(typeof(JsonStringEnumConverter<LawCertainty>))]
public enum LawCertainty
{
    /// <summary>Read in primary text or on the regulator's own page.</summary>
    [JsonStringEnumMemberName("verified")]
    Verified,

    /// <summary>Read in a secondary source, or in part.</summary>
    [JsonStringEnumMemberName("secondary")]
    Secondary,

    /// <summary>From memory. Shown as unverified wherever it is shown.</summary>
    [JsonStringEnumMemberName("unverified")]
    Unverified,
}
