using DataSharing.Audit;
using DataSharing.Web.Triggers;

namespace DataSharing.Web.Composition;

/// <summary>What the Functions host's triggers need.</summary>
internal static class TriggerServices
{
    public static IServiceCollection AddTriggers(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<TriggerOptions>()
            .Bind(configuration.GetSection(TriggerOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<EventShelf>();
        services.AddSingleton<RelaySweep>();
        return services;
    }
}
