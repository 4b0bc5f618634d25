using System.Text.Json.Serialization;
using static DataSharing.Disruption.DeploymentState;

namespace DataSharing.Disruption;

/// <summary>What happens to a deployment without changing its state.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EventKind>))]
public enum EventKind
{
    /// <summary>A court order was served.</summary>
    [JsonStringEnumMemberName("order-served")]
    OrderServed,

    [JsonStringEnumMemberName("notice-given")]
    NoticeGiven,

    [JsonStringEnumMemberName("hearing-listed")]
    HearingListed,

    [JsonStringEnumMemberName("hearing-adjourned")]
    HearingAdjourned,

    [JsonStringEnumMemberName("compliance-check")]
    ComplianceCheck,

    [JsonStringEnumMemberName("breach-reported")]
    BreachReported,

    [JsonStringEnumMemberName("breach-investigated")]
    BreachInvestigated,

    [JsonStringEnumMemberName("breach-proved")]
    BreachProved,

    [JsonStringEnumMemberName("breach-not-proved")]
    BreachNotProved,

    [JsonStringEnumMemberName("arrest")]
    Arrest,

    [JsonStringEnumMemberName("charge")]
    Charge,

    [JsonStringEnumMemberName("variation-requested")]
    VariationRequested,

    [JsonStringEnumMemberName("variation-made")]
    VariationMade,

    [JsonStringEnumMemberName("appeal-lodged")]
    AppealLodged,

    [JsonStringEnumMemberName("appeal-decided")]
    AppealDecided,

    [JsonStringEnumMemberName("review-held")]
    ReviewHeld,

    [JsonStringEnumMemberName("exception-allowed")]
    ExceptionAllowed,

    [JsonStringEnumMemberName("information-shared")]
    InformationShared,

    /// <summary>The panel was told of a tactic that an urgent power authorised without it.</summary>
    [JsonStringEnumMemberName("panel-told")]
    PanelTold,
}

/// <summary>Which events may happen in which state.</summary>
public static class EventRules
{
    private static readonly DeploymentState[] Binding = [Interim, Granted, Served, Active, Stayed, RenewalDue];
    private static readonly DeploymentState[] Ended = [Lapsed, Expired, Discharged, Superseded, Completed, Withdrawn];
    private static readonly DeploymentState[] BeforeDecision = [Idea, Scoping, PanelReview, Rejected];

    /// <summary>Nothing happens to what is closed; the rest follows from what the event needs to be about.</summary>
    public static bool MayHappen(EventKind kind, DeploymentState state) =>
        state != Closed
        && kind switch
        {
            EventKind.HearingListed or EventKind.HearingAdjourned => state is Applied or DeploymentState.Refused || Binding.Contains(state),
            EventKind.OrderServed or EventKind.VariationRequested or EventKind.VariationMade => Binding.Contains(state),
            EventKind.AppealLodged => state is DeploymentState.Refused || Binding.Contains(state),
            EventKind.AppealDecided => state is DeploymentState.Refused || Binding.Contains(state) || Ended.Contains(state),
            // A breach that happened while it bound may be found, tried and proved after it ended.
            EventKind.ComplianceCheck or EventKind.ExceptionAllowed => state is Delivering || Binding.Contains(state),
            EventKind.BreachReported or EventKind.BreachInvestigated or EventKind.BreachProved or EventKind.BreachNotProved => state
                is Delivering
                || Binding.Contains(state)
                || Ended.Contains(state),
            EventKind.NoticeGiven or EventKind.Arrest or EventKind.Charge or EventKind.PanelTold => !BeforeDecision.Contains(state),
            _ => true,
        };
}
