using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Access;

/// <summary>Ends what a stated reason opened, before its time.</summary>
public sealed class StopModel(PageAccess access) : PlatformPage
{
    public IActionResult OnGet() => Redirect(LocalPath.Home);

    public IActionResult OnPost(string scope)
    {
        access.Stop(HttpContext, scope);
        Notify("You have stopped looking. To open it again, say why again.");
        return Redirect(LocalPath.Home);
    }
}
