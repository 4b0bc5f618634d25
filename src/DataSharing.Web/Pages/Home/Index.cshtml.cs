namespace DataSharing.Web.Pages.Home;

/// <summary>Where everybody begins: what waits for them, and what they can do.</summary>
public sealed class IndexModel : PlatformPage
{
    public string FirstName => User.FindFirst("name")?.Value.Split(' ')[0] ?? "";
}
