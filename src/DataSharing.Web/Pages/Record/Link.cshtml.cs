using DataSharing.Entities;
using DataSharing.Web.Pages.Find;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Record;

/// <summary>The first step of a link: finding its other end.</summary>
public sealed class LinkModel(SubjectNames names, SubjectSearch search, TimeProvider time) : RecordPage(names, time)
{
    [BindProperty]
    public SubjectLookup Look { get; set; } = new();

    public IReadOnlyList<FoundSubject>? Lines { get; private set; }

    public bool HasMore { get; private set; }

    public Finder Finder =>
        new(Look, $"/app/record/{SubjectId}/link", "Link to", id => $"/app/record/{SubjectId}/link/{id}", Lines, HasMore);

    public async Task<IActionResult> OnGetAsync() => await OpenAsync() ?? Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await OpenAsync() is { } instead)
        {
            return instead;
        }

        if (Look.Read(ModelState, nameof(Look)) is { } query)
        {
            var page = await search.SearchAsync(Caller, Head, query, Access, null, Stop);
            Lines = [.. page.Lines.Where(line => line.Label.Id != SubjectId)];
            HasMore = page.Next is not null;
        }

        return Page();
    }
}
