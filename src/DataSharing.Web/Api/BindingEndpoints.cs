using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>Which tenants, applications and people speak for an agency.</summary>
public static class BindingEndpoints
{
    public static IEndpointRouteBuilder MapBindings(this IEndpointRouteBuilder api)
    {
        var bindings = api.MapGroup("/agencies/{id}/bindings")
            .WithTags("Agencies")
            .WithCallerProblems()
            .WithProblems(ProblemTypes.NotFound);
        bindings
            .MapGet("", ListAsync)
            .WithName("listBindings")
            .WithSummary("The bindings of an agency, for partnership administrators and the agency's own.")
            .WithAuditReceipt();
        bindings
            .MapPost("", AddAsync)
            .WithName("addBinding")
            .WithSummary("Binds an application of a tenant, one person of it, or its people at large.")
            .RequirePartnershipRole(PartnershipRoles.Admin)
            .WithProblems(ProblemTypes.Conflict)
            .WithAuditReceipt();
        bindings
            .MapDelete("/{bindingId}", RemoveAsync)
            .WithName("removeBinding")
            .WithSummary("Takes a binding away; it counts from the next request on.")
            .RequirePartnershipRole(PartnershipRoles.Admin)
            .WithProblems(ProblemTypes.Conflict)
            .WithAuditReceipt();
        return api;
    }

    private static async Task<Results<Ok<BindingListResponse>, ProblemHttpResult>> ListAsync(
        string id,
        HttpContext context,
        BindingDirectory directory,
        DirectoryLooks looks,
        CancellationToken cancellationToken
    )
    {
        var found = AgencyId.TryParse(id, out var agency)
            ? await directory.ListAsync(context.GetCaller(), agency, cancellationToken)
            : null;
        // INVARIANT: the look is in the log before the answer leaves, one that finds nothing too.
        context.Response.SetAuditReceipt(
            await looks.RecordAsync(
                context.GetCaller(),
                "binding.listed",
                agency is null || found is null ? null : $"agency:{agency.Value}",
                found?.Count ?? 0,
                cancellationToken
            )
        );
        return found is null
            ? Problems.NotFound()
            : TypedResults.Ok(new BindingListResponse([.. found.Select(b => BindingResponse.From(b.Record))]));
    }

    private static async Task<Results<Created<BindingResponse>, ProblemHttpResult>> AddAsync(
        string id,
        HttpContext context,
        IdempotencyKey key,
        JsonBody<BindingRequest> body,
        BindingDirectory directory,
        DirectoryAnswers answers,
        CancellationToken cancellationToken
    )
    {
        if (!AgencyId.TryParse(id, out var agency))
        {
            return Problems.NotFound();
        }

        var outcome = await directory.AddAsync(context.GetCaller(), agency, body.Value, body.RetryUnder(key), cancellationToken);
        var (done, problem) = await answers.SortAsync(context, outcome);
        return done is null
            ? problem ?? Problems.InternalError()
            : TypedResults.Created($"/api/agencies/{agency}/bindings/{done.Record.Binding.Id}", BindingResponse.From(done.Record));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        string id,
        string bindingId,
        HttpContext context,
        BindingDirectory directory,
        DirectoryAnswers answers,
        CancellationToken cancellationToken
    )
    {
        if (!AgencyId.TryParse(id, out var agency))
        {
            return Problems.NotFound();
        }

        var outcome = await directory.RemoveAsync(context.GetCaller(), agency, bindingId, cancellationToken);
        var (done, problem) = await answers.SortAsync(context, outcome);
        return done is null ? problem ?? Problems.InternalError() : TypedResults.NoContent();
    }
}
