using DataSharing.Entities;
using DataSharing.Web.Pages.Find;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Record;

/// <summary>The first step of an event: who and what was part of it.</summary>
public sealed class EventModel(SubjectNames names, SubjectSearch search, TimeProvider time) : RecordPage(names, time)
{
    public const int MostOthers = 20;

    /// <summary>The other participants, by id.</summary>
    [BindProperty(SupportsGet = true)]
    public IReadOnlyList<Guid> With { get; set; } = [];

    [BindProperty]
    public SubjectLookup Look { get; set; } = new();

    public IReadOnlyList<FoundSubject>? Lines { get; private set; }

    public bool HasMore { get; private set; }

    public Finder Finder => new(Look, At(With), "Add", id => At([.. With, Guid.Parse(id)]), Lines, HasMore);

    public string NextHref => At(With).Replace("/event", "/event/details", StringComparison.Ordinal);

    public string WithoutHref(string id) => At([.. With.Where(other => other.ToString("D") != id)]);

    public Task<IActionResult> OnGetAsync() => OpenedAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        var shown = await OpenedAsync();
        if (shown is not Microsoft.AspNetCore.Mvc.RazorPages.PageResult)
        {
            return shown;
        }

        if (Look.Read(ModelState, nameof(Look)) is { } query)
        {
            var page = await search.SearchAsync(Caller, Head, query, Access, null, Stop);
            var there = Labels.Select(label => label.Id).ToHashSet(StringComparer.Ordinal);
            Lines = [.. page.Lines.Where(line => !there.Contains(line.Label.Id))];
            HasMore = page.Next is not null;
        }

        return shown;
    }

    private async Task<IActionResult> OpenedAsync()
    {
        With = [.. With.Where(other => other != Id).Distinct().Take(MostOthers)];
        return await OpenAsync(With.Select(other => other.ToString("D"))) ?? Page();
    }

    private string At(IReadOnlyList<Guid> with) =>
        $"/app/record/{SubjectId}/event{(with.Count == 0 ? "" : "?" + string.Join('&', with.Select(other => $"with={other:D}")))}";
}
