namespace DataSharing.Disruption;

/// <summary>A panel's verdict on what waits for it. The same guards as any authorisation; the panel's own rules are the panel's.</summary>
internal static class PanelRules
{
    public static Judged Apply(Deployment deployment, PanelDecision decision, ActContext context)
    {
        var record = deployment.Record;
        if (record.State != DeploymentState.PanelReview)
        {
            return Judged.Refused(new RuleRefusal("impossible-transition", "It does not wait for a panel."));
        }

        var to = decision.Verdict switch
        {
            PanelVerdict.Authorise => DeploymentState.Authorised,
            PanelVerdict.Refuse => DeploymentState.Rejected,
            _ => DeploymentState.Scoping,
        };
        var reasons = EntryNeeds.Blocked(deployment, to, context).ToList();
        if (to != DeploymentState.Authorised)
        {
            reasons.AddRange(EntryNeeds.MayDecide(context));
        }

        if (DateSense.Past(decision.On, context, "/on") is { } strange)
        {
            reasons.Add(strange);
        }

        if (reasons.Count > 0)
        {
            return Judged.Refused([.. reasons.Distinct()]);
        }

        var caller = context.Caller;
        var decided =
            to == DeploymentState.Authorised
                ? record with
                {
                    Authorisation = new Authorisation(
                        caller.Actor,
                        caller.Agency,
                        context.Now,
                        false,
                        decision.PanelId,
                        decision.MeetingId,
                        decision.ItemId
                    ),
                }
                : record with
                {
                    Dates = to == DeploymentState.Rejected ? record.Dates with { EndedOn = decision.On } : record.Dates,
                };
        var words = string.Join("\n\n", [decision.Rationale, .. decision.Dissent.Select(d => $"Dissent: {d}")]);
        var code = to == DeploymentState.Rejected ? "panel-refused" : null;
        return Judged.Allowed(TransitionRules.Finish(deployment with { Record = decided }, to, decision.On, code, words, context));
    }
}
