using DataSharing.Entities;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace DataSharing.Web.Pages.Deployments;

/// <summary>A day with a time of day, both as people type them. Without a time it is the beginning or the end of the day, as the question has it.</summary>
public sealed class MomentParts
{
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
            return endOfDay ? LondonCalendar.EndOf(day) : LondonCalendar.StartOf(day);
        }

        if (!ClockTime.TryRead(Time, out var clock))
        {
            state.AddModelError($"{field}.{nameof(Time)}", ClockTime.Hint);
            return null;
        }

        return ClockTime.At(day, clock);
    }

    public override string ToString() => "MomentParts(redacted)";
}
