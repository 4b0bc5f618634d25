using System.Text.Json.Serialization;

namespace DataSharing.Disruption;

/// <summary>Where the deployment of a tactic stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeploymentState>))]
public enum DeploymentState
{
    /// <summary>Suggested option.</summary>
    [JsonStringEnumMemberName("idea")]
    Idea,

    /// <summary>The owner gathers evidence and alternatives.</summary>
    [JsonStringEnumMemberName("scoping")]
    Scoping,

    [JsonStringEnumMemberName("panel-review")]
    PanelReview,

    /// <summary>Decided to use it.</summary>
    [JsonStringEnumMemberName("authorised")]
    Authorised,

    /// <summary>Filed with the decision maker.</summary>
    [JsonStringEnumMemberName("applied")]
    Applied,

    /// <summary>Temporary terms live.</summary>
    [JsonStringEnumMemberName("interim")]
    Interim,

    /// <summary>Made, not yet effective or served.</summary>
    [JsonStringEnumMemberName("granted")]
    Granted,

    /// <summary>Notice given, where no court is needed.</summary>
    [JsonStringEnumMemberName("served")]
    Served,

    /// <summary>Voluntary or practical work running.</summary>
    [JsonStringEnumMemberName("delivering")]
    Delivering,

    /// <summary>In effect.</summary>
    [JsonStringEnumMemberName("active")]
    Active,

    /// <summary>Paused by appeal or court.</summary>
    [JsonStringEnumMemberName("stayed")]
    Stayed,

    /// <summary>Inside the window before its end.</summary>
    [JsonStringEnumMemberName("renewal-due")]
    RenewalDue,

    /// <summary>The decision maker said no.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    [JsonStringEnumMemberName("rejected")]
    Rejected,

    [JsonStringEnumMemberName("withdrawn")]
    Withdrawn,

    [JsonStringEnumMemberName("lapsed")]
    Lapsed,

    [JsonStringEnumMemberName("expired")]
    Expired,

    [JsonStringEnumMemberName("discharged")]
    Discharged,

    [JsonStringEnumMemberName("superseded")]
    Superseded,

    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>Effect review recorded, or, where it never took effect, the reason alone. Final: what comes next is a new, linked deployment.</summary>
    [JsonStringEnumMemberName("closed")]
    Closed,
}
