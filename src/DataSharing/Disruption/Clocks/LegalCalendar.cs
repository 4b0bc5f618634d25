using DataSharing.Entities;

namespace DataSharing.Disruption;

/// <summary>
/// Counts legal periods in Europe/London. The day of the event is not counted (the ordinary rule for periods "after" or "from" an event); a
/// period of days, months or years ends with the end of its last day.
/// </summary>
/// <remarks>
/// Months and years end on the corresponding date; where that month has none, on its last day (Dodds v Walker [1981] 1 WLR 1027): one month
/// from 31 January is 28 February, and from 28 February is 28 March.
/// </remarks>
public sealed class LegalCalendar(BankHolidays holidays)
{
    /// <summary>The version of the holiday pack, kept with every deadline.</summary>
    public DateOnly HolidayPack => holidays.PreparedOn;

    /// <summary>When a period that starts with an event ends.</summary>
    public Deadline After(DateTimeOffset start, LegalPeriod period)
    {
        ArgumentNullException.ThrowIfNull(period);
        var day = LondonCalendar.DateOf(start);
        var end = period.Unit switch
        {
            PeriodUnit.ElapsedHours => start.AddHours(period.Amount).ToUniversalTime(),
            PeriodUnit.WorkingHours => WorkingHoursAfter(start, TimeSpan.FromHours(period.Amount)),
            PeriodUnit.WorkingDays => LondonCalendar.EndOf(WorkingDaysAfter(day, period.Amount)),
            PeriodUnit.CalendarDays => LondonCalendar.EndOf(day.AddDays(period.Amount)),
            PeriodUnit.Months => LondonCalendar.EndOf(day.AddMonths(period.Amount)),
            _ => LondonCalendar.EndOf(day.AddYears(period.Amount)),
        };
        var counted = period.Unit is PeriodUnit.WorkingDays or PeriodUnit.WorkingHours;
        var isProvisional = counted && (day < holidays.CoversFrom || LondonCalendar.DateOf(end) > holidays.CoversTo);
        return new Deadline(end, start.ToUniversalTime(), period.Amount, period.Unit, counted ? HolidayPack : null, isProvisional);
    }

    private DateOnly WorkingDaysAfter(DateOnly day, int count)
    {
        while (count > 0)
        {
            day = day.AddDays(1);
            count -= holidays.IsWorkingDay(day) ? 1 : 0;
        }

        return day;
    }

    private DateTimeOffset WorkingHoursAfter(DateTimeOffset start, TimeSpan left)
    {
        var at = start;
        while (true)
        {
            var midnight = LondonCalendar.StartOf(LondonCalendar.DateOf(at).AddDays(1));
            if (holidays.IsWorkingDay(LondonCalendar.DateOf(at)))
            {
                if (left <= midnight - at)
                {
                    return (at + left).ToUniversalTime();
                }

                left -= midnight - at;
            }

            at = midnight;
        }
    }
}

/// <summary>A deadline with how it was counted, so that it can be explained and counted again.</summary>
/// <param name="At">The last moment, UTC.</param>
/// <param name="From">The event that it is counted from, UTC.</param>
/// <param name="Amount">How many.</param>
/// <param name="Unit">Of what.</param>
/// <param name="HolidayPack">The holiday pack that working time was counted with; null where none was needed.</param>
/// <param name="IsProvisional">Counted past the days that the holiday pack covers: look again when there is a newer one.</param>
public sealed record Deadline(
    DateTimeOffset At,
    DateTimeOffset From,
    int Amount,
    PeriodUnit Unit,
    DateOnly? HolidayPack,
    bool IsProvisional
);
