namespace DataSharing.Web.Pages.Parts;

/// <summary>One moment of the partial <c>_Timeline</c>, which shows them in the order given.</summary>
/// <param name="When">As people read it: a date, a time, a span.</param>
/// <param name="Title">What happened.</param>
/// <param name="Text">More of it; null for none.</param>
/// <param name="By">Who did or recorded it; null for none.</param>
/// <param name="Href">Where there is more; null for nowhere.</param>
public sealed record TimelineItem(string When, string Title, string? Text = null, string? By = null, string? Href = null)
{
    public override string ToString() => "TimelineItem(redacted)";
}
