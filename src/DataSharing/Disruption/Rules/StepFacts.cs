using DataSharing.Entities;
using static DataSharing.Disruption.DeploymentState;

namespace DataSharing.Disruption;

/// <summary>The facts that come with a step: whether they are there and sensible, and where they are kept.</summary>
internal static class StepFacts
{
    public static IEnumerable<RuleRefusal> Faults(Deployment deployment, TransitionDraft draft, ActContext context)
    {
        var faults = new List<RuleRefusal?>();
        void Need(bool met, string member)
        {
            if (!met)
            {
                faults.Add(new RuleRefusal("fact-needed", $"Entering {DeploymentStates.Word(draft.To)} needs this.", $"/{member}"));
            }
        }

        faults.Add(DateSense.Past(draft.On, context, "/on"));
        var record = deployment.Record;
        switch (draft.To)
        {
            case Authorised when record.State == PanelReview && EntryNeeds.PanelDecides(record) && draft.UrgentPower is null:
                faults.Add(EntryNeeds.ByPanel());
                break;
            case Authorised:
                Need(!EntryNeeds.PanelDecides(record) || draft.UrgentPower is not null, "urgentPower");
                break;
            case Applied:
                Need(draft.On is not null, "on");
                Need(draft.Venue is not null, "venue");
                Need(draft.HearingAt is not null, "hearingAt");
                faults.Add(DateSense.Planned(draft.HearingAt, context, "/hearingAt"));
                faults.Add(Before(draft.HearingAt, draft.On, "/hearingAt", "A hearing is not before the application."));
                break;
            case Interim:
                Need(record.Terms.Count > 0 || draft.Terms is { Count: > 0 }, "terms");
                Need(draft.StartsAt is not null, "startsAt");
                Need(draft.EndsAt is not null, "endsAt");
                Spans(draft, context, faults);
                faults.Add(
                    Before(draft.StartsAt, record.Dates.AppliedOn, "/startsAt", "Interim terms do not start before the application.")
                );
                break;
            case Granted:
                Need(draft.On is not null, "on");
                Need(record.Terms.Count > 0 || draft.Terms is { Count: > 0 }, "terms");
                faults.Add(Before(draft.On, record.Dates.AppliedOn, "/on", "An order is not before the application."));
                break;
            case Served:
                Need(draft.ServiceMethod is not null, "serviceMethod");
                Need(draft.ServedAt is not null, "servedAt");
                Need(draft.ServedBy is not null, "servedBy");
                faults.Add(DateSense.Past(draft.ServedAt, context, "/servedAt"));
                break;
            case Delivering:
                Need(draft.Plan is not null, "plan");
                Need(draft.StartsAt is not null, "startsAt");
                Need(draft.EndsAt is not null, "endsAt");
                Spans(draft, context, faults);
                break;
            case Active:
                faults.AddRange(EffectRules.Faults(deployment, draft, context));
                break;
            case Stayed:
                Need(draft.AppealReference is not null, "appealReference");
                if (record.Tactic.Appeal.Effect == "continues" && !draft.StayedByCourt)
                {
                    faults.Add(
                        new RuleRefusal(
                            "appeal-does-not-suspend",
                            "An appeal alone does not pause this tactic: say that a court ordered the stay.",
                            "/stayedByCourt"
                        )
                    );
                }

                break;
            case RenewalDue:
                Need(draft.DecideBy is not null, "decideBy");
                faults.Add(DateSense.Planned(draft.DecideBy, context, "/decideBy"));
                if (draft.DecideBy is { } day && record.Dates.ExpiresAt is { } end && LondonCalendar.StartOf(day) > end)
                {
                    faults.Add(new RuleRefusal("after-end", "Decide before it ends.", "/decideBy"));
                }

                break;
            case DeploymentState.Refused:
                Need(draft.Reasons is not null, "reasons");
                break;
            case Rejected or Withdrawn or Lapsed:
                Need(draft.ReasonCode is not null, "reasonCode");
                break;
            case Expired or Discharged or Superseded or Completed:
                Need(draft.On is not null, "on");
                Need(draft.Reasons is not null, "reasons");
                break;
            case Closed when record.TookEffect:
                Need(draft.Review is not null, "review");
                faults.AddRange(ReviewRules.Faults(draft.Review, context));
                break;
            case Closed:
                Need(draft.Reasons is not null, "reasons");
                break;
        }

        return faults.OfType<RuleRefusal>();
    }

