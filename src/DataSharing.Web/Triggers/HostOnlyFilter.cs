using DataSharing.Web.Telemetry;

namespace DataSharing.Web.Triggers;

/// <summary>Answers whoever is not the host as if the endpoint were not there.</summary>
internal sealed class HostOnlyFilter(string path, PlatformTelemetry telemetry, ILogger<HostOnlyFilter> logger) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (HostCall.FaultOf(context.HttpContext, path) is not { } fault)
        {
            return next(context);
        }

        telemetry.TriggerRefused(fault);
        Log.TriggerRefused(logger, path, fault);
        // Without a body, like what the router does not know: the outermost layer words both.
        return ValueTask.FromResult<object?>(TypedResults.StatusCode(StatusCodes.Status404NotFound));
    }
}
