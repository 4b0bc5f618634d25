using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>Who the caller is, who may speak for which agency, and who keeps the partnership.</summary>
public static class PartnershipEndpoints
{
    public static IEndpointRouteBuilder MapPartnership(this IEndpointRouteBuilder api)
    {
        api.MapGet("/me", Me).WithTags("Me").WithName("getMe").WithSummary("Who the platform takes the caller for.").WithCallerProblems();
        api.MapAgencies();
        api.MapBindings();
        api.MapRoleGrants();

        var suspended = api.MapGroup("/suspended-actors").WithTags("Agencies").RequirePartnershipRole(PartnershipRoles.Admin);
        suspended
            .MapGet("", ListSuspendedAsync)
            .WithName("listSuspendedActors")
            .WithSummary("People and systems whose access is withdrawn, whatever their agency says.")
            .WithAuditReceipt();
        suspended
            .MapPut("/{actor}", SuspendAsync)
            .WithName("suspendActor")
            .WithSummary("Withdraws the access of a person or system from their next request on.")
            .WithProblems(ProblemTypes.NotFound, ProblemTypes.Conflict)
            .WithAuditReceipt();
        suspended
            .MapDelete("/{actor}", ResumeAsync)
            .WithName("resumeActor")
            .WithSummary("Gives it back.")
            .WithProblems(ProblemTypes.NotFound)
            .WithAuditReceipt();
        return api;
    }

    private static Ok<MeResponse> Me(HttpContext context) => TypedResults.Ok(MeResponse.From(context.GetCaller()));

    private static async Task<Ok<ActorSuspensionListResponse>> ListSuspendedAsync(
        HttpContext context,
        ActorSuspensions suspensions,
        DirectoryLooks looks,
        CancellationToken cancellationToken
    )
    {
        var all = await suspensions.ListAsync(cancellationToken);
        // INVARIANT: the look is in the log before the answer leaves.
        context.Response.SetAuditReceipt(
            await looks.RecordAsync(context.GetCaller(), "suspended-actor.listed", null, all.Count, cancellationToken)
        );
        return TypedResults.Ok(new ActorSuspensionListResponse([.. all.Select(s => s.Record)]));
    }

    private static async Task<Results<Ok<ActorSuspensionRecord>, ProblemHttpResult>> SuspendAsync(
        string actor,
        HttpContext context,
        JsonBody<SuspensionRequest> body,
        ActorSuspensions suspensions,
        DirectoryAnswers answers,
        CancellationToken cancellationToken
    )
    {
        if (body.Value.Reason.Trim().Length is < 1 or > SuspensionRequest.MaximumReasonLength)
        {
            return AgencyEndpoints.SuspensionReasonMissing();
        }

        var outcome = await suspensions.SuspendAsync(context.GetCaller(), actor, body.Value.Reason, cancellationToken);
        var (done, problem) = await answers.SortAsync(context, outcome);
        return done is null ? problem ?? Problems.InternalError() : TypedResults.Ok(done.Record);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ResumeAsync(
        string actor,
        HttpContext context,
        ActorSuspensions suspensions,
        DirectoryAnswers answers,
        CancellationToken cancellationToken
    )
    {
        var outcome = await suspensions.ResumeAsync(context.GetCaller(), actor, cancellationToken);
        var (done, problem) = await answers.SortAsync(context, outcome);
        return done is null ? problem ?? Problems.InternalError() : TypedResults.NoContent();
    }
}
