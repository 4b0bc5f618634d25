using DataSharing.Disruption;
using DataSharing.Web.Pages.Parts;

namespace DataSharing.Web.Pages.Deployments;

/// <summary>States, events and codes of deployments as people say them.</summary>
public static class DeploymentWords
{
    public static (string Text, string Colour) State(DeploymentState state) =>
        state switch
        {
            DeploymentState.Idea => ("Idea", "grey"),
            DeploymentState.Scoping => ("Gathering evidence", "blue"),
            DeploymentState.PanelReview => ("Waiting for panel", "yellow"),
            DeploymentState.Authorised => ("Authorised", "turquoise"),
            DeploymentState.Applied => ("Applied for", "blue"),
            DeploymentState.Interim => ("Interim terms", "green"),
            DeploymentState.Granted => ("Granted", "turquoise"),
            DeploymentState.Served => ("Served", "green"),
            DeploymentState.Delivering => ("Under way", "green"),
            DeploymentState.Active => ("In effect", "green"),
            DeploymentState.Stayed => ("Paused", "yellow"),
            DeploymentState.RenewalDue => ("Renewal due", "orange"),
            DeploymentState.Refused => ("Refused", "red"),
            DeploymentState.Rejected => ("Not taken forward", "grey"),
            DeploymentState.Closed => ("Closed", "grey"),
            _ => (state.ToString(), "grey"),
        };

    /// <summary>The button that leads to a state.</summary>
    public static string Step(DeploymentState to) =>
        to switch
        {
            DeploymentState.Scoping => "Start gathering evidence",
            DeploymentState.PanelReview => "Send to the panel",
            DeploymentState.Authorised => "Authorise",
            DeploymentState.Applied => "Record the application",
            DeploymentState.Interim => "Record interim terms",
            DeploymentState.Granted => "Record that it was granted",
            DeploymentState.Served => "Record that it was served",
            DeploymentState.Delivering => "Start the work",
            DeploymentState.Active => "Record that it is in effect",
            DeploymentState.Stayed => "Record that it is paused",
            DeploymentState.RenewalDue => "Plan the renewal decision",
            DeploymentState.Refused => "Record a refusal",
            DeploymentState.Rejected => "Do not take it forward",
            DeploymentState.Withdrawn => "Withdraw it",
            DeploymentState.Lapsed => "Record that it lapsed",
            DeploymentState.Expired => "Record that it expired",
            DeploymentState.Discharged => "Record that it was discharged",
            DeploymentState.Superseded => "Record what replaced it",
            DeploymentState.Completed => "Record that it is complete",
            _ => "Close it",
        };

    /// <summary>Steps that end it are not offered as the main button.</summary>
    public static bool IsEnding(DeploymentState to) =>
        !DeploymentStates.IsLive(to) || to is DeploymentState.Refused or DeploymentState.Stayed;

    public static string Event(EventKind kind) =>
        kind switch
        {
            EventKind.OrderServed => "Order served",
            EventKind.NoticeGiven => "Notice given",
            EventKind.HearingListed => "Hearing listed",
            EventKind.HearingAdjourned => "Hearing adjourned",
            EventKind.ComplianceCheck => "Compliance check",
            EventKind.BreachReported => "Breach reported",
            EventKind.BreachInvestigated => "Breach investigated",
            EventKind.BreachProved => "Breach proved",
            EventKind.BreachNotProved => "Breach not proved",
            EventKind.Arrest => "Arrest",
            EventKind.Charge => "Charge",
            EventKind.VariationRequested => "Variation asked for",
            EventKind.VariationMade => "Variation made",
            EventKind.AppealLodged => "Appeal lodged",
            EventKind.AppealDecided => "Appeal decided",
            EventKind.ReviewHeld => "Review held",
            EventKind.ExceptionAllowed => "Relaxation allowed",
            EventKind.InformationShared => "Information shared",
            _ => "Panel told",
        };

    public static string Due(DueItem due)
    {
        ArgumentNullException.ThrowIfNull(due);
        return Due(due.Code);
    }

    public static string Due(string code) =>
        code switch
        {
            "hearing" => "Hearing",
            "review" => "Review",
            "renewal" => "Think about renewal",
            "expiry" => "Ends",
            "appeal-by" => "Last day to appeal",
            "decide-by" => "Decide on renewal",
            "tell-panel" => "Tell the panel",
            "interim-end" => "Interim terms end",
            "delivery-end" => "Work ends",
            "effect-review" => "Review the effect",
            _ => UkText.Words(code),
        };

    public static string Role(SubjectRole role) => role == SubjectRole.Protected ? "To keep safe" : "Used on";

    public static IReadOnlyList<Choice> Reasons { get; } = [.. ReasonCodes.All.Select(code => new Choice(code, UkText.Words(code)))];

    public static IReadOnlyList<Choice> States { get; } =
    [.. Enum.GetValues<DeploymentState>().Select(s => new Choice(DeploymentStates.Word(s), State(s).Text))];
}
