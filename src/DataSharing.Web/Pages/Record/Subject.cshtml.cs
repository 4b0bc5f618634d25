using DataSharing.Web.Pages.Find;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Record;

/// <summary>The first question of a new record: what it is about.</summary>
public sealed class SubjectModel : PlatformPage
{
    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Asked { get; set; }

    public static IReadOnlyList<Choice> Kinds { get; } =
    [
        new("person", "A person", "A child or an adult"),
        new("business", "A business", "A company, a trader, licensed premises as a business"),
        new("location", "A place", "An address, a street, a park, a station, an online space"),
        new("group", "A group", "Several people who act together. A circle of friends is not a gang"),
    ];

    public IActionResult OnGet()
    {
        if (SubjectLookup.KindOf(Kind) is not null)
        {
            return Redirect($"/app/record/subject/{Kind}");
        }

        if (Asked)
        {
            ModelState.AddModelError(nameof(Kind), "Choose what the record is about");
        }

        return Page();
    }
}
