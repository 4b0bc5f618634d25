using DataSharing.Entities;

namespace DataSharing.Disruption;

/// <summary>How long the law lets a tactic last.</summary>
internal static class TermLimits
{
    /// <summary>
    /// A period may not end after the law's maximum from its start, nor, where extensions count, after the maximum from the first start. The
    /// start's own day is not counted, and the last day counts whole.
    /// </summary>
    public static IEnumerable<RuleRefusal> Check(
        TacticEntry tactic,
        DeploymentDates dates,
        DateTimeOffset from,
        DateTimeOffset? until,
        LegalCalendar calendar,
        string pointer
    )
    {
        if (until <= from)
        {
            yield return new RuleRefusal("ends-before-start", "It ends after it starts.", pointer);
        }

        if (tactic.MaxDuration is not { } most)
        {
            yield break;
        }

        if (until is not { } end)
        {
            yield return new RuleRefusal("term-too-long", $"The law sets an end: at most {most.Words}.", pointer);
        }
        else if (tactic.DurationScope == "total" && dates.FirstEffectiveFrom is { } first && end > calendar.After(first, most).At)
        {
            yield return new RuleRefusal(
                "term-too-long",
                $"At most {most.Words} in all, extensions included, from the first day in effect.",
                pointer
            );
        }
        else if (end > calendar.After(from, most).At)
        {
            yield return new RuleRefusal("term-too-long", $"At most {most.Words} from the day it takes effect.", pointer);
        }
    }

    /// <summary>The end that a child's age sets: the start of the birthday; the earliest where it protects several.</summary>
    public static (DateTimeOffset? End, RuleRefusal? Reason) ChildDriven(Deployment deployment, ActContext context, bool careOrder)
    {
        if (deployment.Record.Tactic.ChildDriven is not { } rule)
        {
            return (null, null);
        }

        var age = careOrder ? rule.EndsAtAgeWithCareOrder : rule.EndsAtAge;
        var children = deployment.Record.Subjects.Where(s => s.Role == SubjectRole.Protected && context.People.ContainsKey(s.Id)).ToArray();
        var birthdays = children.Select(child => context.People[child.Id].Reaches(age)).ToArray();
        return birthdays.Length == 0 || birthdays.Any(b => b is null)
            ? (
                null,
                new RuleRefusal("child-needed", "This ends with a child's age: name the child it protects, with a recorded date of birth.")
            )
            : (LondonCalendar.StartOf(birthdays.Min() ?? context.Today), null);
    }
}
