using DataSharing.Disruption;

namespace DataSharing.Web.Pages.Deployments;

/// <summary>What the page of a step can ask.</summary>
public enum StepField
{
    On,
    Venue,
    HearingAt,
    Terms,
    StartsAt,
    EndsAt,
    ServiceMethod,
    ServedAt,
    ServedBy,
    Plan,
    EffectiveFrom,
    ExpiresAt,
    UntilFurtherOrder,
    CareOrder,
    ImmediateEffect,
    AppealReference,
    StayedByCourt,
    DecideBy,
    ReasonCode,
    Reasons,
    UrgentPower,
    Review,
    Note,
}

/// <summary>Which of them each state's page asks, in order.</summary>
public static class StepFields
{
    public static IReadOnlyList<StepField> Of(DeploymentRecord record, DeploymentState to)
    {
        ArgumentNullException.ThrowIfNull(record);
        return to switch
        {
            DeploymentState.Authorised
                when record is { State: DeploymentState.Scoping or DeploymentState.PanelReview, Tactic.RequiresPanelApproval: true } =>
            [
                StepField.UrgentPower,
                StepField.Note,
            ],
            DeploymentState.Applied => [StepField.On, StepField.Venue, StepField.HearingAt, StepField.Note],
            DeploymentState.Interim => [StepField.StartsAt, StepField.EndsAt, StepField.Terms, StepField.HearingAt, StepField.Note],
            DeploymentState.Granted => [StepField.On, StepField.Terms, StepField.Note],
            DeploymentState.Served => [StepField.ServedAt, StepField.ServiceMethod, StepField.ServedBy, StepField.Note],
            DeploymentState.Delivering => [StepField.Plan, StepField.StartsAt, StepField.EndsAt, StepField.Note],
            DeploymentState.Active => Active(record),
            DeploymentState.Stayed => [StepField.AppealReference, StepField.StayedByCourt, StepField.On, StepField.Note],
            DeploymentState.RenewalDue => [StepField.DecideBy, StepField.Note],
            DeploymentState.Refused => [StepField.On, StepField.Reasons],
            DeploymentState.Rejected or DeploymentState.Withdrawn or DeploymentState.Lapsed =>
            [
                StepField.ReasonCode,
                StepField.Reasons,
                StepField.On,
            ],
            DeploymentState.Expired or DeploymentState.Discharged or DeploymentState.Superseded or DeploymentState.Completed =>
            [
                StepField.On,
                StepField.Reasons,
            ],
            DeploymentState.Closed => record.TookEffect ? [StepField.Review, StepField.Note] : [StepField.Reasons],
            _ => [StepField.Note],
        };
    }

    private static IReadOnlyList<StepField> Active(DeploymentRecord record)
    {
        var fields = new List<StepField> { StepField.EffectiveFrom, StepField.ExpiresAt };
        if (record.Tactic is { MaxDuration: null, ChildDriven: null })
        {
            fields.Add(StepField.UntilFurtherOrder);
        }

        if (record.Tactic.ChildDriven is not null)
        {
            fields.Add(StepField.CareOrder);
        }

        if (record.Tactic.Appeal is { WaitsForPeriod: true, ImmediateEffectPossible: true })
        {
            fields.Add(StepField.ImmediateEffect);
        }

        if (record.State is DeploymentState.Stayed or DeploymentState.RenewalDue || record.Terms.Count == 0)
        {
            fields.Add(StepField.Terms);
        }

        return [.. fields, StepField.Note];
    }
}
