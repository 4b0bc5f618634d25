using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Agencies;

/// <summary>A page with the form of an agency's particulars.</summary>
public abstract class AgencyFormPage : DirectoryPage
{
    [BindProperty]
    public AgencyForm Form { get; set; } = new();
}
