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
