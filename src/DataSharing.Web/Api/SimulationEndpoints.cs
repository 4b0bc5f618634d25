using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>A version run against the caller's agency's own past decisions, for its IG officers.</summary>
internal static class SimulationEndpoints
{
    public static void MapStart(RouteGroupBuilder version) =>
        version
            .MapPost("/simulations", StartAsync)
            .WithName("simulateAgreement")
            .WithSummary(
                "Makes the own agency's decisions of the last days again with this version in place, and counts what would change."
            )
            .RequireAgencyRole(AgencyRoles.IgOfficer)
            .WithAuditReceipt();

    public static void MapRead(RouteGroupBuilder agreements) =>
        agreements
            .MapGet("/simulations/{simulation:guid}", ReadAsync)
            .WithName("getAgreementSimulation")
            .WithSummary("How far a simulation of the own agency has come, and what came of it.")
            .RequireAgencyRole(AgencyRoles.IgOfficer)
            .WithProblems(ProblemTypes.NotFound)
            .WithAuditReceipt();

    private static async Task<Results<Created<SimulationResponse>, ProblemHttpResult>> StartAsync(
        string id,
        int version,
        JsonBody<SimulationRequest> body,
        IdempotencyKey key,
        DraftSimulations simulations,
        HttpContext context
    )
    {
        if (body.Value.Days is < 1 or > DraftSimulations.MaximumDays)
        {
            return Problems.InvalidField("/days", $"1 to {DraftSimulations.MaximumDays}.");
        }

        if (!AgreementId.TryParse(id, out var agreement))
        {
            return Problems.NotFound();
        }

        var retry = body.RetryUnder(key);
        switch (await simulations.StartAsync(context.GetCaller(), agreement, version, body.Value.Days, retry, context.RequestAborted))
        {
            case StartSimulationOutcome.Started started:
                context.Response.SetAuditReceipt(started.Receipt);
                return TypedResults.Created(
                    $"/api/agreements/simulations/{started.Simulation.Id}",
                    SimulationResponse.From(started.Simulation)
                );
            case StartSimulationOutcome.NotFound { Receipt: var receipt }:
                context.Response.SetAuditReceipt(receipt);
                return Problems.NotFound();
            case StartSimulationOutcome.KeyReused:
                return Problems.IdempotencyKeyReused();
            default:
                throw new InvalidOperationException("An outcome that this endpoint does not know.");
        }
    }

    private static async Task<Results<Ok<SimulationResponse>, ProblemHttpResult>> ReadAsync(
        Guid simulation,
        DraftSimulations simulations,
        HttpContext context
    )
    {
        var (found, receipt) = await simulations.ReadAsync(context.GetCaller(), simulation.ToString("D"), context.RequestAborted);
        context.Response.SetAuditReceipt(receipt);
        return found is null ? Problems.NotFound() : TypedResults.Ok(SimulationResponse.From(found));
    }
}

/// <param name="Days">How many days of decisions, counted back from now: 1 to 365.</param>
public sealed record SimulationRequest(int Days);

/// <summary>A simulation: counts of decisions and people, and nobody by name or id.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AgreementId">The agreement.</param>
/// <param name="Version">The version that was put in place.</param>
/// <param name="ContentHash">SHA-256 of that document.</param>
/// <param name="State"><c>running</c>; <c>finished</c>; <c>overtaken</c>: what is in force changed while it ran, so start another.</param>
/// <param name="Percent">Done, in hundredths.</param>
/// <param name="Since">Decisions from this moment on.</param>
/// <param name="Before">Decisions before this moment.</param>
/// <param name="At">The moment for which both answers are made: now, or when the version takes effect.</param>
/// <param name="Decisions">Decisions of disclosing and asking in that time.</param>
/// <param name="Simulated">Of them, made again.</param>
/// <param name="NotKept">Of them, from before inputs were kept: not guessed.</param>
/// <param name="Disposed">Of them, whose subject's key was destroyed: not guessed. Known once finished.</param>
/// <param name="People">Subjects among those made again.</param>
/// <param name="DecisionsChanged">Decisions in which something would change.</param>
/// <param name="PeopleChanged">Subjects for whom something would.</param>
/// <param name="Changes">What, by falling count of people.</param>
/// <param name="ChangesLeftOut">There are more different changes than are listed; the sums count them.</param>
/// <param name="FinishedAt">Null while it runs.</param>
public sealed record SimulationResponse(
    string Id,
    string AgreementId,
    int Version,
    string ContentHash,
    SimulationState State,
    int Percent,
    DateTimeOffset Since,
    DateTimeOffset Before,
    DateTimeOffset At,
    int Decisions,
    int Simulated,
    int NotKept,
    int Disposed,
    int People,
    int DecisionsChanged,
    int PeopleChanged,
    IReadOnlyList<SimulatedChangeResponse> Changes,
    bool ChangesLeftOut,
    DateTimeOffset? FinishedAt
)
{
    public static SimulationResponse From(SimulationRecord simulation)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        return new SimulationResponse(
            simulation.Id,
            simulation.AgreementId.Value,
            simulation.Version,
            simulation.ContentHash,
            simulation.State,
            simulation.Percent,
            simulation.Since,
            simulation.Before,
            simulation.At,
            simulation.Decisions,
            simulation.Simulated,
            simulation.NotKept,
            simulation.Disposed,
            simulation.People,
            simulation.DecisionsChanged,
            simulation.PeopleChanged,
            [
                .. simulation
                    .Lines.OrderByDescending(line => line.People)
                    .ThenByDescending(line => line.Decisions)
                    .Select(SimulatedChangeResponse.Of),
            ],
            simulation.LinesLeftOut,
            simulation.FinishedAt
        );
    }
}

/// <param name="Change"><c>permit-to-refuse</c>, <c>refuse-to-permit</c> or <c>other-terms</c>.</param>
/// <param name="From">The agency that would disclose.</param>
/// <param name="To">The agency that would receive.</param>
/// <param name="Purpose">For what.</param>
/// <param name="SubjectKind">About what.</param>
/// <param name="Category">Which data.</param>
/// <param name="Mode"><c>existence</c> or <c>content</c>.</param>
/// <param name="FieldsTakenOut">Pointers of fields that would now be taken out before it leaves.</param>
/// <param name="FieldsLetThrough">Pointers of fields that no longer would.</param>
/// <param name="Decisions">How many decisions.</param>
/// <param name="People">About how many subjects.</param>
public sealed record SimulatedChangeResponse(
    SimulatedChangeKind Change,
    AgencyId From,
    AgencyId To,
    PurposeCode Purpose,
    SubjectKind SubjectKind,
    DataCategory Category,
    string Mode,
    IReadOnlyList<string> FieldsTakenOut,
    IReadOnlyList<string> FieldsLetThrough,
    int Decisions,
    int People
)
{
    // Not "From": that is the member for the sender.
    public static SimulatedChangeResponse Of(SimulatedLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var change = line.Change;
        return new SimulatedChangeResponse(
            change.Kind,
            change.From,
            change.To,
            change.Purpose,
            change.SubjectKind,
            change.Category,
            change.Mode,
            change.FieldsTakenOut.Split(',', StringSplitOptions.RemoveEmptyEntries),
            change.FieldsLetThrough.Split(',', StringSplitOptions.RemoveEmptyEntries),
            line.Decisions,
            line.People
        );
    }
}
