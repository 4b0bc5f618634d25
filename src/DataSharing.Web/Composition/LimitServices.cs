using DataSharing.Web.Api;
using DataSharing.Web.Edge;
using DataSharing.Web.Limits;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;

namespace DataSharing.Web.Composition;

/// <summary>Rates, concurrency and time-outs of requests.</summary>
internal static class LimitServices
{
    public static IServiceCollection AddLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<LimitsOptions>()
            .Bind(configuration.GetSection(LimitsOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<RequestLimits>();
        services.AddRequestTimeouts();
        services
            .AddOptions<RequestTimeoutOptions>()
            .Configure<IOptions<LimitsOptions>>(
                (timeouts, limits) =>
                    timeouts.DefaultPolicy = new RequestTimeoutPolicy
                    {
                        Timeout = TimeSpan.FromSeconds(limits.Value.RequestSeconds),
                        WriteTimeoutResponse = AnswerTimedOut,
                    }
            );
        return services;
    }

    private static Task AnswerTimedOut(HttpContext context)
    {
        // The framework has cleared the headers by now.
        context.RequestServices.GetRequiredService<SecurityHeaders>().Write(context.Response.Headers);
        return context.AnswerAsync(Problems.TimedOut(context));
    }
}
