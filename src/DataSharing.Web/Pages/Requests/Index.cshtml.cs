using DataSharing.Entities;
using DataSharing.Exchange;
using DataSharing.Identity;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Requests;

/// <summary>What other agencies asked of this one, and what it asked of them.</summary>
public sealed class IndexModel(
    ExchangeLists lists,
    SubjectDirectory subjects,
    AgencyNames agencies,
    CursorProtector cursors,
    TimeProvider time
) : PlatformPage
{
    public const string Scope = "exchange";

    [BindProperty(SupportsGet = true)]
    public string? Direction { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public bool IsReceived => Direction == "received";

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        Direction = Direction == "sent" ? "sent" : "received";
        if (Stated(Scope) is not { } access)
        {
            return AskAccess(Scope);
        }

        var scope = new CursorScope(Caller.Actor, access.Purpose, $"pages/requests?{Direction}");
        var after = After is null ? null : await cursors.OpenAsync(After, scope, Stop);
        if (After is not null && after is null)
        {
            return NotFound();
        }

        var way = IsReceived ? ExchangeDirection.Received : ExchangeDirection.Sent;
        var page = await lists.RequestsAsync(Caller, Head, way, access, after, Stop);
        // The entry of the list names every subject on it.
        var named = await subjects.DescribeAsync(Caller, Head, access.Purpose, [.. page.Lines.Select(l => l.Record.SubjectId)], Stop);
        var names = await agencies.AllAsync(Head, Stop);
        var now = time.GetUtcNow();
        Lines =
        [
            .. page.Lines.Select(l => new Line(
                l.Id,
                named.GetValueOrDefault(l.Record.SubjectId)?.Name ?? UkText.Kind(l.Record.SubjectKind),
                names.GetValueOrDefault(IsReceived ? l.Record.From : l.Record.To, ""),
                l.Record.MadeAt,
                l.Record.RespondBy,
                RequestWords.Of(l.Record, now)
            )),
        ];
        Next = page.Next is null ? null : $"/app/requests?direction={Direction}&after={await cursors.ProtectAsync(page.Next, scope, Stop)}";
        return Page();
    }

    /// <summary>A ground of declining in words.</summary>
    public static string GroundOf(RefusalGround ground)
    {
        var code = System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(ground.ToString());
        return RequestWords.Grounds.FirstOrDefault(known => known.Value == code)?.Text ?? UkText.Words(code);
    }

    public sealed record Line(
        string Id,
        string Who,
        string Other,
        DateTimeOffset MadeAt,
        DateTimeOffset RespondBy,
        RequestStanding Standing
    )
    {
        public override string ToString() => $"Line({Id})";
    }
}

/// <summary>Where a request stands, as a tag.</summary>
public sealed record RequestStanding(string Text, string Colour, bool IsOpen);

internal static class RequestWords
{
    public static RequestStanding Of(RequestRecord record, DateTimeOffset now) =>
        record.State switch
        {
            RequestState.Answered => new("Answered", "green", false),
            RequestState.Refused => new("Declined", "grey", false),
            _ when record.RespondBy < now => new("Overdue", "red", true),
            _ => new("Waiting", "yellow", true),
        };

    public static IReadOnlyList<Choice> Grounds { get; } =
    [
        new("not-held", "We hold nothing of this"),
        new("subject-not-identified", "We cannot tell who it is about"),
        new("not-necessary", "It is not necessary, or goes too far for the purpose"),
        new("more-detrimental-to-child", "Sharing would harm the child more than not sharing"),
        new("source-at-risk", "It would reveal or endanger a source"),
        new("prejudice-to-investigation", "It would damage an investigation or court case"),
        new("consent-refused", "It relies on consent, and the person said no"),
        new("legal-bar", "A court order or another law forbids it"),
    ];
}
