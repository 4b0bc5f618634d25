using DataSharing.Entities;
using DataSharing.Exchange;
using DataSharing.Partnership;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Share;

/// <summary>One disclosure, as sender or recipient may read it now; the recipient says here that it arrived.</summary>
public sealed class ItemModel(
    DisclosureReader reader,
    DisclosureService disclosures,
    SubjectDirectory subjects,
    PeopleDirectory people,
    DecisionViews views,
    AgencyNames agencies
) : PlatformPage
{
    public const string Scope = "exchange";

    public ReadDisclosureOutcome.Found Found
    {
        get => field ?? throw NotOpened();
        private set;
    }

    public DecisionShown Decision
    {
        get => field ?? throw NotOpened();
        private set;
    }

    public IReadOnlyDictionary<string, string> Titles { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public SubjectLabel? Subject { get; private set; }

    public string From { get; private set; } = "";

    public string To { get; private set; } = "";

    public string? By { get; private set; }

    public bool IsReceived => Found.Record.To == Caller.Agency;

    public bool MayAcknowledge => IsReceived && Found.Record.AcknowledgedAt is null;

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (Stated(Scope) is not { } access)
        {
            return AskAccess(Scope);
        }

        switch (await reader.ReadAsync(Caller, Head, id.ToString("D"), access, Stop))
        {
            case ReadDisclosureOutcome.Found found:
                Found = found;
                break;
            case ReadDisclosureOutcome.Refused:
                return Say(
                    new PageMessage(
                        403,
                        "You cannot read this now",
                        ["It was shared with your agency, but no agreement in force lets it be read for the purpose you stated."],
                        new PageLink("Back to what was shared", "/app/share")
                    )
                );
            default:
                return NotFound();
        }

        var record = Found.Record;
        // The entry of the read names the subject.
        var described = await subjects.DescribeAsync(Caller, Head, access.Purpose, [record.SubjectId], Stop);
        Subject = described.GetValueOrDefault(record.SubjectId);
        var names = await agencies.AllAsync(Head, Stop);
        (From, To) = (names.GetValueOrDefault(record.From, record.From.Value), names.GetValueOrDefault(record.To, record.To.Value));
        By = (await people.NamesOfAsync([record.MadeBy], Stop)).GetValueOrDefault(record.MadeBy);
        Titles = await views.TitlesAsync(this, Stop);
        Decision = await views.OfAsync(this, record.Decision, record.From, record.To, DecisionTense.After, Stop);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        if (await disclosures.AcknowledgeAsync(Caller, id.ToString("D"), Stop) is not AcknowledgeOutcome.Acknowledged)
        {
            return NotFound();
        }

        Notify("You said that it arrived.");
        return Redirect($"/app/share/item/{id:D}");
    }
}
