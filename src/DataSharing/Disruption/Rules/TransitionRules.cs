using DataSharing.Entities;
using static DataSharing.Disruption.DeploymentState;

namespace DataSharing.Disruption;

/// <summary>Moves a deployment to another state, or says everything that stands in the way. Pure.</summary>
internal static class TransitionRules
{
    public const int MostSteps = 80;

    public static Judged Apply(Deployment deployment, TransitionDraft draft, ActContext context)
    {
        var reasons = EntryNeeds.BlockedAlone(deployment, draft.To, context).ToList();
        if (reasons is [{ Code: "impossible-transition" }])
        {
            return Judged.Refused(reasons);
        }

        if (deployment.Record.History.Count >= MostSteps)
        {
            return Judged.Refused(new RuleRefusal("full", "It has as many steps as a deployment may have: close it and open a new one."));
        }

        reasons.AddRange(StepFacts.Faults(deployment, draft, context));
        if (ActDay(draft, context) is { } day)
        {
            reasons.AddRange(Guards.Ages(deployment, context, day));
            if (draft.HearingAt is { } hearing)
            {
                reasons.AddRange(Guards.Ages(deployment, context, LondonCalendar.DateOf(hearing)));
            }
        }

        if (reasons.Count > 0)
        {
            return Judged.Refused([.. reasons.Distinct()]);
        }

        return Judged.Allowed(
            Finish(StepFacts.Entered(deployment, draft, context), draft.To, draft.On, draft.ReasonCode, Words(draft), context)
        );
    }

    /// <summary>The step itself: history, holds, and what is due from now on.</summary>
    public static Deployment Finish(
        Deployment deployment,
        DeploymentState to,
        DateOnly? on,
        string? reasonCode,
        string? words,
        ActContext context
    )
    {
        var record = deployment.Record;
        var line = new HistoryLine(
            record.History.Count + 1,
            record.History.Count == 0 ? null : record.State,
            to,
            on ?? context.Today,
            context.Now,
            context.Caller.Actor,
            context.Caller.Agency,
            reasonCode
        );
        return Settle(
            deployment with
            {
                Record = record with { State = to, History = [.. record.History, line] },
                Text = deployment.Text.Noting($"h:{line.Number}", words),
            },
            context
        );
    }

    /// <summary>What follows from any change: holds that the facts call for, and what is due.</summary>
    public static Deployment Settle(Deployment deployment, ActContext context)
    {
        var held = deployment with { Record = deployment.Record with { Holds = Guards.Holds(deployment, context) } };
        return held with { Record = held.Record with { Due = DueDates.Of(held.Record, context.Calendar) } };
    }

    /// <summary>The day on which the law asks for the target's age; null for steps that do not reach the target.</summary>
    private static DateOnly? ActDay(TransitionDraft draft, ActContext context) =>
        draft.To switch
        {
            Applied or Granted => draft.On ?? context.Today,
            Interim or Delivering => Day(draft.StartsAt, context),
            Served => Day(draft.ServedAt, context),
            Active => Day(draft.EffectiveFrom, context),
            _ => null,
        };

    private static DateOnly Day(DateTimeOffset? moment, ActContext context) => moment is { } at ? LondonCalendar.DateOf(at) : context.Today;

    private static string? Words(TransitionDraft draft) =>
        (draft.Reasons, draft.Note) switch
        {
            ({ } reasons, { } note) => $"{reasons}\n\n{note}",
            var (reasons, note) => reasons ?? note,
        };
}
