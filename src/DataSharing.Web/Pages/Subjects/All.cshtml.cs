using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Subjects;

/// <summary>There is no list of every record: they are found.</summary>
public sealed class AllModel : PlatformPage
{
    public IActionResult OnGet() => Redirect("/app/find");
}
