using DataSharing.Panels;
using DataSharing.Web.Pages.Deployments;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace DataSharing.Web.Pages.Panels;

/// <summary>When and where a meeting is, as people type it.</summary>
public sealed class MeetingForm
{
    public MomentParts Starts { get; set; } = new();

    public string? EndTime { get; set; }

    public string? Place { get; set; }

    public static MeetingForm Of(MeetingView meeting)
    {
        ArgumentNullException.ThrowIfNull(meeting);
        return new MeetingForm
        {
            Starts = new MomentParts
            {
                Date = DateParts.Of(Entities.LondonCalendar.DateOf(meeting.Record.StartsAt)),
                Time = meeting.Record.StartsAt.UkTime(),
            },
            EndTime = meeting.Record.EndsAt?.UkTime(),
            Place = meeting.Place,
        };
    }

    /// <summary>Null where something is wrong, which the model state then says.</summary>
    /// <param name="state">The page's model state.</param>
    /// <param name="prefix">The property's name.</param>
    public MeetingDraft? Read(ModelStateDictionary state, string prefix)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (Starts.Date.IsEmpty)
        {
            state.AddModelError($"{prefix}.Starts.Date", "Enter the date of the meeting");
        }

        if (string.IsNullOrWhiteSpace(Starts.Time))
        {
            state.AddModelError($"{prefix}.Starts.Time", "Enter the time it starts");
        }

        var starts = Starts.Read(state, $"{prefix}.Starts", "the date of the meeting");
        var ends = string.IsNullOrWhiteSpace(EndTime)
            ? null
            : new MomentParts { Date = Starts.Date, Time = EndTime }.Read(state, $"{prefix}.Ends", "the end of the meeting");
        if (state.Remove($"{prefix}.Ends.Time"))
        {
            state.AddModelError($"{prefix}.EndTime", ClockTime.Hint);
        }

        PanelForm.Line(state, $"{prefix}.Place", Place, 200, null);
        return state.IsValid && starts is { } from
            ? new MeetingDraft(from, ends, string.IsNullOrWhiteSpace(Place) ? null : Place.Trim())
            : null;
    }

    public static string? FieldOf(string member) =>
        member switch
        {
            "startsAt" => "Form.Starts.Date",
            "endsAt" => "Form.EndTime",
            "place" => "Form.Place",
            _ => null,
        };

    public override string ToString() => "MeetingForm(redacted)";
}
