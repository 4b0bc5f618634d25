using System.Text.Json.Serialization;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Disruption;

/// <summary>
/// The <c>deployment:{id}</c> row: one tactic used, or thought of, against one or more subjects. Codes, dates and ids in clear; every word that
/// a person wrote lies sealed in <see cref="Text"/>.
/// </summary>
public sealed record DeploymentRecord
{
    internal static readonly RowFormat<DeploymentRecord> Format = new(1, DisruptionJson.Default.DeploymentRecord);

    /// <summary>The proposing agency: it answers for the record, and what others see of it is what it may share with them.</summary>
    public required AgencyId Controller { get; init; }

    /// <summary>The actor.</summary>
    public required string ProposedBy { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public required PurposeCode Purpose { get; init; }

    /// <summary>Counts the commits of this deployment, from 1.</summary>
    public required int Revision { get; init; }

    public required DeploymentState State { get; init; }

    /// <summary>The catalogue's entry as it was when this was proposed.</summary>
    public required TacticEntry Tactic { get; init; }

    public required PackReference Pack { get; init; }

    public required IReadOnlyList<DeploymentSubject> Subjects { get; init; }

    /// <summary>Agencies with a conflict of interest: whatever is agreed, they never see it.</summary>
    public IReadOnlyList<AgencyId> ExcludedAgencies
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>The actor who carries it forward; null until named.</summary>
    public string? Owner { get; init; }

    public AgencyId? OwnerAgency { get; init; }

    public IReadOnlyList<EvidenceItem> Evidence
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>A lawyer has to clear it, whatever the catalogue says.</summary>
    public bool LegalClearanceAsked { get; init; }

    public LegalClearance? LegalClearance { get; init; }

    public Authorisation? Authorisation { get; init; }

    /// <summary>Authorised under an urgent power without the panel, which is still to be told.</summary>
    public bool PanelToBeTold { get; init; }

    public DeploymentDates Dates
    {
        get;
        init => field = value ?? new DeploymentDates();
    } = new();

    /// <summary>What the target must or must not do; the words are in <see cref="DeploymentText.Terms"/>, in the same order.</summary>
    public IReadOnlyList<TermRecord> Terms
    {
        get;
        init => field = value ?? [];
    } = [];

    public IReadOnlyList<HistoryLine> History
    {
        get;
        init => field = value ?? [];
    } = [];

    public IReadOnlyList<EventRecord> Events
    {
        get;
        init => field = value ?? [];
    } = [];

    public IReadOnlyList<DocumentRecord> Documents
    {
        get;
        init => field = value ?? [];
    } = [];

    public IReadOnlyList<HoldRecord> Holds
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>What is due, soonest first.</summary>
    public IReadOnlyList<DueItem> Due
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>The closed deployment that this one continues.</summary>
    public string? Follows { get; init; }

    /// <summary>Sealed <see cref="DeploymentText"/>, under the key of deployment and controller.</summary>
    [JsonPropertyName("text")]
    public byte[] Text
    {
        get;
        init => field = value ?? [];
    } = [];

    public static string RowKey(string id) => $"deployment:{id}";

    /// <summary>Whether it was ever in a state that binds or reaches somebody.</summary>
    [JsonIgnore]
    public bool TookEffect => History.Any(line => DeploymentStates.HasEffect(line.To));

    public override string ToString() => $"DeploymentRecord({Tactic.Id}, {State})";
}

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

/// <summary>One step of the life. Words about it are in <see cref="DeploymentText.Notes"/> under <c>h:{number}</c>.</summary>
/// <param name="Number">From 1.</param>
/// <param name="From">Null for the proposal.</param>
/// <param name="To">The state entered.</param>
/// <param name="On">When it happened.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="By">The actor.</param>
/// <param name="Agency">The actor's agency.</param>
/// <param name="ReasonCode">Why, where a code was given.</param>
public sealed record HistoryLine(
    int Number,
    DeploymentState? From,
    DeploymentState To,
    DateOnly On,
    DateTimeOffset RecordedAt,
    string By,
    AgencyId Agency,
    string? ReasonCode
);

/// <summary>Something that happened without changing the state. Words are in <see cref="DeploymentText.Notes"/> under <c>e:{number}</c>.</summary>
public sealed record EventRecord(
    int Number,
    EventKind Kind,
    DateOnly On,
    DateTimeOffset RecordedAt,
    string By,
    AgencyId Agency,
    DateTimeOffset? HearingAt,
    DateTimeOffset? ExpiresAt,
    string? Outcome
);

/// <summary>A document; its name is in <see cref="DeploymentText.Notes"/> under <c>d:{number}</c>, its bytes sealed in a blob.</summary>
public sealed record DocumentRecord(
    int Number,
    string MediaType,
    int Bytes,
    string Sha256,
    string Blob,
    DateTimeOffset AddedAt,
    string AddedBy,
    AgencyId Agency
);

/// <summary>Something about a child that must be looked at by a second person before the tactic reaches that child.</summary>
/// <param name="Code"><c>child-nrm</c>, <c>child-section-45</c>, <c>child-abe</c> or <c>child-suspect</c>.</param>
/// <param name="SubjectId">The child.</param>
/// <param name="OpenedAt">When it was found.</param>
/// <param name="LiftedAt">When it was reviewed; null while it stands. Why is under <c>l:{code}</c>.</param>
/// <param name="LiftedBy">The actor who reviewed it.</param>
public sealed record HoldRecord(string Code, string SubjectId, DateTimeOffset OpenedAt, DateTimeOffset? LiftedAt, string? LiftedBy)
{
    [JsonIgnore]
    public bool IsOpen => LiftedAt is null;
}

/// <summary>Something that is due.</summary>
/// <param name="Code"><c>hearing</c>, <c>review</c>, <c>renewal</c>, <c>expiry</c>, <c>appeal-by</c>, <c>decide-by</c>, <c>tell-panel</c>, … or a clock of the tactic.</param>
/// <param name="At">The last moment, UTC.</param>
/// <param name="Counted">How it was counted; null where a person gave the date.</param>
public sealed record DueItem(string Code, DateTimeOffset At, Deadline? Counted);
