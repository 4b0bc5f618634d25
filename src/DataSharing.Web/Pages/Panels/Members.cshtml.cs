using DataSharing.Panels;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Panels;

/// <summary>Chairs change a panel's name and who sits on it.</summary>
public sealed class MembersModel(PanelRegister panels, Seats seats) : PanelAnswering
{
    /// <summary>In place of a role: takes the person off the panel.</summary>
    private const string Off = "off";

    private PanelView? view;

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Remit { get; set; }

    /// <summary>Of each member as the panel listed them, the role from now on.</summary>
    [BindProperty]
    public IReadOnlyList<string> Role { get; set; } = [];

    /// <summary>The members that <see cref="Role"/> speaks of, in its order.</summary>
    [BindProperty]
    public IReadOnlyList<string> Member { get; set; } = [];

    [BindProperty]
    public string? NewPerson { get; set; }

    [BindProperty]
    public string? NewRole { get; set; }

    public PanelView Panel => view ?? throw new InvalidOperationException("The page is shown for a panel that was opened.");

    public override string? NowAt => $"/app/panels/{Panel.Id}";

    public SeatNames Names { get; private set; } = SeatNames.None;

    public IReadOnlyList<Choice> Others { get; private set; } = [];

    public static IReadOnlyList<Choice> RolesOrOff { get; } = [.. PanelWords.Roles, new Choice(Off, "Takes no part any more")];

    public string RoleOf(PanelMember member)
    {
        ArgumentNullException.ThrowIfNull(member);
        var at = Member.ToList().IndexOf(member.Actor);
        return at >= 0 && at < Role.Count ? Role[at] : member.Role.ToString();
    }

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (await OpenAsync(id) is { } instead)
        {
            return instead;
        }

        (Name, Remit, Version) = (Panel.Name, Panel.Remit, Panel.Version.ToString());
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        if (await OpenAsync(id) is { } instead)
        {
            return instead;
        }

        if (VersionOf(Version) is not { } version || Member.Count != Role.Count)
        {
            return Say(PageMessage.FormNotValid);
        }

        PanelForm.Check(ModelState, Name, Remit);
        if (!ModelState.IsValid || Name is null || Wanted() is not { } members)
        {
            return Page();
        }

        var draft = new PanelDraft(Name.Trim(), Panel.Record.Kind, PanelForm.OrNull(Remit), members);
        var outcome = await panels.ChangeAsync(Caller, Head, Panel.Id, version, draft, Stop);
        return await AnswerAsync(
            outcome,
            "The panel is changed.",
            panel => NewPerson is { Length: > 0 } ? $"/app/panels/{panel.Id}/members" : $"/app/panels/{panel.Id}",
            _ => NewPerson is { Length: > 0 } ? nameof(NewPerson) : null
        );
    }

    private async Task<IActionResult?> OpenAsync(Guid id)
    {
        if (await panels.FindAsync(Caller, id.ToString("D"), Stop) is not PanelOutcome<PanelView>.Done done)
        {
            return NotFound();
        }

        if (!done.Value.Seat.MayChair)
        {
            return await ForbidAsync();
        }

        view = done.Value;
        Names = await seats.OfAsync(this, Panel.Record.Members.Select(m => m.Actor), Stop);
        var everybody = await seats.EverybodyAsync(this, Stop);
        Others =
        [
            .. everybody
                .Where(p => p.Roles.HasFlag(Identity.AgencyRoles.PanelMember) && Panel.Record.Members.All(m => m.Actor != p.Actor))
                .Select(p => new Choice($"{p.Agency.Value}|{p.Actor}", $"{p.Name}, {Names.Agency(p.Agency)}")),
        ];
        return null;
    }

    private IReadOnlyList<PanelMember>? Wanted()
    {
        var members = new List<PanelMember>();
        foreach (var member in Panel.Record.Members)
        {
            if (RoleOf(member) is var said && said != Off)
            {
                members.Add(Enum.TryParse<PanelRole>(said, out var role) && Enum.IsDefined(role) ? member with { Role = role } : member);
            }
        }

        if (NewPerson is { Length: > 0 })
        {
            var parts = NewPerson.Split('|');
            if (
                Others.All(o => o.Value != NewPerson)
                || !Enum.TryParse<PanelRole>(NewRole, out var role)
                || !Enum.IsDefined(role)
                || !Identity.AgencyId.TryParse(parts[0], out var agency)
            )
            {
                ModelState.AddModelError(nameof(NewRole), "Choose what the new member does on the panel");
                return null;
            }

            members.Add(new PanelMember(agency, parts[1], role));
        }

        return members;
    }
}
