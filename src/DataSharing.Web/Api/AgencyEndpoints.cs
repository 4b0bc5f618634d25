using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>The directory of agencies: who they are as controllers, and whether they stand.</summary>
public static class AgencyEndpoints
{
    public static IEndpointRouteBuilder MapAgencies(this IEndpointRouteBuilder api)
    {
        var agencies = api.MapGroup("/agencies").WithTags("Agencies").WithCallerProblems();
        agencies.MapGet("", ListAsync).WithName("listAgencies").WithSummary("Every agency of the partnership, and the kinds there are.");
        agencies
            .MapPost("", RegisterAsync)
            .WithName("registerAgency")
            .WithSummary("Registers an agency. Nobody speaks for it until it has a binding.")
            .RequirePartnershipRole(PartnershipRoles.Admin)
            .WithProblems(ProblemTypes.Conflict)
            .WithETag()
            .WithAuditReceipt();
        agencies.MapGet("/{id}", ReadAsync).WithName("getAgency").WithSummary("One agency.").WithProblems(ProblemTypes.NotFound).WithETag();
        agencies
            .MapPut("/{id}", UpdateAsync)
            .WithName("updateAgency")
            .WithSummary("New particulars, by a partnership administrator or the agency's own.")
            .RequireAnyRole(AgencyRoles.AgencyAdmin, PartnershipRoles.Admin)
            .WithProblems(ProblemTypes.NotFound)
            .WithETag()
            .WithAuditReceipt();
        agencies
            .MapPost("/{id}/suspension", SuspendAsync)
            .WithName("suspendAgency")
            .WithSummary("Suspends an agency: its callers are refused from their next request on.")
            .RequirePartnershipRole(PartnershipRoles.Admin)
            .WithProblems(ProblemTypes.NotFound, ProblemTypes.Conflict)
            .WithETag()
            .WithAuditReceipt();
        agencies
            .MapDelete("/{id}/suspension", ResumeAsync)
            .WithName("resumeAgency")
            .WithSummary("Lets a suspended agency back in.")
            .RequirePartnershipRole(PartnershipRoles.Admin)
            .WithProblems(ProblemTypes.NotFound, ProblemTypes.Conflict)
            .WithETag()
            .WithAuditReceipt();
        return api;
    }

    private static async Task<Ok<AgencyListResponse>> ListAsync(AgencyDirectory directory, CancellationToken cancellationToken)
    {
        var all = await directory.ListAsync(cancellationToken);
        return TypedResults.Ok(
            new AgencyListResponse(
                [.. all.Select(a => AgencyResponse.From(a.Record, a.Version))],
                [.. AgencyKinds.All.Values.OrderBy(k => k.Code, StringComparer.Ordinal)]
            )
        );
    }

    private static async Task<Results<Ok<AgencyResponse>, ProblemHttpResult>> ReadAsync(
        string id,
        HttpContext context,
        AgencyDirectory directory,
        CancellationToken cancellationToken
    )
    {
        if (!AgencyId.TryParse(id, out var agency) || await directory.FindAsync(agency, cancellationToken) is not { } found)
        {
            return Problems.NotFound();
        }

        context.Response.SetETag(found.Version);
        return TypedResults.Ok(AgencyResponse.From(found.Record, found.Version));
    }

    private static async Task<Results<Created<AgencyResponse>, ProblemHttpResult>> RegisterAsync(
        HttpContext context,
        IdempotencyKey key,
        JsonBody<RegisterAgencyRequest> body,
        AgencyDirectory directory,
        DirectoryAnswers answers,
        CancellationToken cancellationToken
    )
    {
        var outcome = await directory.RegisterAsync(
            context.GetCaller(),
            body.Value.Id,
            body.Value.ToParticulars(),
            body.RetryUnder(key),
            cancellationToken
        );
        var (done, problem) = await answers.SortAsync(context, outcome);
        return done is null
            ? Problem(problem)
            : TypedResults.Created($"/api/agencies/{done.Record.Id}", AgencyResponse.From(done.Record, DirectoryAnswers.Version(done)));
    }

    private static Task<Results<Ok<AgencyResponse>, ProblemHttpResult>> UpdateAsync(
        string id,
        HttpContext context,
        IfMatch ifMatch,
        JsonBody<AgencyParticulars> body,
        AgencyDirectory directory,
        DirectoryAnswers answers,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            id,
            context,
            answers,
            agency => directory.UpdateAsync(context.GetCaller(), agency, body.Value, ifMatch.Version, cancellationToken)
        );

    private static Task<Results<Ok<AgencyResponse>, ProblemHttpResult>> SuspendAsync(
        string id,
        HttpContext context,
        IfMatch ifMatch,
        JsonBody<SuspensionRequest> body,
        AgencyDirectory directory,
        DirectoryAnswers answers,
        CancellationToken cancellationToken
    ) =>
        body.Value.Reason.Trim().Length is < 1 or > SuspensionRequest.MaximumReasonLength
            ? Task.FromResult<Results<Ok<AgencyResponse>, ProblemHttpResult>>(SuspensionReasonMissing())
            : ChangeAsync(
                id,
                context,
                answers,
                agency => directory.SuspendAsync(context.GetCaller(), agency, body.Value.Reason, ifMatch.Version, cancellationToken)
            );

    private static Task<Results<Ok<AgencyResponse>, ProblemHttpResult>> ResumeAsync(
        string id,
        HttpContext context,
        IfMatch ifMatch,
        AgencyDirectory directory,
        DirectoryAnswers answers,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(id, context, answers, agency => directory.ResumeAsync(context.GetCaller(), agency, ifMatch.Version, cancellationToken));

    private static async Task<Results<Ok<AgencyResponse>, ProblemHttpResult>> ChangeAsync(
        string id,
        HttpContext context,
        DirectoryAnswers answers,
        Func<AgencyId, ValueTask<DirectoryOutcome<AgencyRecord>>> change
    )
    {
        if (!AgencyId.TryParse(id, out var agency))
        {
            return Problems.NotFound();
        }

        var (done, problem) = await answers.SortAsync(context, await change(agency));
        return done is null ? Problem(problem) : TypedResults.Ok(AgencyResponse.From(done.Record, DirectoryAnswers.Version(done)));
    }

    internal static ProblemHttpResult SuspensionReasonMissing() =>
        Problems.InvalidField("/reason", $"1 to {SuspensionRequest.MaximumReasonLength} characters.");

    private static ProblemHttpResult Problem(ProblemHttpResult? problem) => problem ?? Problems.InternalError();
}
