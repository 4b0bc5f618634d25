using DataSharing.Web.Health;
using DataSharing.Web.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>For load balancers and operators; open to anybody, so it tells no more than codes and times.</summary>
public static class HealthEndpoints
{
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder api)
    {
        var health = api.MapGroup("/health").WithTags("Health").AllowAnonymous().WithMetadata(UnlimitedMetadata.Instance);
        health.MapGet("/live", Live).WithName("getLiveness").WithSummary("The process answers.");
        health
            .MapGet("/ready", ReadyAsync)
            .WithName("getReadiness")
            .WithSummary(
                "Store, relay, key ring and the way of events, told apart; 503 when one of the first three keeps the platform from its work."
            )
            .Produces<Readiness>(StatusCodes.Status503ServiceUnavailable);
        return api;
    }

    private static Ok<Liveness> Live() => TypedResults.Ok(Liveness.Live);

    private static async Task<Results<Ok<Readiness>, JsonHttpResult<Readiness>>> ReadyAsync(HealthProbe probe)
    {
        var readiness = await probe.CheckAsync();
        return string.Equals(readiness.Status, Readiness.Ready, StringComparison.Ordinal)
            ? TypedResults.Ok(readiness)
            : TypedResults.Json(readiness, PlatformJson.Options, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
