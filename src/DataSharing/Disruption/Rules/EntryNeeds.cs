using DataSharing.Identity;
using static DataSharing.Disruption.DeploymentState;

namespace DataSharing.Disruption;

/// <summary>What each state needs to be entered: what must already be recorded, and what must come with the step.</summary>
internal static class EntryNeeds
{
    /// <summary>Members of the transition that must come with it, as pages ask for them.</summary>
    public static IReadOnlyList<string> Supply(Deployment deployment, DeploymentState to)
    {
        var record = deployment.Record;
        return to switch
        {
            Authorised when PanelDecides(record) => ["urgentPower"],
            Applied => ["on", "venue", "hearingAt"],
            Interim => record.Terms.Count > 0 ? ["startsAt", "endsAt"] : ["terms", "startsAt", "endsAt"],
            Granted => record.Terms.Count > 0 ? ["on"] : ["on", "terms"],
            Served => ["serviceMethod", "servedAt", "servedBy"],
            Delivering => ["plan", "startsAt", "endsAt"],
            Active when record.Tactic.ChildDriven is not null => ["effectiveFrom"],
            Active when record.Tactic.MaxDuration is not null => ["effectiveFrom", "expiresAt"],
            Active => ["effectiveFrom", "expiresAt or untilFurtherOrder"],
            Stayed => ["appealReference"],
            RenewalDue => ["decideBy"],
            DeploymentState.Refused => ["reasons"],
            Rejected or Withdrawn or Lapsed => ["reasonCode"],
            Expired or Discharged or Superseded or Completed => ["on", "reasons"],
            Closed => record.TookEffect ? ["review"] : ["reasons"],
            _ => [],
        };
    }

    /// <summary>Whether saying yes is a panel's, so that anybody else needs an urgent power.</summary>
    public static bool PanelDecides(DeploymentRecord record) =>
        record is { State: Scoping or PanelReview, Tactic.RequiresPanelApproval: true };

    /// <summary>What stands in the way of whoever acts without the panel: what waits for it is not refused past it.</summary>
    public static IReadOnlyList<RuleRefusal> BlockedAlone(Deployment deployment, DeploymentState to, ActContext context)
    {
        var reasons = Blocked(deployment, to, context);
        return to == Rejected && deployment.Record.State == PanelReview && PanelDecides(deployment.Record)
            ? [.. reasons, ByPanel()]
            : reasons;
    }

    public static RuleRefusal ByPanel() => new("panel-decides", "It waits for a panel: the panel decides it at a meeting.");

    /// <summary>What stands in the way whatever comes with the step.</summary>
    public static IReadOnlyList<RuleRefusal> Blocked(Deployment deployment, DeploymentState to, ActContext context)
    {
        var record = deployment.Record;
        if (!DeploymentStates.MayFollow(record.State, to))
        {
            return [new RuleRefusal("impossible-transition", $"This state cannot follow {DeploymentStates.Word(record.State)}.", "/to")];
        }

        var reasons = new List<RuleRefusal>();
        void Need(bool met, string code, string detail)
        {
            if (!met)
            {
                reasons.Add(new RuleRefusal(code, detail));
            }
        }

        switch (to)
        {
            case Scoping:
                Need(record.Owner is not null, "owner-needed", "Name an owner first.");
                Need(record.Evidence.Count > 0, "evidence-needed", "There is no evidence checklist.");
                break;
            case PanelReview:
                Need(deployment.Text.ImpactOnChild is not null, "impact-needed", "Record the impact on the child first.");
                Need(deployment.Text.Proportionality is not null, "proportionality-needed", "Record why it is proportionate first.");
                break;
            case Authorised:
                reasons.AddRange(MayAuthorise(deployment, context));
                break;
            case Rejected when record.State == PanelReview:
                reasons.AddRange(MayDecide(context));
                break;
            case Interim:
                Need(record.Tactic.InterimAvailable, "no-interim", "The catalogue knows no interim form of this tactic.");
                break;
            case Granted:
                Need(record.Documents.Count > 0, "document-needed", "Add the order as a document first.");
                Need(
                    record.State != DeploymentState.Refused
                        || record.Events.Any(e => e is { Kind: EventKind.AppealDecided, Outcome: "allowed" }),
                    "appeal-needed",
                    "What was refused is granted only on an appeal that was allowed: record its decision first."
                );
                break;
            case Active
                when record.Dates.AppealOpen && record.Tactic.Appeal.Effect == "suspends" && record.State is Granted or Served or Stayed:
                Need(!record.Dates.AppealOpen, "appeal-undecided", "An appeal suspends it: record how the appeal was decided first.");
                break;
        }

        if (to == Authorised || to == Applied || to == Granted || DeploymentStates.HasEffect(to))
        {
            reasons.AddRange(Guards.OpenHolds(Guards.Holds(deployment, context)));
        }

        return reasons;
    }

    /// <summary>Two people, the right role, law that is in force, and a lawyer's word where it is needed.</summary>
    public static IEnumerable<RuleRefusal> MayAuthorise(Deployment deployment, ActContext context)
    {
        var record = deployment.Record;
        if (string.Equals(record.ProposedBy, context.Caller.Actor, StringComparison.Ordinal))
        {
            yield return new RuleRefusal("second-person-needed", "Whoever proposed it cannot authorise it.");
        }

        foreach (var reason in MayDecide(context))
        {
            yield return reason;
        }

        if (!TacticCatalogue.IsSelectable(record.Tactic, context.Today))
        {
            yield return new RuleRefusal("not-in-force", "The catalogue says that this power is not in force.");
        }

        if ((record.LegalClearanceAsked || record.Tactic.Status.NeedsLegalSignOff) && record.LegalClearance is null)
        {
            yield return new RuleRefusal("legal-clearance-needed", "A lawyer has to clear it first.");
        }

        foreach (var reason in Guards.Ages(deployment, context, context.Today))
        {
            yield return reason;
        }
    }

    /// <summary>Whoever says yes or no for others has a role for it.</summary>
    public static IEnumerable<RuleRefusal> MayDecide(ActContext context)
    {
        if (!context.Caller.Has(AgencyRoles.PanelMember | AgencyRoles.AgencyAdmin) && !context.Caller.Has(PartnershipRoles.PanelChair))
        {
            yield return new RuleRefusal("role-needed", "A panel member, a panel chair or the agency's administrator decides.");
        }
    }
}
