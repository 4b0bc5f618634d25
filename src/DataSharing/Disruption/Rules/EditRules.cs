using DataSharing.Identity;

namespace DataSharing.Disruption;

/// <summary>What may be edited when: the case for a tactic until somebody authorised it, the way it is carried until it is closed.</summary>
internal static class EditRules
{
    public static Judged Apply(Deployment deployment, DeploymentEdit edit, AgencyId? ownerAgency, ActContext context)
    {
        var record = deployment.Record;
        if (record.State == DeploymentState.Closed)
        {
            return Judged.Refused(new RuleRefusal("closed", "What is closed is not changed: open a new one that follows it."));
        }

        var isCaseOpen = record.State is DeploymentState.Idea or DeploymentState.Scoping or DeploymentState.PanelReview;
        if (!isCaseOpen && (edit.Objective ?? edit.ImpactOnChild ?? edit.Proportionality) is not null)
        {
            return Judged.Refused(new RuleRefusal("case-decided", "The case that it was decided on is not changed afterwards.", ""));
        }

        if (edit.Terms is not null && !isCaseOpen && record.State is not (DeploymentState.Authorised or DeploymentState.Applied))
        {
            return Judged.Refused(new RuleRefusal("terms-made", "Terms that were made change with a variation.", "/terms"));
        }

        if (edit.Evidence is { } ticks && ticks.Any(t => t.Index < 0 || t.Index >= record.Evidence.Count))
        {
            return Judged.Refused(new RuleRefusal("unknown-evidence", "Places in the checklist, from 0.", "/evidence"));
        }

        var evidence = record.Evidence.ToArray();
        foreach (var tick in edit.Evidence ?? [])
        {
            evidence[tick.Index] = evidence[tick.Index] with { Done = tick.Done, SourceSensitive = tick.SourceSensitive };
        }

        var caller = context.Caller;
        var changed = TermsRule.With(deployment, edit.Terms);
        return Judged.Allowed(
            TransitionRules.Settle(
                changed with
                {
                    Record = changed.Record with
                    {
                        Owner = edit.Owner ?? record.Owner,
                        OwnerAgency = edit.Owner is null ? record.OwnerAgency : ownerAgency,
                        Evidence = evidence,
                        ExcludedAgencies = edit.ExcludedAgencies ?? record.ExcludedAgencies,
                        LegalClearanceAsked = edit.LegalClearanceAsked ?? record.LegalClearanceAsked,
                        LegalClearance = edit.LegalAdvice is null
                            ? record.LegalClearance
                            : new LegalClearance(caller.Actor, caller.Agency, context.Now),
                    },
                    Text = changed.Text with
                    {
                        Objective = edit.Objective ?? changed.Text.Objective,
                        ImpactOnChild = edit.ImpactOnChild ?? changed.Text.ImpactOnChild,
                        Proportionality = edit.Proportionality ?? changed.Text.Proportionality,
                        LegalAdvice = edit.LegalAdvice ?? changed.Text.LegalAdvice,
                    },
                },
                context
            )
        );
    }
}
