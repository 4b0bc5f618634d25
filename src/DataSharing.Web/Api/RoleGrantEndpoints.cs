using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>Partnership roles, each proposed by one person and confirmed by another.</summary>
public static class RoleGrantEndpoints
{
    public static IEndpointRouteBuilder MapRoleGrants(this IEndpointRouteBuilder api)
    {
        var grants = api.MapGroup("/role-grants").WithTags("Partnership roles").WithCallerProblems();
        grants
            .MapGet("", ListAsync)
            .WithName("listRoleGrants")
            .WithSummary("Grants and proposals: all of them for the partnership's administrators and IG officers, else the caller's own.")
            .WithAuditReceipt();
        grants
            .MapPost("", ProposeAsync)
            .WithName("proposeRoleGrant")
            .WithSummary("Proposes a partnership role for a person.")
            .RequirePartnershipRole(PartnershipRoles.Admin)
            .WithProblems(ProblemTypes.Conflict)
            .WithETag()
            .WithAuditReceipt();
        grants
            .MapPost("/{id}/confirmation", ConfirmAsync)
            .WithName("confirmRoleGrant")
            .WithSummary("Confirms a proposal: a second administrator, who neither proposed it nor receives it.")
            .WithProblems(ProblemTypes.NotFound, ProblemTypes.Conflict)
            .WithETag()
            .WithAuditReceipt();
        grants
            .MapDelete("/{id}", RevokeAsync)
            .WithName("revokeRoleGrant")
            .WithSummary("Takes a role away, or a proposal back.")
            .RequirePartnershipRole(PartnershipRoles.Admin)
            .WithProblems(ProblemTypes.NotFound, ProblemTypes.Conflict)
            .WithAuditReceipt();
        return api;
    }

    private static async Task<Ok<RoleGrantListResponse>> ListAsync(
        HttpContext context,
        RoleGrantDirectory directory,
        DirectoryLooks looks,
        CancellationToken cancellationToken
    )
    {
        var found = await directory.ListAsync(context.GetCaller(), cancellationToken);
        // INVARIANT: the look is in the log before the answer leaves.
        context.Response.SetAuditReceipt(
            await looks.RecordAsync(context.GetCaller(), "role-grant.listed", null, found.Count, cancellationToken)
        );
        return TypedResults.Ok(new RoleGrantListResponse([.. found.Select(g => RoleGrantResponse.From(g.Record, g.Version))]));
    }

    private static async Task<Results<Created<RoleGrantResponse>, ProblemHttpResult>> ProposeAsync(
        HttpContext context,
        IdempotencyKey key,
        JsonBody<GrantRequest> body,
        RoleGrantDirectory directory,
        DirectoryAnswers answers,
        CancellationToken cancellationToken
    )
    {
        var outcome = await directory.ProposeAsync(context.GetCaller(), body.Value, body.RetryUnder(key), cancellationToken);
        var (done, problem) = await answers.SortAsync(context, outcome);
        return done is null
            ? problem ?? Problems.InternalError()
            : TypedResults.Created(
                $"/api/role-grants/{done.Record.Id}",
                RoleGrantResponse.From(done.Record, DirectoryAnswers.Version(done))
            );
    }

    private static async Task<Results<Ok<RoleGrantResponse>, ProblemHttpResult>> ConfirmAsync(
        string id,
        HttpContext context,
        IfMatch ifMatch,
        RoleGrantDirectory directory,
        DirectoryAnswers answers,
        CancellationToken cancellationToken
    )
    {
        var outcome = await directory.ConfirmAsync(context.GetCaller(), id, ifMatch.Version, cancellationToken);
        var (done, problem) = await answers.SortAsync(context, outcome);
        return done is null
            ? problem ?? Problems.InternalError()
            : TypedResults.Ok(RoleGrantResponse.From(done.Record, DirectoryAnswers.Version(done)));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        string id,
        HttpContext context,
        RoleGrantDirectory directory,
        DirectoryAnswers answers,
        CancellationToken cancellationToken
    )
    {
        var outcome = await directory.RevokeAsync(context.GetCaller(), id, cancellationToken);
        var (done, problem) = await answers.SortAsync(context, outcome);
        return done is null ? problem ?? Problems.InternalError() : TypedResults.NoContent();
    }
}
