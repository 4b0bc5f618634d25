using DataSharing.Web.Api;
using DataSharing.Web.Edge;
using DataSharing.Web.Security;

namespace DataSharing.Web.Limits;

/// <summary>Holds callers to <see cref="RequestLimits"/>. Runs once the caller is known; requests without one count against their address.</summary>
internal sealed class LimitMiddleware(RequestDelegate next, RequestLimits limits)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<UnlimitedMetadata>() is not null)
        {
            await next(context);
            return;
        }

        var wait = context.FindCaller() is { } caller
            ? limits.Refuse(caller)
            : limits.RefuseUnauthenticated(context.Connection.RemoteIpAddress);
        if (wait is { } retryAfter)
        {
            await context.AnswerAsync(Problems.TooManyRequests(context, retryAfter));
            return;
        }

        if (!limits.TryEnter())
        {
            await context.AnswerAsync(Problems.Unavailable(context));
            return;
        }

        try
        {
            await next(context);
        }
        finally
        {
            limits.Leave();
        }
    }
}

/// <summary>Marks an endpoint that must answer however busy the platform is, and costs next to nothing: health.</summary>
public sealed class UnlimitedMetadata
{
    public static UnlimitedMetadata Instance { get; } = new();
}
