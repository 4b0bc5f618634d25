using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Find;

/// <summary>Finds people, businesses, places and groups by name or identifier. What is looked for travels in forms only, never in an address.</summary>
public sealed class IndexModel(SubjectSearch search, SearchTrail trail, CursorProtector cursors, AgencyNames agencies, TimeProvider time)
    : PlatformPage
{
    private const string Scope = "search";

    [BindProperty]
    public SubjectLookup Look { get; set; } = new();

    /// <summary>The word of an earlier search of this session.</summary>
    [BindProperty(SupportsGet = true, Name = "s")]
    public string? Word { get; set; }

    /// <summary>Where the page begins; encrypted.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Cursor { get; set; }

    /// <summary>Null where nothing has been looked for yet.</summary>
    public IReadOnlyList<FoundSubject>? Found { get; private set; }

    public IReadOnlyDictionary<AgencyId, string> Agencies { get; private set; } = new Dictionary<AgencyId, string>();

    public string? NextPage { get; private set; }

    public DateOnly Today => LondonCalendar.DateOf(time.GetUtcNow());

    public async Task<IActionResult> OnGetAsync()
    {
        if (Stated(Scope) is not { } access)
        {
            return AskAccess(Scope);
        }

        if (Word is null)
        {
            return Page();
        }

        if (trail.Find(HttpContext, Word) is not { } earlier)
        {
            return Redirect("/app/find");
        }

        Look = earlier;
        if (Look.Read(ModelState, nameof(Look)) is not { } query)
        {
            return Page();
        }

        // Only its hash is bound into the cursor.
        var scope = new CursorScope(Caller.Actor, access.Purpose, $"find {Word} {Look.By} {Look.Text} {Look.Kind}");
        var after = Cursor is null ? null : await cursors.OpenAsync(Cursor, scope, Stop);
        var page = await search.SearchAsync(Caller, Head, query, access, after, Stop);
        Found = page.Lines;
        Agencies = await agencies.AllAsync(Head, Stop);
        NextPage = page.Next is null
            ? null
            : $"/app/find?s={Word}&cursor={Uri.EscapeDataString(await cursors.ProtectAsync(page.Next, scope, Stop))}";
        return Page();
    }

    public IActionResult OnPost()
    {
        if (Stated(Scope) is null)
        {
            return AskAccess(Scope, "/app/find");
        }

        return Look.Read(ModelState, nameof(Look)) is null ? Page() : Redirect($"/app/find?s={trail.Keep(HttpContext, Look)}");
    }
}
