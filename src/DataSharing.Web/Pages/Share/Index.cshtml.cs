using DataSharing.Entities;
using DataSharing.Exchange;
using DataSharing.Identity;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Share;

/// <summary>What was shared with the agency and by it, newest first.</summary>
public sealed class IndexModel(ExchangeLists lists, SubjectDirectory subjects, AgencyNames agencies, CursorProtector cursors) : PlatformPage
{
    public const string Received = "received";

    [BindProperty(SupportsGet = true)]
    public string? Direction { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public bool IsReceived => Direction == Received;

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        Direction = Direction == "sent" ? "sent" : Received;
        if (Stated(ItemModel.Scope) is not { } access)
        {
            return AskAccess(ItemModel.Scope);
        }

        var scope = new CursorScope(Caller.Actor, access.Purpose, $"pages/share?{Direction}");
        var after = After is null ? null : await cursors.OpenAsync(After, scope, Stop);
        if (After is not null && after is null)
        {
            return NotFound();
        }

        var way = IsReceived ? ExchangeDirection.Received : ExchangeDirection.Sent;
        var page = await lists.DisclosuresAsync(Caller, Head, way, access, after, Stop);
        // The entry of the list names every subject on it.
        var named = await subjects.DescribeAsync(Caller, Head, access.Purpose, [.. page.Lines.Select(l => l.Record.SubjectId)], Stop);
        var names = await agencies.AllAsync(Head, Stop);
        Lines =
        [
            .. page.Lines.Select(l => new Line(
                l.Id,
                named.GetValueOrDefault(l.Record.SubjectId)?.Name ?? UkText.Kind(l.Record.SubjectKind),
                names.GetValueOrDefault(IsReceived ? l.Record.From : l.Record.To, ""),
                l.Record.Categories.Count,
                l.Record.MadeAt,
                l.Record.AcknowledgedAt
            )),
        ];
        Next = page.Next is null ? null : $"/app/share?direction={Direction}&after={await cursors.ProtectAsync(page.Next, scope, Stop)}";
        return Page();
    }

    public sealed record Line(string Id, string Who, string Other, int Categories, DateTimeOffset MadeAt, DateTimeOffset? AcknowledgedAt)
    {
        public override string ToString() => $"Line({Id})";
    }
}