    /// <summary>The deployment with the facts kept; the state itself changes afterwards.</summary>
    public static Deployment Entered(Deployment deployment, TransitionDraft draft, ActContext context)
    {
        var with = draft.To is Interim or Granted or Active ? TermsRule.With(deployment, draft.Terms) : deployment;
        var (record, text, dates) = (with.Record, with.Text, with.Record.Dates);
        switch (draft.To)
        {
            case Authorised:
                var caller = context.Caller;
                var urgent = EntryNeeds.PanelDecides(record);
                record = record with
                {
                    Authorisation = new Authorisation(caller.Actor, caller.Agency, context.Now, urgent, null, null, null),
                    PanelToBeTold = urgent,
                };
                text = urgent ? text with { UrgentPower = draft.UrgentPower } : text;
                break;
            case Applied:
                dates = dates with { AppliedOn = draft.On, HearingAt = draft.HearingAt };
                text = text with { Venue = draft.Venue };
                break;
            case Interim:
                dates = dates with
                {
                    InterimFrom = draft.StartsAt,
                    InterimTo = draft.EndsAt,
                    HearingAt = draft.HearingAt ?? dates.HearingAt,
                };
                break;
            case Granted:
                dates = dates with
                {
                    OrderedOn = draft.On,
                    AppealBy = AppealBy(record, LondonCalendar.StartOf(draft.On ?? context.Today), context),
                };
                break;
            case Served:
                var served = draft.ServedAt ?? context.Now;
                dates = dates with { ServedAt = served, ServiceMethod = draft.ServiceMethod, AppealBy = AppealBy(record, served, context) };
                text = text with { ServedBy = draft.ServedBy };
                break;
            case Delivering:
                dates = dates with { DeliverFrom = draft.StartsAt, DeliverTo = draft.EndsAt };
                text = text with { Plan = draft.Plan };
                break;
            case Active:
                dates = EffectRules.Dates(deployment, draft, context);
                break;
            case Stayed:
                text = text with { AppealReference = draft.AppealReference };
                break;
            case RenewalDue:
                dates = dates with { DecideBy = draft.DecideBy };
                break;
            case Rejected or Withdrawn or Lapsed or Expired or Discharged or Superseded or Completed:
                dates = dates with { EndedOn = draft.On ?? context.Today };
                break;
            case Closed:
                text = text with { Review = draft.Review };
                break;
        }

        return with with
        {
            Record = record with { Dates = dates },
            Text = text,
        };
    }

    /// <summary>The last moment to appeal, counted from when the decision was made known.</summary>
    public static DateTimeOffset? AppealBy(DeploymentRecord record, DateTimeOffset from, ActContext context) =>
        record.Tactic.Appeal.Period is { } period ? context.Calendar.After(from, period).At : null;

    private static void Spans(TransitionDraft draft, ActContext context, List<RuleRefusal?> faults)
    {
        faults.Add(DateSense.Planned(draft.StartsAt, context, "/startsAt"));
        faults.Add(DateSense.Planned(draft.EndsAt, context, "/endsAt"));
        if (draft.EndsAt <= draft.StartsAt)
        {
            faults.Add(new RuleRefusal("ends-before-start", "It ends after it starts.", "/endsAt"));
        }
    }

    private static RuleRefusal? Before(DateTimeOffset? at, DateOnly? earliest, string pointer, string detail) =>
        Before(at is { } moment ? LondonCalendar.DateOf(moment) : null, earliest, pointer, detail);

    private static RuleRefusal? Before(DateOnly? day, DateOnly? earliest, string pointer, string detail) =>
        day < earliest ? new RuleRefusal("out-of-order", detail, pointer) : null;
}
