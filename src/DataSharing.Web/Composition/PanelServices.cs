using DataSharing.Messaging;
using DataSharing.Panels;
using DataSharing.Web.Api;

namespace DataSharing.Web.Composition;

/// <summary>Panels, their meetings and what comes of them.</summary>
internal static class PanelServices
{
    public static IServiceCollection AddPanels(this IServiceCollection services)
    {
        services.AddSingleton<PanelIndex>();
        services.AddSingleton<IEventConsumer>(provider => provider.GetRequiredService<PanelIndex>());
        services.AddSingleton<PanelRegister>();
        services.AddSingleton<DeploymentGlances>();
        services.AddSingleton<MeetingDesk>();
        services.AddSingleton<MeetingRegister>();
        services.AddSingleton<MeetingReader>();
        services.AddSingleton<AgendaService>();
        services.AddSingleton<ItemService>();
        services.AddSingleton<AgendaPreparation>();
        services.AddSingleton<ItemConfirmations>();
        services.AddSingleton<PanelDecisions>();
        services.AddSingleton<IEventConsumer>(provider => provider.GetRequiredService<PanelDecisions>());
        services.AddSingleton<ActionService>();
        services.AddSingleton<ActionLists>();
        services.AddSingleton<MinutesService>();
        services.AddSingleton<PanelAnswers>();
        return services;
    }
}
