using System.Globalization;
using DataSharing.Disposal;
using DataSharing.Entities;
using DataSharing.Partnership;
using DataSharing.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Audit;

/// <summary>The agency's legal holds that stand; what is to be reviewed first stands first. And the way to those of one record.</summary>
public sealed class HoldsModel(LegalHolds holds, PeopleDirectory people, CursorProtector cursors, TimeProvider time) : PlatformPage
{
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>The id of a record whose holds are looked for.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Record { get; set; }

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    public int Total { get; private set; }

    public string? Next { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (Record is not null)
        {
            if (RecordField.TryRead(Record, out var id))
            {
                return Redirect($"/app/audit/holds-on/{id:D}");
            }

            ModelState.AddModelError(nameof(Record), RecordField.Error);
        }

        var scope = new CursorScope(Caller.Actor, null, "pages/audit/holds");
        var opened = After is null ? "0" : await cursors.OpenAsync(After, scope, Stop);
        if (!int.TryParse(opened, NumberStyles.None, CultureInfo.InvariantCulture, out var skip))
        {
            return NotFound();
        }

        var page = await holds.ListAllAsync(Caller, skip, Stop);
        var names = await people.NamesOfAsync(page.Lines.Select(line => line.SetBy), Stop);
        var today = LondonCalendar.DateOf(time.GetUtcNow());
        Lines =
        [
            .. page.Lines.Select(line =>
            {
                var (state, colour) = HoldWords.Review(line.ReviewOn, today);
                var by = names.GetValueOrDefault(line.SetBy, ActorWords.NobodyKnown);
                return new Line(line.SubjectId, HoldWords.Ground(line.Ground), line.SetAt, by, line.ReviewOn, state, colour);
            }),
        ];
        Total = page.Total;
        var seen = skip + page.Lines.Count;
        if (page.Lines.Count > 0 && seen < page.Total)
        {
            Next = $"/app/audit/holds?after={await cursors.ProtectAsync(seen.ToString(CultureInfo.InvariantCulture), scope, Stop)}";
        }

        return Page();
    }

    public sealed record Line(
        string SubjectId,
        string Ground,
        DateTimeOffset At,
        string By,
        DateOnly? ReviewOn,
        string State,
        string Colour
    );
}
