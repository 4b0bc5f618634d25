using DataSharing.Exchange;

namespace DataSharing.Web.Pages.Parts;

/// <summary>How the review of an emergency stands, in words for people.</summary>
public static class EmergencyWords
{
    /// <summary>A sentence.</summary>
    public static string State(EmergencyShare share)
    {
        ArgumentNullException.ThrowIfNull(share);
        return share.State switch
        {
            EmergencyState.Upheld => "It was reviewed and upheld.",
            EmergencyState.NotUpheld => "It was reviewed and not upheld, so it can no longer be read.",
            EmergencyState.NeedsAction => "A reviewer asked for something to be done first.",
            _ => $"It has to be reviewed by {share.ReviewDue.UkDateTime()}.",
        };
    }

    public static string Outcome(EmergencyOutcome outcome) =>
        outcome switch
        {
            EmergencyOutcome.Upheld => "Upheld",
            EmergencyOutcome.NotUpheld => "Not upheld",
            _ => "Needs action",
        };

    /// <summary>A word or two, with the colour of its tag.</summary>
    public static (string Text, string Colour) Tag(EmergencyShare share, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(share);
        return share switch
        {
            _ when share.IsOverdueAt(now) => ("Overdue", "red"),
            { State: EmergencyState.Upheld } => ("Upheld", "green"),
            { State: EmergencyState.NotUpheld } => ("Not upheld", "red"),
            { State: EmergencyState.NeedsAction } => ("Needs action", "orange"),
            _ => ("To review", "yellow"),
        };
    }
}
