using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Audit;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Oversight;

/// <summary>A question of the partnership's own IG officer about all agencies: headers day by day, nobody's words, and nobody asked for by record.</summary>
public abstract class OversightPage(AuditInquiries inquiries, PeopleDirectory people, AgencyNames agencies, CursorProtector cursors)
    : HistoryPage(inquiries, people, agencies, cursors)
{
    [BindProperty(SupportsGet = true)]
    public DateParts From { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public DateParts To { get; set; } = new();

    /// <summary>Whose acts.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Agency { get; set; }

    /// <summary>Another agency that they touched.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Recipient { get; set; }

    /// <summary>Every agency of the partnership, by name.</summary>
    public IReadOnlyList<Choice> All { get; private set; } = [];

    public override string AuditPath => "/app/oversight";

    public override bool HasReasons => false;

    protected async Task OpenAsync()
    {
        var names = await Agencies.AllAsync(Head, Stop);
        All = [.. names.Select(one => new Choice(one.Key.Value, one.Value)).OrderBy(choice => choice.Text, StringComparer.Ordinal)];
    }

    /// <summary>The days asked for; an error in the model state where they are none, or the last is before the first.</summary>
    protected (DateOnly? From, DateOnly? To) DaysAsked()
    {
        var from = From.Read(ModelState, nameof(From), "the first day", required: false);
        var to = To.Read(ModelState, nameof(To), "the last day", required: false);
        if (from > to)
        {
            ModelState.AddModelError(nameof(To), "The last day must not be before the first");
        }

        return (from, to);
    }

    protected static AgencyId? Id(string? agency) => AgencyId.TryParse(agency, out var id) ? id : null;
}
