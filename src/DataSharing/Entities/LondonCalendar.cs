namespace DataSharing.Entities;

/// <summary>Days and times as the law of England and Wales counts them: those of Europe/London.</summary>
public static class LondonCalendar
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    public static DateOnly DateOf(DateTimeOffset moment) => DateOnly.FromDateTime(TimeOf(moment).DateTime);

    /// <summary>The same moment with London's offset.</summary>
    public static DateTimeOffset TimeOf(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone);

    /// <summary>The first moment of a day, UTC.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => MomentOf(day, TimeOnly.MinValue);

    /// <summary>The last second of a day, UTC: what is due "by" a day is due by then.</summary>
    public static DateTimeOffset EndOf(DateOnly day) => StartOf(day.AddDays(1)).AddSeconds(-1);

    /// <summary>What the clock showed, UTC. In the hour that autumn repeats it is the second, of winter time.</summary>
    public static DateTimeOffset MomentOf(DateOnly day, TimeOnly clock)
    {
        var local = day.ToDateTime(clock);
        // The hour that spring skips does not exist; the hour after is what was meant.
        local = Zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>Whole years. Somebody born on 29 February grows older on 1 March of a common year.</summary>
    public static int AgeOn(DateOnly born, DateOnly on) =>
        on.Year - born.Year - ((on.Month, on.Day).CompareTo((born.Month, born.Day)) < 0 ? 1 : 0);
}
