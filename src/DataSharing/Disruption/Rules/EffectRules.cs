using DataSharing.Entities;
using static DataSharing.Disruption.DeploymentState;

namespace DataSharing.Disruption;

/// <summary>Taking effect: from when, until when, and whether an appeal holds it off.</summary>
internal static class EffectRules
{
    public static IEnumerable<RuleRefusal> Faults(Deployment deployment, TransitionDraft draft, ActContext context)
    {
        var record = deployment.Record;
        var from = From(record, draft);
        if (from is not { } start)
        {
            yield return new RuleRefusal("fact-needed", "Entering active needs this.", "/effectiveFrom");
            yield break;
        }

        if (DateSense.Planned(draft.EffectiveFrom, context, "/effectiveFrom") is { } strange)
        {
            yield return strange;
        }

        if (DateSense.End(draft.ExpiresAt, context, "/expiresAt") is { } far)
        {
            yield return far;
        }

        if (record.Dates.OrderedOn is { } ordered && LondonCalendar.DateOf(start) < ordered)
        {
            yield return new RuleRefusal("out-of-order", "It does not take effect before the order.", "/effectiveFrom");
        }

        var (childEnd, childReason) = TermLimits.ChildDriven(deployment, context, draft.CareOrder);
        if (childReason is not null)
        {
            yield return childReason;
        }

        if (childEnd is { } birthday && (draft.ExpiresAt > birthday || birthday <= start))
        {
            yield return new RuleRefusal(
                "child-driven-end",
                "It ends when the child it protects reaches the age that the law sets.",
                "/expiresAt"
            );
        }

        if (draft.ExpiresAt is null && childEnd is null && !draft.UntilFurtherOrder)
        {
            yield return record.Tactic.MaxDuration is { } most
                ? new RuleRefusal("fact-needed", $"Say when it ends: at most {most.Words} from the day it takes effect.", "/expiresAt")
                : new RuleRefusal("fact-needed", "Say when it ends, or that it lasts until further order.", "/expiresAt");
        }
        else if (draft is { UntilFurtherOrder: true, ExpiresAt: not null })
        {
            yield return new RuleRefusal("ends-or-not", "Either it has an end, or it lasts until further order.", "/untilFurtherOrder");
        }
        else
        {
            foreach (
                var fault in TermLimits.Check(
                    record.Tactic,
                    record.Dates,
                    start,
                    draft.ExpiresAt ?? childEnd,
                    context.Calendar,
                    "/expiresAt"
                )
            )
            {
                yield return fault;
            }
        }

        foreach (var fault in Appeal(record, draft, start))
        {
            yield return fault;
        }
    }

    public static DeploymentDates Dates(Deployment deployment, TransitionDraft draft, ActContext context)
    {
        var dates = deployment.Record.Dates;
        var start = From(deployment.Record, draft) ?? context.Now;
        return dates with
        {
            FirstEffectiveFrom = dates.FirstEffectiveFrom ?? start,
            EffectiveFrom = start,
            ExpiresAt = draft.ExpiresAt ?? TermLimits.ChildDriven(deployment, context, draft.CareOrder).End,
            UntilFurtherOrder = draft.UntilFurtherOrder,
            CareOrder = draft.CareOrder,
            DecideBy = null,
        };
    }

    // An extension that names no start goes on where the last period ended.
    private static DateTimeOffset? From(DeploymentRecord record, TransitionDraft draft) =>
        draft.EffectiveFrom ?? (record.State == RenewalDue ? record.Dates.ExpiresAt ?? record.Dates.EffectiveFrom : null);

    private static IEnumerable<RuleRefusal> Appeal(DeploymentRecord record, TransitionDraft draft, DateTimeOffset start)
    {
        var rule = record.Tactic.Appeal;
        if (draft.ImmediateEffect && !rule.ImmediateEffectPossible)
        {
            yield return new RuleRefusal(
                "no-immediate-effect",
                "The law does not let the decision maker order this to take effect at once.",
                "/immediateEffect"
            );
        }

        var waits = rule.WaitsForPeriod && record.State is Granted or Served && !record.Dates.AppealDecided && !draft.ImmediateEffect;
        if (waits && rule.WaitsForPeriod && rule.Period is { } period && record.Dates.AppealBy is { } last && start <= last)
        {
            yield return new RuleRefusal(
                "waits-for-appeal",
                $"It takes effect only when the time to appeal ({period.Words}) has passed or the appeal is decided.",
                "/effectiveFrom"
            );
        }
    }
}
