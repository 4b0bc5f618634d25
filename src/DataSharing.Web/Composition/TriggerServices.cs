using DataSharing.Audit;
using DataSharing.Web.Events;
using DataSharing.Web.Triggers;

namespace DataSharing.Web.Composition;

/// <summary>What the Functions host's triggers need, and whoever looks after events that were not delivered.</summary>
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
        services.AddSingleton<DeadLetterDesk>();
        return services;
    }
}
