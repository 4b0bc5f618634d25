using DataSharing.Disruption;
using DataSharing.Messaging;

namespace DataSharing.Web.Composition;

/// <summary>The catalogue of tactics, the calendar of the law, and the deployments that rest on them.</summary>
internal static class DisruptionServices
{
    public static IServiceCollection AddDisruption(this IServiceCollection services, IConfiguration configuration)
    {
        var packs = DataPacks.Read(configuration, AppContext.BaseDirectory);
        services.AddSingleton(packs.Tactics);
        services.AddSingleton(packs.Holidays);
        services.AddSingleton(packs.Law);
        services.AddSingleton<LegalCalendar>();
        services.AddSingleton<DeploymentStore>();
        services.AddSingleton<DeploymentSharing>();
        services.AddSingleton<DeploymentRelations>();
        services.AddSingleton<DeploymentViews>();
        services.AddSingleton<DeploymentChanges>();
        services.AddSingleton<DeploymentProposals>();
        services.AddSingleton<DeploymentService>();
        services.AddSingleton<DeploymentDocuments>();
        services.AddSingleton<BoardLines>();
        services.AddSingleton<DeploymentBoard>();
        services.AddSingleton<DeploymentIndex>();
        services.AddSingleton<IEventConsumer>(provider => provider.GetRequiredService<DeploymentIndex>());
        return services;
    }
}
