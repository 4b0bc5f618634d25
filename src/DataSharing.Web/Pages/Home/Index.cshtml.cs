using DataSharing.Exchange;
using DataSharing.Identity;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Home;

/// <summary>Where everybody begins: what their roles let them do. It shows nothing about anybody, so it asks for no reason.</summary>
public sealed class IndexModel(PageNavigation navigation, AgencyNames agencies, EmergencyReviews reviews) : PlatformPage
{
    private const string EmergenciesPath = "/app/audit/emergencies";

    private static readonly Card[] All =
    [
        new("Find a person, place or business", "Search by name or number, and open a record.", "/app/find"),
        new("Can I share this?", "Two minutes, no names: what the agreements let you share, and why.", "/app/can-i-share"),
        new("Requests", "What other agencies asked you, and what you asked them.", "/app/requests"),
        new("Shared information", "What was shared with you, and what your agency shared.", "/app/share"),
        new("Erasures you proposed", "What became of them. You propose one at the end of a record.", "/app/record/proposed"),
        new("Tactics in use", "Who does what, what is due and what is overdue.", "/app/deployments"),
        new("Tactics to choose from", "Powers and measures, what they need and who can use them.", "/app/tactics"),
        new("Panels", "Meetings, decisions, actions and minutes.", "/app/panels"),
        new("Agreements", "What the agencies agreed, how it stands, and what waits for somebody.", "/app/agreements"),
        new("Audit", "Who looked at what, and why.", "/app/audit"),
        new("Emergencies", "What was shared in an emergency, and has to be reviewed.", EmergenciesPath),
        new("Oversight", "The headings of every agency’s audit: who did what, and on which agreement.", "/app/oversight"),
        new("The log", "How the audit log stands, who witnesses it, and how to check it.", "/app/audit/log"),
        new("Agencies", "Who is part of this partnership.", "/app/agencies"),
        new("People", "Who has signed in, and their access.", "/app/people"),
        new("Partnership roles", "Who holds one, and what waits for a second person.", "/app/roles"),
    ];

    private string waiting = "";

    public string FirstName => User.FindFirst("name")?.Value.Split(' ')[0] ?? "";

    public string Agency { get; private set; } = "";

    public string Roles =>
        UkText.And([
            .. UkText.Roles(Caller.AgencyRoles),
            .. RoleNames.Partnership.Where(known => Caller.Has(known.Value)).Select(known => People.IndexModel.PartnershipRole(known.Key)),
        ]);

    public IEnumerable<Card> Cards =>
        All.Where(card => navigation.Opens(HttpContext, card.Href))
            .Select(card => card.Href == EmergenciesPath ? card with { Text = waiting } : card);

    public async Task<IActionResult> OnGetAsync()
    {
        if (navigation.Opens(HttpContext, EmergenciesPath))
        {
            var (open, overdue) = await reviews.CountAsync(Caller, Stop);
            waiting =
                open == 0 ? "None waits for a review."
                : overdue == 0 ? $"{UkText.Count(open, "waits", "wait")} for a review."
                : $"{UkText.Count(open, "waits", "wait")} for a review, and {overdue} of them too long.";
        }

        Agency = await agencies.OfAsync(Head, Caller.Agency, Stop);
        return Page();
    }
}

public sealed record Card(string Title, string Text, string Href);
