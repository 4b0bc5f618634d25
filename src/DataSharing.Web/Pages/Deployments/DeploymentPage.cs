using DataSharing.Disruption;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Deployments;

/// <summary>A page about one deployment: opened for the purpose stated, with the names that it needs, and with refusals put beside their fields.</summary>
public abstract class DeploymentPage(DeploymentService deployments, PeopleDirectory people, AgencyNames agencies) : PlatformPage
{
    private DeploymentView? view;
    private IReadOnlyDictionary<string, string> names = new Dictionary<string, string>(StringComparer.Ordinal);
    private IReadOnlyDictionary<AgencyId, string> agencyNames = new Dictionary<AgencyId, string>();

    /// <summary>The row version that the form was shown with.</summary>
    [BindProperty]
    public string? Version { get; set; }

    public DeploymentView Deployment => view ?? throw new InvalidOperationException("The page is shown for a deployment that was opened.");

    public DeploymentRecord Record => Deployment.Record;

    /// <summary>Somebody changed it between showing and sending the form: the page shows how it stands now, and what was typed.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>What stands in the way and belongs to no field.</summary>
    public IReadOnlyList<string> Refusals { get; private set; } = [];

    protected DeploymentService Deployments => deployments;

    public static string Scope(Guid id) => $"deployment:{id:D}";

    public static string Address(Guid id) => $"/app/deployments/item/{id:D}";

    /// <summary>A practitioner by name where the directory knows it, with the agency.</summary>
    public string Who(string actor, AgencyId agency) =>
        names.TryGetValue(actor, out var name) ? $"{name}, {Agency(agency)}" : Agency(agency);

    public string? NameOf(string? actor) => actor is null ? null : names.GetValueOrDefault(actor);

    public string Agency(AgencyId agency) => agencyNames.GetValueOrDefault(agency, agency.Value);

    /// <summary>A subject's name where the viewer may see it.</summary>
    public string Subject(DeploymentSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return Label(subject)?.Name ?? $"{UkText.Kind(subject.Kind)}, name not shared with you";
    }

    public SubjectLabel? Label(DeploymentSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return Deployment.Subjects.GetValueOrDefault(subject.Id);
    }

    /// <summary>Null when it was opened; otherwise what to show instead.</summary>
    protected async Task<IActionResult?> OpenAsync(Guid id)
    {
        if (Stated(Scope(id)) is not { } access)
        {
            return AskAccess(Scope(id), Address(id));
        }

        if (await deployments.ReadAsync(Caller, Head, id.ToString("D"), access, Stop) is not DeploymentOutcome.Done done)
        {
            return NotFound();
        }

        view = done.View;
        Version ??= done.Version.ToString();
        agencyNames = await agencies.AllAsync(Head, Stop);
        var actors = Record
            .History.Select(h => h.By)
            .Concat(Record.Events.Select(e => e.By))
            .Concat(Record.Documents.Select(d => d.AddedBy))
            .Concat(Record.Holds.Select(h => h.LiftedBy).OfType<string>())
            .Append(Record.ProposedBy)
            .Append(Record.Owner ?? Record.ProposedBy)
            .Append(Record.Authorisation?.By ?? Record.ProposedBy)
            .Append(Record.LegalClearance?.By ?? Record.ProposedBy);
        names = await people.NamesOfAsync([.. actors.Distinct(StringComparer.Ordinal)], Stop);
        return null;
    }

    /// <summary>The version that the form brought; null where it brought none that is one.</summary>
    protected RowVersion? SentVersion() => VersionOf(Version);

    /// <summary>Where to go after a change, or what to show of a refusal.</summary>
    /// <param name="id">The deployment.</param>
    /// <param name="outcome">What became of the change.</param>
    /// <param name="saved">The notice when it worked.</param>
    /// <param name="fieldOf">The page's field for a member of the change; null where there is none.</param>
    protected IActionResult Answer(Guid id, DeploymentOutcome outcome, string saved, Func<string, string?> fieldOf)
    {
        ArgumentNullException.ThrowIfNull(fieldOf);
        switch (outcome)
        {
            case DeploymentOutcome.Done:
                Notify(saved);
                return Redirect(Address(id));
            case DeploymentOutcome.Changed changed:
                IsChanged = true;
                Version = changed.Current.ToString();
                ModelState.Remove(nameof(Version));
                return Page();
            case DeploymentOutcome.Refused refused:
                var general = new List<string>();
                foreach (var reason in refused.Reasons)
                {
                    var field = reason.Pointer is { Length: > 1 } pointer ? fieldOf(pointer[1..].Split('/')[0]) : null;
                    if (field is null)
                    {
                        general.Add(reason.Detail);
                    }

                    ModelState.AddModelError(field ?? "", reason.Detail);
                }

                Refusals = general;
                return Page();
            case DeploymentOutcome.KeyReused:
                return Say(PageMessage.AlreadySent);
            default:
                return NotFound();
        }
    }
}
