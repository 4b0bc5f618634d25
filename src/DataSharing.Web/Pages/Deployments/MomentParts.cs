using System.Globalization;
using DataSharing.Disruption;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace DataSharing.Web.Pages.Deployments;

/// <summary>A day with a time of day, both as people type them. Without a time it is the beginning or the end of the day, as the question has it.</summary>
public sealed class MomentParts
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    private static readonly string[] Clock = ["H:mm", "HH:mm", "H.mm", "HHmm", "h:mmtt", "htt", "h.mmtt"];

    public DateParts Date { get; set; } = new();

    public string? Time { get; set; }

    /// <summary>The moment, UTC; null where it was left out or cannot be read, with an error in the model state for the latter.</summary>
    /// <param name="state">The page's model state.</param>
    /// <param name="field">The property's name.</param>
    /// <param name="what">What it is, as in "the time of the hearing".</param>
    /// <param name="endOfDay">Whether a day alone means its end.</param>
    public DateTimeOffset? Read(ModelStateDictionary state, string field, string what, bool endOfDay = false)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (Date.Read(state, $"{field}.{nameof(Date)}", what, required: false) is not { } day)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(Time))
        {
            return endOfDay ? LegalCalendar.EndOf(day) : LegalCalendar.StartOf(day);
        }

        var text = Time.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        if (!TimeOnly.TryParseExact(text, Clock, CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock))
        {
            state.AddModelError($"{field}.{nameof(Time)}", "Enter a time like 2:30pm or 14:30");
            return null;
        }

        var local = day.ToDateTime(clock);
        // The hour that spring skips does not exist; the hour after is what was meant.
        local = London.IsInvalidTime(local) ? local.AddHours(1) : local;
        return new DateTimeOffset(local, London.GetUtcOffset(local)).ToUniversalTime();
    }

    public override string ToString() => "MomentParts(redacted)";
}
