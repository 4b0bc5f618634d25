using DataSharing.Disruption;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>The catalogue of tactics: the same for everybody, and about nobody.</summary>
public static class TacticEndpoints
{
    internal const AgencyRoles Roles =
        AgencyRoles.System | AgencyRoles.Practitioner | AgencyRoles.PanelMember | AgencyRoles.AgencyAdmin | AgencyRoles.IgOfficer;

    public static IEndpointRouteBuilder MapTactics(this IEndpointRouteBuilder api)
    {
        var tactics = api.MapGroup("/tactics").WithTags("Tactics").RequireAnyRole(Roles, PartnershipRoles.PanelChair);
        tactics.MapGet("", List).WithName("listTactics").WithSummary("Every tactic of the catalogue, in short.");
        tactics
            .MapGet("/{id}", Read)
            .WithName("getTactic")
            .WithSummary("One tactic in full: law, limits, evidence, clocks, appeal, and how well it was checked.")
            .WithProblems(ProblemTypes.NotFound);
        return api;
    }

    private static Ok<CatalogueResponse> List(TacticCatalogue catalogue, TimeProvider time)
    {
        var today = LondonCalendar.DateOf(time.GetUtcNow());
        return TypedResults.Ok(
            new CatalogueResponse(
                catalogue.Jurisdiction,
                catalogue.PreparedOn,
                catalogue.Hash,
                catalogue.Disclaimer,
                catalogue.Themes,
                [.. catalogue.All.Select(t => TacticSummary.Of(t, today))]
            )
        );
    }

    private static Results<Ok<TacticResponse>, ProblemHttpResult> Read(string id, TacticCatalogue catalogue, TimeProvider time)
    {
        var today = LondonCalendar.DateOf(time.GetUtcNow());
        return catalogue.Find(id) is { } tactic
            ? TypedResults.Ok(
                new TacticResponse(TacticSummary.Of(tactic, today), tactic, catalogue.PreparedOn, catalogue.Hash, catalogue.Disclaimer)
            )
            : Problems.NotFound();
    }
}

/// <param name="Jurisdiction">Whose law.</param>
/// <param name="PreparedOn">Day that the pack was prepared.</param>
/// <param name="Hash">SHA-256 of the pack, lower-case hex.</param>
/// <param name="Disclaimer">What readers must be told.</param>
/// <param name="Themes">In order.</param>
/// <param name="Tactics">In the pack's order.</param>
public sealed record CatalogueResponse(
    string Jurisdiction,
    DateOnly PreparedOn,
    string Hash,
    string Disclaimer,
    IReadOnlyList<string> Themes,
    IReadOnlyList<TacticSummary> Tactics
);

/// <param name="Id">Its id.</param>
/// <param name="Title">Its name.</param>
/// <param name="Theme">One of the catalogue's themes.</param>
/// <param name="Domain">Field of work.</param>
/// <param name="Route">administrative, civil, criminal or voluntary.</param>
/// <param name="TargetKinds">What it is used on.</param>
/// <param name="StatusCode">Where the power stands in law.</param>
/// <param name="StatusInLaw">The same in words.</param>
/// <param name="CanChoose">Whether new work may rest on it today.</param>
/// <param name="NeedsLegalSignOff">A lawyer has to clear it before it is authorised.</param>
/// <param name="IsVerified">False: written from memory, nobody checked it against the law.</param>
/// <param name="RequiresPanelApproval">A panel decides, unless an urgent lawful power is used.</param>
/// <param name="MaxDuration">ISO 8601; null where the law sets none or none is recorded.</param>
public sealed record TacticSummary(
    string Id,
    string Title,
    string Theme,
    string Domain,
    string Route,
    IReadOnlyList<string> TargetKinds,
    string StatusCode,
    string StatusInLaw,
    bool CanChoose,
    bool NeedsLegalSignOff,
    bool IsVerified,
    bool RequiresPanelApproval,
    LegalPeriod? MaxDuration
)
{
    public static TacticSummary Of(TacticEntry tactic, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(tactic);
        return new TacticSummary(
            tactic.Id,
            tactic.Title,
            tactic.Theme,
            tactic.Domain,
            tactic.Route,
            tactic.TargetKinds,
            tactic.Status.Code,
            tactic.StatusInLaw,
            TacticCatalogue.IsSelectable(tactic, today),
            tactic.Status.NeedsLegalSignOff,
            tactic.IsVerified,
            tactic.RequiresPanelApproval,
            tactic.MaxDuration
        );
    }
}

/// <param name="Summary">In short, with what follows from it today.</param>
/// <param name="Entry">As the pack has it; null means not recorded.</param>
/// <param name="PreparedOn">Day that the pack was prepared.</param>
/// <param name="PackHash">SHA-256 of the pack, lower-case hex.</param>
/// <param name="Disclaimer">What readers must be told.</param>
public sealed record TacticResponse(TacticSummary Summary, TacticEntry Entry, DateOnly PreparedOn, string PackHash, string Disclaimer);
