using System.Globalization;
using DataSharing.Entities;

namespace DataSharing.Web.Pages.Record;

/// <summary>A time of day as people write it, and the moment it was in London.</summary>
public static class ClockTime
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");
    private static readonly string[] Forms = ["H:mm", "HH:mm", "H.mm", "HHmm", "h:mmtt", "htt", "h.mmtt", "h:mm tt", "h tt"];

    /// <summary>Null with false where it is no time; null with true where it is empty.</summary>
    public static bool TryRead(string? text, out TimeOnly? time)
    {
        time = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        var found = TimeOnly.TryParseExact(
            text.Trim().ToUpperInvariant(),
            Forms,
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var read
        );
        time = found ? read : null;
        return found;
    }

    /// <summary>A day in London at a time, or at its beginning where none is known.</summary>
    public static DateTimeOffset At(DateOnly day, TimeOnly? time)
    {
        var local = day.ToDateTime(time ?? TimeOnly.MinValue);
        return new DateTimeOffset(local, London.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>Whether nothing but the day is known of a moment: those at midnight are taken to be so.</summary>
    public static bool IsDayAlone(DateTimeOffset moment) => At(LondonCalendar.DateOf(moment), null) == moment;
}
