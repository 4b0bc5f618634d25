namespace DataSharing.Panels;

/// <summary>Rules that several acts share.</summary>
internal static class Refusals
{
    public static readonly PanelRefusal Closed = new(
        "minutes-approved",
        "The minutes are approved: meeting, items and decisions stand as they are."
    );

    public static PanelRefusal? IfClosed(MeetingFile meeting) => meeting.Record.Closed ? Closed : null;
}
