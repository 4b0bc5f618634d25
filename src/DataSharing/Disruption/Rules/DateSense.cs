using DataSharing.Entities;

namespace DataSharing.Disruption;

/// <summary>Dates beyond sense: a slip of the keyboard must not move a deadline by a century.</summary>
internal static class DateSense
{
    private const int YearsAhead = 5;

    private static readonly DateOnly Earliest = new(2000, 1, 1);

    /// <summary>Something that has happened: not before 2000, at most one day ahead (clocks differ).</summary>
    public static RuleRefusal? Past(DateOnly? on, ActContext context, string pointer) =>
        on is { } day && (day < Earliest || day > context.Today.AddDays(1))
            ? new RuleRefusal("date-beyond-sense", "What has happened lies between the year 2000 and today.", pointer)
            : null;

    public static RuleRefusal? Past(DateTimeOffset? at, ActContext context, string pointer) =>
        at is { } moment ? Past(LondonCalendar.DateOf(moment), context, pointer) : null;

    /// <summary>Something planned: not before 2000, at most five years ahead.</summary>
    public static RuleRefusal? Planned(DateTimeOffset? at, ActContext context, string pointer) =>
        at is { } moment && (LondonCalendar.DateOf(moment) < Earliest || LondonCalendar.DateOf(moment) > context.Today.AddYears(YearsAhead))
            ? new RuleRefusal("date-beyond-sense", "A date to come lies at most five years ahead, and none before the year 2000.", pointer)
            : null;

    /// <summary>The end of an effect, which some orders have decades ahead.</summary>
    public static RuleRefusal? End(DateTimeOffset? at, ActContext context, string pointer) =>
        at is { } moment && (LondonCalendar.DateOf(moment) < Earliest || LondonCalendar.DateOf(moment) > context.Today.AddYears(50))
            ? new RuleRefusal("date-beyond-sense", "An end lies at most fifty years ahead, and none before the year 2000.", pointer)
            : null;

    public static RuleRefusal? Planned(DateOnly? on, ActContext context, string pointer) =>
        on is { } day ? Planned(LondonCalendar.StartOf(day), context, pointer) : null;
}
