using DataSharing.Exchange;
using DataSharing.Partnership;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Audit;

/// <summary>What the agency shared in an emergency: what waits for a review, the first due first, and what is done.</summary>
public sealed class EmergenciesModel(
    EmergencyReviews reviews,
    PeopleDirectory people,
    AgencyNames agencies,
    CursorProtector cursors,
    TimeProvider time
) : PlatformPage
{
    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public bool IsDone => State == "done";

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        State = IsDone ? "done" : "open";
        var scope = new CursorScope(Caller.Actor, null, $"pages/audit/emergencies?{State}");
        var after = After is null ? null : await cursors.OpenAsync(After, scope, Stop);
        if (After is not null && after is null)
        {
            return NotFound();
        }

        var page = await reviews.ListAsync(Caller, !IsDone, after, Stop);
        var names = await people.NamesOfAsync(page.Lines.Select(line => line.Record.MadeBy), Stop);
        var known = await agencies.AllAsync(Head, Stop);
        var now = time.GetUtcNow();
        foreach (var (id, record, _) in page.Lines)
        {
            if (record.Emergency is { } share)
            {
                var (text, colour) = EmergencyWords.Tag(share, now);
                var by = names.GetValueOrDefault(record.MadeBy, ActorWords.NobodyKnown);
                var with = known.GetValueOrDefault(record.To, record.To.Value);
                Lines = [.. Lines, new Line(id, record.MadeAt, by, with, share.ReviewDue, text, colour, record.MadeBy == Caller.Actor)];
            }
        }

        Next = page.Next is null
            ? null
            : $"/app/audit/emergencies?state={State}&after={await cursors.ProtectAsync(page.Next, scope, Stop)}";
        return Page();
    }

    public sealed record Line(
        string Id,
        DateTimeOffset MadeAt,
        string By,
        string With,
        DateTimeOffset Due,
        string State,
        string Colour,
        bool IsOwn
    )
    {
        public override string ToString() => $"Line({Id})";
    }
}
