using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Agencies;

/// <summary>Which tenants, applications and people speak for an agency. Its own administrators see it, the partnership's change it.</summary>
public sealed class BindingsModel(AgencyDirectory agencies, BindingDirectory directory) : DirectoryPage
{
    private const string Application = "application";
    private const string OnePerson = "person";

    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public string? Who { get; set; }

    [BindProperty]
    public string? TenantId { get; set; }

    [BindProperty]
    public string? OtherId { get; set; }

    /// <summary>The one to take away.</summary>
    [BindProperty]
    public string? Binding { get; set; }

    public static IReadOnlyList<Choice> Whos { get; } =
    [
        new("people", "Everybody of a tenant", "Their own administrator of accounts decides who they are, and in which role"),
        new(OnePerson, "One person", "Where an agency shares a tenant with another"),
        new(Application, "A system", "It sends and collects for the agency without a person"),
    ];

    public AgencyRecord Agency
    {
        get => field ?? throw NotOpened();
        private set;
    }

    public IReadOnlyList<BindingRecord> Bindings { get; private set; } = [];

    public bool MayBind => Caller.Has(PartnershipRoles.Admin);

    public static string WhoOf(AgencyBinding binding)
    {
        ArgumentNullException.ThrowIfNull(binding);
        return binding.ClientId is not null ? "A system"
            : binding.PersonId is not null ? "One person"
            : "Everybody of the tenant";
    }

    public async Task<IActionResult> OnGetAsync() => await OpenAsync() ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await OpenAsync())
        {
            return NotFound();
        }

        if (Once() is not { } retry)
        {
            return Say(PageMessage.FormNotValid);
        }

        if (Whos.All(known => known.Value != Who))
        {
            ModelState.AddModelError(nameof(Who), "Choose who is to speak for it");
        }

        var other = OtherId?.Trim() is { Length: > 0 } given ? given : null;
        var request = new BindingRequest(
            TenantId?.Trim() ?? "",
            Who == Application ? other ?? "" : null,
            Who == OnePerson ? other ?? "" : null
        );
        if (Who == "people" && other is not null)
        {
            ModelState.AddModelError(nameof(OtherId), "Leave this empty for everybody of the tenant, or choose one person or a system");
        }
        else if (request.Fault() is { } fault)
        {
            var (field, words) =
                fault.JsonPointer == "/tenantId"
                    ? (nameof(TenantId), "Enter the tenant id, like 8f14e45f-ceea-4e7d-9a5b-2f6d1c0b7a11")
                    : (nameof(OtherId), "Enter the id of the application or person, like 8f14e45f-ceea-4e7d-9a5b-2f6d1c0b7a11");
            ModelState.AddModelError(field, words);
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var outcome = await directory.AddAsync(Caller, Agency.Id, request, retry, Stop);
        switch (outcome)
        {
            case DirectoryOutcome<BindingRecord>.Done:
                Notify("They speak for the agency from now on.");
                return Redirect(Address);
            case DirectoryOutcome<BindingRecord>.Conflict { Reason: DirectoryConflict.AlreadyBound }:
                ModelState.AddModelError(nameof(TenantId), Sentence(DirectoryConflict.AlreadyBound));
                return Page();
            default:
                return await RefuseAsync(outcome, Back);
        }
    }

    public async Task<IActionResult> OnPostRemoveAsync()
    {
        if (!await OpenAsync())
        {
            return NotFound();
        }

        var outcome = await directory.RemoveAsync(Caller, Agency.Id, Binding ?? "", Stop);
        if (outcome is not DirectoryOutcome<BindingRecord>.Done)
        {
            return await RefuseAsync(outcome, Back);
        }

        Notify("They no longer speak for the agency.");
        return Redirect(Address);
    }

    private string Address => $"/app/agencies/bindings/{Agency.Id}";

    private PageLink Back => new("Back to who speaks for it", Address);

    private async Task<bool> OpenAsync()
    {
        if (
            !AgencyId.TryParse(Id, out var id)
            || await agencies.FindAsync(id, Stop) is not { } found
            || await directory.ListAsync(Caller, id, Stop) is not { } bindings
        )
        {
            return false;
        }

        Agency = found.Record;
        Bindings = [.. bindings.Select(binding => binding.Record).OrderBy(record => record.AddedAt)];
        return true;
    }
}
