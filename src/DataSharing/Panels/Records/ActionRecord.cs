using System.Text.Json.Serialization;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Panels;

[JsonConverter(typeof(JsonStringEnumConverter<ActionStatus>))]
public enum ActionStatus
{
    [JsonStringEnumMemberName("open")]
    Open,

    [JsonStringEnumMemberName("in-progress")]
    InProgress,

    [JsonStringEnumMemberName("done")]
    Done,

    [JsonStringEnumMemberName("not-done")]
    NotDone,

    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}

/// <summary>How far an overdue action was taken up.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EscalationLevel>))]
public enum EscalationLevel
{
    [JsonStringEnumMemberName("none")]
    None,

    [JsonStringEnumMemberName("agency-lead")]
    AgencyLead,

    [JsonStringEnumMemberName("chairs")]
    Chairs,

    [JsonStringEnumMemberName("strategic-group")]
    StrategicGroup,

    [JsonStringEnumMemberName("statutory-partners")]
    StatutoryPartners,
}

/// <param name="Status">The status from then on.</param>
/// <param name="Escalation">The level from then on.</param>
/// <param name="On">The day it happened.</param>
/// <param name="By">Who recorded it.</param>
/// <param name="RecordedAt">When.</param>
public sealed record ActionStep(ActionStatus Status, EscalationLevel Escalation, DateOnly On, string By, DateTimeOffset RecordedAt);

/// <summary>The <c>meeting:{id}:action:{action}</c> row. Goes on living after the minutes are approved.</summary>
public sealed record ActionRecord
{
    internal static readonly RowFormat<ActionRecord> Format = new(1, PanelsJson.Default.ActionRecord);

    /// <summary>The item it came from; who does not see that does not see this. Null: of the meeting as a whole.</summary>
    public string? ItemId { get; init; }

    public required AgencyId OwnerAgency { get; init; }

    /// <summary>The person.</summary>
    public required string Owner { get; init; }

    public required DateOnly Due { get; init; }

    public bool Urgent { get; init; }

    public string? DeploymentId { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    public required string AddedBy { get; init; }

    /// <summary>What happened to it, oldest first; the last says how it stands.</summary>
    public IReadOnlyList<ActionStep> Steps
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Sealed <see cref="ActionText"/>.</summary>
    public required byte[] Text { get; init; }

    [JsonIgnore]
    public ActionStatus Status => Steps.Count == 0 ? ActionStatus.Open : Steps[^1].Status;

    [JsonIgnore]
    public EscalationLevel Escalation => Steps.Count == 0 ? EscalationLevel.None : Steps[^1].Escalation;

    [JsonIgnore]
    public bool IsOpen => Status is ActionStatus.Open or ActionStatus.InProgress;

    public static string RowKey(string meetingId, string actionId) => $"meeting:{meetingId}:action:{actionId}";

    public bool IsOverdueOn(DateOnly day) => IsOpen && Due < day;

    public override string ToString() => $"ActionRecord({Status})";
}

/// <param name="Words">What is to be done.</param>
/// <param name="Notes">A note for each step that has one, by its number from 0.</param>
internal sealed record ActionText(string Words, IReadOnlyDictionary<string, string>? Notes)
{
    public override string ToString() => "ActionText(redacted)";
}
