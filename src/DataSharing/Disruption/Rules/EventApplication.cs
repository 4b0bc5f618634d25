using DataSharing.Entities;

namespace DataSharing.Disruption;

/// <summary>Records what happened without a change of state, and what follows from it.</summary>
internal static class EventApplication
{
    public const int MostEvents = 120;

    public static Judged Apply(Deployment deployment, EventDraft draft, ActContext context)
    {
        var record = deployment.Record;
        var faults = new List<RuleRefusal?>
        {
            DateSense.Past(draft.On, context, "/on"),
            DateSense.Planned(draft.HearingAt, context, "/hearingAt"),
        };
        if (!EventRules.MayHappen(draft.Kind, record.State))
        {
            return Judged.Refused(
                new RuleRefusal("impossible-event", $"This does not happen to what is {DeploymentStates.Word(record.State)}.", "/kind")
            );
        }

        if (record.Events.Count >= MostEvents)
        {
            return Judged.Refused(new RuleRefusal("full", "It has as many events as a deployment may have: close it and open a new one."));
        }

        if (draft.Kind is EventKind.HearingListed or EventKind.HearingAdjourned && draft.HearingAt is null)
        {
            faults.Add(new RuleRefusal("fact-needed", "Say when the hearing is.", "/hearingAt"));
        }

        if (draft.HearingAt is { } hearing)
        {
            faults.AddRange(Guards.Ages(deployment, context, LondonCalendar.DateOf(hearing)));
        }

        if (draft.Kind == EventKind.AppealDecided && draft.Outcome is not ("allowed" or "dismissed" or "withdrawn"))
        {
            faults.Add(new RuleRefusal("fact-needed", "An appeal is allowed, dismissed or withdrawn.", "/outcome"));
        }

        if (draft.Kind == EventKind.AppealDecided && !record.Dates.AppealOpen)
        {
            faults.Add(new RuleRefusal("no-appeal", "Record the appeal first.", "/kind"));
        }

        if (draft.Kind == EventKind.AppealLodged && record.Dates.AppealOpen)
        {
            faults.Add(new RuleRefusal("appeal-undecided", "An appeal is lodged already.", "/kind"));
        }

        if (draft is { Kind: not EventKind.VariationMade, ExpiresAt: not null } or { Kind: not EventKind.VariationMade, Terms: not null })
        {
            faults.Add(
                new RuleRefusal(
                    "not-a-variation",
                    "Terms and end change with a variation only.",
                    draft.Terms is null ? "/expiresAt" : "/terms"
                )
            );
        }
        else if (draft.ExpiresAt is { } end)
        {
            faults.Add(DateSense.End(end, context, "/expiresAt"));
            faults.AddRange(Varied(deployment, end, context));
        }

        RuleRefusal[] found = [.. faults.OfType<RuleRefusal>().Distinct()];
        return found.Length > 0 ? Judged.Refused(found) : Judged.Allowed(Recorded(deployment, draft, context));
    }

    private static IEnumerable<RuleRefusal> Varied(Deployment deployment, DateTimeOffset end, ActContext context)
    {
        var record = deployment.Record;
        if (record.Dates.EffectiveFrom is not { } from)
        {
            return [new RuleRefusal("not-in-effect", "It has no end yet that could be varied.", "/expiresAt")];
        }

        var (childEnd, _) = TermLimits.ChildDriven(deployment, context, record.Dates.CareOrder);
        var faults = TermLimits.Check(record.Tactic, record.Dates, from, end, context.Calendar, "/expiresAt");
        return end > childEnd
            ?
            [
                .. faults,
                new RuleRefusal("child-driven-end", "It ends when the child it protects reaches the age that the law sets.", "/expiresAt"),
            ]
            : faults;
    }

    private static Deployment Recorded(Deployment deployment, EventDraft draft, ActContext context)
    {
        var record = deployment.Record;
        var line = new EventRecord(
            record.Events.Count + 1,
            draft.Kind,
            draft.On,
            context.Now,
            context.Caller.Actor,
            context.Caller.Agency,
            draft.HearingAt,
            draft.ExpiresAt,
            draft.Kind == EventKind.AppealDecided ? draft.Outcome : null
        );
        var dates = record.Dates;
        dates = draft.Kind switch
        {
            EventKind.HearingListed or EventKind.HearingAdjourned => dates with { HearingAt = draft.HearingAt },
            // The time to appeal runs from when the decision was made known.
            EventKind.NoticeGiven or EventKind.OrderServed => dates with
            {
                AppealBy = StepFacts.AppealBy(record, LondonCalendar.StartOf(draft.On), context) ?? dates.AppealBy,
            },
            EventKind.AppealLodged => dates with { AppealOpen = true, HearingAt = draft.HearingAt ?? dates.HearingAt },
            EventKind.AppealDecided => dates with { AppealOpen = false, AppealDecided = true },
            EventKind.VariationMade when draft.ExpiresAt is not null => dates with
            {
                ExpiresAt = draft.ExpiresAt,
                UntilFurtherOrder = false,
            },
            EventKind.ReviewHeld => dates with { LastReviewedOn = draft.On },
            _ => dates,
        };
        var changed = TermsRule.With(deployment, draft.Terms);
        return TransitionRules.Settle(
            changed with
            {
                Record = changed.Record with
                {
                    Dates = dates,
                    Events = [.. record.Events, line],
                    PanelToBeTold = record.PanelToBeTold && draft.Kind != EventKind.PanelTold,
                },
                Text = changed.Text.Noting($"e:{line.Number}", draft.Note),
            },
            context
        );
    }
}
