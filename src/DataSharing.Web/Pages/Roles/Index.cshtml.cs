using DataSharing.Identity;
using DataSharing.Partnership;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Roles;

/// <summary>Partnership roles in force and proposed; a second administrator confirms here, and one is enough to take a role away.</summary>
public sealed class IndexModel(RoleGrantDirectory directory, PeopleDirectory people) : DirectoryPage
{
    private IReadOnlyDictionary<string, string> names = new Dictionary<string, string>(StringComparer.Ordinal);

    [BindProperty]
    public string? Grant { get; set; }

    [BindProperty]
    public string? Version { get; set; }

    public IReadOnlyList<Versioned<GrantRecord>> Grants { get; private set; } = [];

    public bool MayRevoke => Caller.Has(PartnershipRoles.Admin);

    public string NameOf(string actor) => names.GetValueOrDefault(actor, "Somebody who has not signed in");

    /// <summary>The service decides; a button that it would refuse is not offered. Whoever is to be the second administrator may confirm that.</summary>
    public bool MayConfirm(GrantRecord grant)
    {
        ArgumentNullException.ThrowIfNull(grant);
        var isOther = grant.ProposedBy != Caller.Actor;
        return grant.ConfirmedBy is null && isOther && (grant.Actor == Caller.Actor || Caller.Has(PartnershipRoles.Admin));
    }

    public async Task<IActionResult> OnGetAsync()
    {
        var all = await directory.ListAsync(Caller, Stop);
        Grants = [.. all.OrderBy(grant => grant.Record.ConfirmedAt is not null).ThenByDescending(grant => grant.Record.ProposedAt)];
        names = await people.NamesOfAsync(
            Grants.SelectMany(grant => new[] { grant.Record.Actor, grant.Record.ProposedBy, grant.Record.ConfirmedBy ?? "" }),
            Stop
        );
        return Page();
    }

    public async Task<IActionResult> OnPostConfirmAsync() =>
        VersionOf(Version) is { } version
            ? await AfterAsync(await directory.ConfirmAsync(Caller, Grant ?? "", version, Stop), "The role is confirmed and in force.")
            : Say(PageMessage.FormNotValid);

    public async Task<IActionResult> OnPostRevokeAsync() =>
        await AfterAsync(await directory.RevokeAsync(Caller, Grant ?? "", Stop), "The role is taken away.");

    private async Task<IActionResult> AfterAsync(DirectoryOutcome<GrantRecord> outcome, string done)
    {
        if (outcome is not DirectoryOutcome<GrantRecord>.Done)
        {
            return await RefuseAsync(outcome, new PageLink("Back to partnership roles", "/app/roles"));
        }

        Notify(done);
        return Redirect("/app/roles");
    }
}
