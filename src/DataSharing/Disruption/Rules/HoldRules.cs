using DataSharing.Identity;

namespace DataSharing.Disruption;

/// <summary>Lifting a hold: by a second person who may authorise, with the reason in words.</summary>
internal static class HoldRules
{
    public static Judged Lift(Deployment deployment, string code, string reason, ActContext context)
    {
        var record = deployment.Record;
        var caller = context.Caller;
        if (string.Equals(record.ProposedBy, caller.Actor, StringComparison.Ordinal))
        {
            return Judged.Refused(new RuleRefusal("second-person-needed", "Whoever proposed it cannot lift its holds."));
        }

        if (!caller.Has(AgencyRoles.PanelMember | AgencyRoles.AgencyAdmin) && !caller.Has(PartnershipRoles.PanelChair))
        {
            return Judged.Refused(
                new RuleRefusal("role-needed", "A panel member, a panel chair or the agency's administrator lifts a hold.")
            );
        }

        var holds = Guards.Holds(deployment, context);
        if (!holds.Any(h => h.IsOpen && string.Equals(h.Code, code, StringComparison.Ordinal)))
        {
            return Judged.Refused(new RuleRefusal("no-such-hold", "No hold of this code stands."));
        }

        var lifted = holds.Select(h =>
            h.IsOpen && string.Equals(h.Code, code, StringComparison.Ordinal)
                ? h with
                {
                    LiftedAt = context.Now,
                    LiftedBy = caller.Actor,
                }
                : h
        );
        return Judged.Allowed(
            TransitionRules.Settle(
                deployment with
                {
                    Record = record with { Holds = [.. lifted] },
                    Text = deployment.Text.Noting($"l:{code}", reason),
                },
                context
            )
        );
    }
}
