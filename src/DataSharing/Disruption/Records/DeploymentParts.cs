using System.Text.Json.Serialization;
using DataSharing.Identity;

namespace DataSharing.Disruption;

/// <summary>Which pack an entry was copied from.</summary>
public sealed record PackReference(DateOnly PreparedOn, string Hash);

/// <param name="Id">The subject.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Role"><c>target</c>, or <c>protected</c> for a child whom the tactic is to keep safe.</param>
public sealed record DeploymentSubject(string Id, SubjectKind Kind, SubjectRole Role);

[JsonConverter(typeof(JsonStringEnumConverter<SubjectRole>))]
public enum SubjectRole
{
    /// <summary>Whom or what the tactic is used on.</summary>
    [JsonStringEnumMemberName("target")]
    Target,

    /// <summary>Whom it is to keep safe.</summary>
    [JsonStringEnumMemberName("protected")]
    Protected,
}

/// <param name="Item">As the catalogue had it.</param>
/// <param name="Done">Gathered.</param>
/// <param name="SourceSensitive">Using it could show where information came from.</param>
public sealed record EvidenceItem(string Item, bool Done, bool SourceSensitive);

public sealed record LegalClearance(string By, AgencyId Agency, DateTimeOffset At);

/// <summary>Who decided to use it; the panel's ids where a panel did.</summary>
public sealed record Authorisation(
    string By,
    AgencyId Agency,
    DateTimeOffset At,
    bool UnderUrgentPower,
    string? PanelId,
    string? MeetingId,
    string? ItemId
);

/// <summary>Dates of the life, null until they are known.</summary>
public sealed record DeploymentDates
{
    public DateOnly? AppliedOn { get; init; }

    public DateTimeOffset? HearingAt { get; init; }

    public DateTimeOffset? InterimFrom { get; init; }

    public DateTimeOffset? InterimTo { get; init; }

    public DateOnly? OrderedOn { get; init; }

    public DateTimeOffset? ServedAt { get; init; }

    public ServiceMethod? ServiceMethod { get; init; }

    public DateTimeOffset? DeliverFrom { get; init; }

    public DateTimeOffset? DeliverTo { get; init; }

    /// <summary>Of the first period: where extensions count towards the maximum, it is counted from here.</summary>
    public DateTimeOffset? FirstEffectiveFrom { get; init; }

    public DateTimeOffset? EffectiveFrom { get; init; }

    /// <summary>Null with <see cref="UntilFurtherOrder"/> means exactly that.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public bool UntilFurtherOrder { get; init; }

    /// <summary>The care-order form of a notice that ends when a child reaches an age.</summary>
    public bool CareOrder { get; init; }

    public DateOnly? DecideBy { get; init; }

    public DateOnly? EndedOn { get; init; }

    /// <summary>Last day to appeal.</summary>
    public DateTimeOffset? AppealBy { get; init; }

    /// <summary>An appeal is lodged and not decided.</summary>
    public bool AppealOpen { get; init; }

    /// <summary>An appeal was decided.</summary>
    public bool AppealDecided { get; init; }

    public DateOnly? LastReviewedOn { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<ServiceMethod>))]
public enum ServiceMethod
{
    [JsonStringEnumMemberName("personal")]
    Personal,

    [JsonStringEnumMemberName("post")]
    Post,

    [JsonStringEnumMemberName("fixed-to-premises")]
    FixedToPremises,

    [JsonStringEnumMemberName("electronic")]
    Electronic,

    [JsonStringEnumMemberName("through-representative")]
    ThroughRepresentative,
}

[JsonConverter(typeof(JsonStringEnumConverter<TermKind>))]
public enum TermKind
{
    [JsonStringEnumMemberName("prohibition")]
    Prohibition,

    [JsonStringEnumMemberName("requirement")]
    Requirement,

    [JsonStringEnumMemberName("condition")]
    Condition,
}

/// <param name="Kind">What sort of term.</param>
/// <param name="Places">Ids of the places that it speaks of, for the check against other exclusion zones.</param>
public sealed record TermRecord(TermKind Kind, IReadOnlyList<string> Places);
