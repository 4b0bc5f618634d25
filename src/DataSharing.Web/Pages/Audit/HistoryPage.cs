using System.Text.Json;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Audit;

/// <summary>Entries day by day, the newest first, for one question that the page asks.</summary>
public abstract class HistoryPage(AuditInquiries inquiries, PeopleDirectory people, AgencyNames agencies, CursorProtector cursors)
    : PlatformPage
{
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>Null until something was asked.</summary>
    public IReadOnlyList<HistoryDay>? Days { get; private set; }

    public DateTimeOffset CompleteTo { get; private set; }

    public string? Next { get; private set; }

    /// <summary>The audit that this question belongs to: entries open beneath it.</summary>
    public virtual string AuditPath => "/app/audit";

    /// <summary>Whether entries can have words of the actor.</summary>
    public virtual bool HasReasons => true;

    protected PeopleDirectory People => people;

    protected AgencyNames Agencies => agencies;

    /// <summary>Asks, keeps the answer and shows it; says why where the question is not the officer's to ask, and 404 where the cursor is of another.</summary>
    protected async Task<IActionResult> AskAsync(AuditSearch search)
    {
        ArgumentNullException.ThrowIfNull(search);
        var scope = new CursorScope(Caller.Actor, null, $"pages/audit/newest?{search.Asked}");
        AuditCursor? after = null;
        if (After is { Length: > 0 })
        {
            after = await cursors.OpenAsync(After, scope, Stop) is { } opened
                ? JsonSerializer.Deserialize<AuditCursor>(opened, PlatformJson.Options)
                : null;
            if (after is null)
            {
                return NotFound();
            }
        }

        if (await inquiries.SearchAsync(Caller, search, after, Stop) is not AuditInquiryOutcome.Found { Page: var page })
        {
            return Say(OwnAccess.Message(AuditPath));
        }

        CompleteTo = page.CompleteTo;
        var known = await people.NamesOfAsync(page.Entries.Select(entry => entry.Entry.Actor), Stop);
        IReadOnlyDictionary<AgencyId, string> names = await agencies.AllAsync(Head, Stop);
        Days =
        [
            .. page
                .Entries.Select(entry => EntryLine.Of(entry, known, names))
                .GroupBy(line => line.Time.UkDate(), StringComparer.Ordinal)
                .Select(day => new HistoryDay(day.Key, [.. day])),
        ];
        if (page.Next is { } next)
        {
            var cursor = await cursors.ProtectAsync(JsonSerializer.Serialize(next, PlatformJson.Options), scope, Stop);
            var question = QueryString.Create(
                Request.Query.Where(q => q.Key != nameof(After)).SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v)))
            );
            Next = $"{Request.Path}{question.Add(nameof(After), cursor)}";
        }

        return Page();
    }
}

/// <param name="Day">As people write it, in London.</param>
/// <param name="Lines">Newest first.</param>
public sealed record HistoryDay(string Day, IReadOnlyList<EntryLine> Lines);
