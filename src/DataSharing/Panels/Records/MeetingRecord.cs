using System.Text.Json.Serialization;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Panels;

[JsonConverter(typeof(JsonStringEnumConverter<AttendanceState>))]
public enum AttendanceState
{
    [JsonStringEnumMemberName("present")]
    Present,

    [JsonStringEnumMemberName("apologies")]
    Apologies,

    [JsonStringEnumMemberName("absent")]
    Absent,
}

/// <param name="Agency">For whom.</param>
/// <param name="Actor">A member of the panel.</param>
/// <param name="State">Whether they came.</param>
public sealed record AttendanceLine(AgencyId Agency, string Actor, AttendanceState State);

/// <summary>The <c>meeting:{id}</c> row. Items, actions and minutes lie beside it, so that a change of one shows in no version of another.</summary>
public sealed record MeetingRecord
{
    internal static readonly RowFormat<MeetingRecord> Format = new(1, PanelsJson.Default.MeetingRecord);

    public required string PanelId { get; init; }

    /// <summary>Of the panel, when it was arranged.</summary>
    public required AgencyId Host { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>The start as it was first arranged: its place in the panel's list.</summary>
    public required DateTimeOffset ArrangedFor { get; init; }

    public DateTimeOffset? EndsAt { get; init; }

    public required DateTimeOffset ArrangedAt { get; init; }

    public required string ArrangedBy { get; init; }

    public IReadOnlyList<AttendanceLine> Attendance
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>The minutes are approved: meeting, items and decisions stand as they are.</summary>
    public bool Closed { get; init; }

    /// <summary>Sealed <see cref="MeetingText"/>.</summary>
    public required byte[] Text { get; init; }

    public static string RowKey(string id) => $"meeting:{id}";

    public override string ToString() => $"MeetingRecord({StartsAt:O})";
}

internal sealed record MeetingText(string? Place)
{
    public override string ToString() => "MeetingText(redacted)";
}

/// <summary>
/// The <c>meeting:{id}:guard</c> row. Every commit that changes the agenda replaces it, and so does the approval of the minutes: one of two
/// that race loses and looks again. Apart from the meeting's own row, whose version members see: it must not tell of items that they do not.
/// </summary>
internal sealed record AgendaGuard
{
    private static readonly RowFormat<AgendaGuard> Format = new(1, PanelsJson.Default.AgendaGuard);

    public static string RowKey(string meetingId) => $"meeting:{meetingId}:guard";

    public static RowWrite Insert(string meetingId) => Format.Insert(RowKey(meetingId), new AgendaGuard());

    public static RowWrite Replace(MeetingFile meeting) => Format.Replace(RowKey(meeting.Id), new AgendaGuard(), meeting.Guard);
}
