using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Share;

/// <summary>Says that a share was sent, and shows nothing of it: reading it again is an act of its own.</summary>
public sealed class SentModel : PlatformPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid Subject { get; set; }
}
