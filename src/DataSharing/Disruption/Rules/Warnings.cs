using DataSharing.Entities;

namespace DataSharing.Disruption;

/// <summary>What a person should think about before going on. Nothing here stops anything.</summary>
internal static class Warnings
{
    public static IEnumerable<DeploymentWarning> Of(Deployment deployment, ActContext context)
    {
        var record = deployment.Record;
        if (record.State == DeploymentState.Closed)
        {
            yield break;
        }

        if (!record.Tactic.IsVerified)
        {
            yield return new DeploymentWarning(
                "unverified-law",
                "The catalogue's entry was written from memory and nobody has checked it against the law."
            );
        }

        if (record.State is DeploymentState.Idea or DeploymentState.Scoping or DeploymentState.PanelReview)
        {
            if (record.Evidence.Any(e => !e.Done))
            {
                yield return new DeploymentWarning("evidence-incomplete", "Some of the evidence checklist is not gathered yet.");
            }

            foreach (var refusal in Guards.Ages(deployment, context, context.Today))
            {
                yield return new DeploymentWarning(refusal.Code, refusal.Detail);
            }
        }

        if (record.Evidence.Any(e => e is { Done: true, SourceSensitive: true }))
        {
            yield return new DeploymentWarning(
                "may-reveal-source",
                "Some of the evidence could show where information came from: agree with its owner how it is used."
            );
        }

        var restricts = record.Tactic.Enforcement || record.Terms.Any(t => t.Kind == TermKind.Prohibition);
        if (restricts && deployment.Targets.Any(t => context.People.TryGetValue(t, out var person) && person.HasVictimRole))
        {
            yield return new DeploymentWarning(
                "may-cut-off-support",
                "The person it is used on is also recorded as harmed: check that it does not cut them off from support."
            );
        }

        if (
            record.Dates is { AppealOpen: true, AppealBy: { } last }
            && record.Events.LastOrDefault(e => e.Kind == EventKind.AppealLodged) is { } lodged
            && LondonCalendar.StartOf(lodged.On) > last
        )
        {
            yield return new DeploymentWarning("appeal-out-of-time", "The appeal was lodged after the time to appeal had passed.");
        }

        if (
            record.Dates.AppealOpen
            && record.Tactic.Appeal.Effect == "suspends"
            && record.State is DeploymentState.Granted or DeploymentState.Served or DeploymentState.Active
        )
        {
            yield return new DeploymentWarning(
                "appeal-suspends",
                "An appeal suspends this tactic, unless immediate effect was stated: record the stay."
            );
        }

        if (
            record.Tactic.MinDuration is { } least
            && record.Dates is { EffectiveFrom: { } from, ExpiresAt: { } end }
            && end < context.Calendar.After(from, least).At
        )
        {
            yield return new DeploymentWarning("shorter-than-law", $"The law sets at least {least.Words}, shorter for some children.");
        }
    }
}
