using DataSharing.Entities;
using static DataSharing.Disruption.DeploymentState;

namespace DataSharing.Disruption;

/// <summary>What is due of a deployment as it stands, soonest first, each with how it was counted.</summary>
internal static class DueDates
{
    /// <summary>Ours: the panel is told within a week, and effect is reviewed within 90 days of the end.</summary>
    private static readonly LegalPeriod ToTellPanel = new(7, PeriodUnit.CalendarDays);
    private static readonly LegalPeriod ToReviewEffect = new(90, PeriodUnit.CalendarDays);

    public static IReadOnlyList<DueItem> Of(DeploymentRecord record, LegalCalendar calendar)
    {
        var (dates, due) = (record.Dates, new List<DueItem>());
        void Given(string code, DateTimeOffset? at)
        {
            if (at is { } moment)
            {
                due.Add(new DueItem(code, moment, null));
            }
        }

        void Counted(string code, DateTimeOffset? from, LegalPeriod? period)
        {
            if (from is { } start && period is not null)
            {
                var deadline = calendar.After(start, period);
                due.Add(new DueItem(code, deadline.At, deadline));
            }
        }

        if (record is { PanelToBeTold: true, Authorisation: { } authorisation })
        {
            Counted("tell-panel", authorisation.At, ToTellPanel);
        }

        switch (record.State)
        {
            case Applied:
                Given("hearing", dates.HearingAt);
                break;
            case Interim:
                Given("hearing", dates.HearingAt);
                Given("interim-end", dates.InterimTo);
                break;
            case Granted or Served:
                Given("appeal-by", dates.AppealOpen ? null : dates.AppealBy);
                break;
            case Delivering:
                Given("delivery-end", dates.DeliverTo);
                break;
            case Active:
                Given("expiry", dates.ExpiresAt);
                Given("renewal", dates.ExpiresAt is { } end ? Window(end, record.Tactic.RenewalWindow) : null);
                break;
            case Stayed:
                Given("hearing", dates.HearingAt);
                Given("expiry", dates.ExpiresAt);
                break;
            case RenewalDue:
                Given("decide-by", dates.DecideBy is { } day ? LondonCalendar.EndOf(day) : null);
                Given("expiry", dates.ExpiresAt);
                break;
            case Expired or Discharged or Superseded or Completed:
                Counted("effect-review", dates.EndedOn is { } ended ? LondonCalendar.StartOf(ended) : null, ToReviewEffect);
                break;
        }

        if (record.State is Delivering or Active && record.Tactic.ReviewEveryDays is { } days)
        {
            var since =
                dates.LastReviewedOn is { } reviewed ? LondonCalendar.StartOf(reviewed)
                : record.State == Active ? dates.EffectiveFrom
                : dates.DeliverFrom;
            Counted("review", since, new LegalPeriod(days, PeriodUnit.CalendarDays));
        }

        Clocks(record, calendar, due);
        return [.. due.OrderBy(d => d.At).ThenBy(d => d.Code, StringComparer.Ordinal)];
    }

    // A clock of the tactic runs while the state that started it lasts; interim terms do not stop the clocks of an application.
    private static void Clocks(DeploymentRecord record, LegalCalendar calendar, List<DueItem> due)
    {
        var ends = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var clock in record.Tactic.Clocks)
        {
            DateTimeOffset? start = ends.TryGetValue(clock.StartsOn, out var end) ? end : StartOf(record, clock.StartsOn);
            if (start is { } from)
            {
                var deadline = calendar.After(from, new LegalPeriod(clock.Amount, clock.Unit));
                ends[clock.Code] = deadline.At;
                due.Add(new DueItem(clock.Code, deadline.At, deadline));
            }
        }
    }

    private static DateTimeOffset? StartOf(DeploymentRecord record, string state)
    {
        var dates = record.Dates;
        return (state, record.State) switch
        {
            ("applied", Applied or Interim) => dates.AppliedOn is { } on ? LondonCalendar.StartOf(on) : null,
            ("granted", Granted) => dates.OrderedOn is { } on ? LondonCalendar.StartOf(on) : null,
            ("served", Served) => dates.ServedAt,
            ("delivering", Delivering) => dates.DeliverFrom,
            ("active", Active) => dates.EffectiveFrom,
            _ => null,
        };
    }

    private static DateTimeOffset Window(DateTimeOffset end, LegalPeriod window)
    {
        var day = LondonCalendar.DateOf(end);
        return window.Unit switch
        {
            PeriodUnit.Months => LondonCalendar.EndOf(day.AddMonths(-window.Amount)),
            PeriodUnit.Years => LondonCalendar.EndOf(day.AddYears(-window.Amount)),
            PeriodUnit.ElapsedHours => end.AddHours(-window.Amount),
            _ => LondonCalendar.EndOf(day.AddDays(-window.Amount)),
        };
    }
}
