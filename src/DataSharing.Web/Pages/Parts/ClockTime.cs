using System.Globalization;
using DataSharing.Entities;

namespace DataSharing.Web.Pages.Parts;

/// <summary>A time of day as people write it, and the moment it was in London.</summary>
public static class ClockTime
{
    /// <summary>For an error message beside the field.</summary>
    public const string Hint = "Enter a time like 2:30pm or 14:30";

    private static readonly string[] Forms = ["H:mm", "HH:mm", "H.mm", "HHmm", "h:mmtt", "htt", "h.mmtt"];

    /// <summary>Null with false where it is no time; null with true where it is empty.</summary>
    public static bool TryRead(string? text, out TimeOnly? time)
    {
        time = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        var written = text.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        time = written switch
        {
            // As pages write them.
            "MIDNIGHT" => TimeOnly.MinValue,
            "MIDDAY" or "NOON" => new TimeOnly(12, 0),
            _ => TimeOnly.TryParseExact(written, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : null,
        };
        return time is not null;
    }

    /// <summary>A day in London at a time, or at its beginning where none is known.</summary>
    public static DateTimeOffset At(DateOnly day, TimeOnly? time) => LondonCalendar.MomentOf(day, time ?? TimeOnly.MinValue);

    /// <summary>Whether nothing but the day is known of a moment: those at midnight are taken to be so.</summary>
    public static bool IsDayAlone(DateTimeOffset moment) => At(LondonCalendar.DateOf(moment), null) == moment;
}
